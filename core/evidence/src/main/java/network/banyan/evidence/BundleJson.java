// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The JSON form of a bundle: fields in a fixed order, two spaces a level, bytes as lower-case hex after {@code 0x}, one
 * line feed at the end. What follows the certificate is there only if committees changed or the record came through a
 * gateway.
 */
final class BundleJson {
    private BundleJson() {}

    static Bytes write(EvidenceBundle bundle) {
        var inclusion = bundle.inclusion();
        var transaction = bundle.transaction();
        var receipt = bundle.receipt();
        var out = new StringBuilder(8192);
        out.append("{\n");
        field(out, 1, "format").append('"').append(bundle.version().format()).append("\",\n");
        field(out, 1, "chainId").append(bundle.chainId()).append(",\n");
        hex(field(out, 1, "record"), bundle.record()).append(",\n");
        field(out, 1, "inclusion").append("{\n");
        field(out, 2, "index").append(inclusion.index()).append(",\n");
        field(out, 2, "size").append(inclusion.size()).append(",\n");
        list(
                field(out, 2, "path"),
                2,
                inclusion.path().stream().map(Hash::toBytes).toList());
        out.append("\n  },\n");
        field(out, 1, "transaction").append("{\n");
        field(out, 2, "index").append(transaction.index()).append(",\n");
        hex(field(out, 2, "raw"), transaction.raw()).append(",\n");
        list(field(out, 2, "proof"), 2, transaction.proof());
        out.append("\n  },\n");
        field(out, 1, "receipt").append("{\n");
        field(out, 2, "logIndex").append(receipt.logIndex()).append(",\n");
        hex(field(out, 2, "raw"), receipt.raw()).append(",\n");
        list(field(out, 2, "proof"), 2, receipt.proof());
        out.append("\n  },\n");
        list(field(out, 1, "headers"), 1, bundle.headers()).append(",\n");
        hex(field(out, 1, "certificate"), bundle.certificate());
        if (bundle.version().hasHandovers()) {
            var handovers = bundle.handovers();
            field(out.append(",\n"), 1, "firstEpoch")
                    .append(handovers.firstEpoch())
                    .append(",\n");
            list(field(out, 1, "handovers"), 1, handovers.chain());
        }
        bundle.registration().ifPresent(registration -> write(out.append(",\n"), registration));
        bundle.witnessed().ifPresent(witnessed -> write(out.append(",\n"), witnessed));
        out.append("\n}\n");
        return Bytes.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(StringBuilder out, EvidenceBundle.Registration registration) {
        Passport passport = registration.passport();
        field(out, 1, "registration").append("{\n");
        hex(field(out, 2, "device"), passport.id().toBytes()).append(",\n");
        hex(field(out, 2, "owner"), passport.owner().toBytes()).append(",\n");
        hex(field(out, 2, "keyX"), passport.key().x().toBytes()).append(",\n");
        hex(field(out, 2, "keyY"), passport.key().y().toBytes()).append(",\n");
        field(out, 2, "registeredAt").append(passport.registeredAt()).append(",\n");
        field(out, 2, "active").append(passport.active()).append(",\n");
        field(out, 2, "attestationKind").append(passport.attestation().kind()).append(",\n");
        hex(field(out, 2, "attestationHash"), passport.attestation().hash().toBytes())
                .append(",\n");
        list(field(out, 2, "account"), 2, registration.account()).append(",\n");
        list(field(out, 2, "storage"), 2, registration.storage()).append("\n  }");
    }

    private static void write(StringBuilder out, Witnessed witnessed) {
        field(out, 1, "witnessed").append("{\n");
        field(out, 2, "size").append(witnessed.size()).append(",\n");
        hex(field(out, 2, "root"), witnessed.root().toBytes()).append(",\n");
        list(
                        field(out, 2, "consistency"),
                        2,
                        witnessed.consistency().stream().map(Hash::toBytes).toList())
                .append(",\n");
        list(
                        field(out, 2, "cosignatures"),
                        2,
                        witnessed.cosignatures().stream()
                                .map(Cosignature::encode)
                                .toList())
                .append("\n  }");
    }

    private static StringBuilder field(StringBuilder out, int level, String name) {
        return out.repeat("  ", level).append('"').append(name).append("\": ");
    }

    private static StringBuilder hex(StringBuilder out, Bytes bytes) {
        return out.append('"').append(bytes.toHex()).append('"');
    }

    private static StringBuilder list(StringBuilder out, int level, List<Bytes> items) {
        if (items.isEmpty()) {
            return out.append("[]");
        }
        out.append("[\n");
        for (int i = 0; i < items.size(); i++) {
            hex(out.repeat("  ", level + 1), items.get(i)).append(i < items.size() - 1 ? ",\n" : "\n");
        }
        return out.repeat("  ", level).append(']');
    }

    static EvidenceBundle parse(Bytes file) {
        EvidenceBundle bundle = read(StrictJson.read(file));
        StrictJson.mustBe(write(bundle), file, "a bundle");
        return bundle;
    }

    private static EvidenceBundle read(JsonNode root) {
        var version = EvidenceBundle.Version.of(StrictJson.text(root, "format"));
        JsonNode inclusion = StrictJson.field(root, "inclusion");
        JsonNode transaction = StrictJson.field(root, "transaction");
        JsonNode receipt = StrictJson.field(root, "receipt");
        return new EvidenceBundle(
                StrictJson.number(root, "chainId"),
                StrictJson.hex(root, "record"),
                new EvidenceBundle.Inclusion(
                        StrictJson.number(inclusion, "index"),
                        StrictJson.number(inclusion, "size"),
                        StrictJson.hashes(inclusion, "path", EvidenceBundle.MAX_PATH)),
                new EvidenceBundle.AnchorTransaction(
                        StrictJson.number(transaction, "index"),
                        StrictJson.hex(transaction, "raw"),
                        StrictJson.list(transaction, "proof", EvidenceBundle.MAX_PROOF)),
                new EvidenceBundle.AnchorReceipt(
                        StrictJson.number(receipt, "logIndex"),
                        StrictJson.hex(receipt, "raw"),
                        StrictJson.list(receipt, "proof", EvidenceBundle.MAX_PROOF)),
                StrictJson.list(root, "headers", EvidenceBundle.MAX_HEADERS),
                StrictJson.hex(root, "certificate"),
                version.hasHandovers()
                        ? version.handovers(
                                StrictJson.number(root, "firstEpoch"),
                                StrictJson.list(root, "handovers", EvidenceBundle.MAX_HANDOVERS))
                        : EvidenceBundle.Handovers.NONE,
                version.hasRegistration()
                        ? Optional.of(registration(StrictJson.field(root, "registration")))
                        : Optional.empty(),
                version == EvidenceBundle.Version.WITNESSED
                        ? Optional.of(witnessed(StrictJson.field(root, "witnessed")))
                        : Optional.empty());
    }

    private static Witnessed witnessed(JsonNode node) {
        return new Witnessed(
                StrictJson.number(node, "size"),
                StrictJson.hash(node, "root"),
                StrictJson.hashes(node, "consistency", Witnessed.MAX_CONSISTENCY),
                StrictJson.list(node, "cosignatures", Witnessed.MAX_COSIGNATURES).stream()
                        .map(Cosignature::decode)
                        .toList());
    }

    private static EvidenceBundle.Registration registration(JsonNode node) {
        long kind = StrictJson.number(node, "attestationKind");
        EvidenceFormat.between(kind, 0, 255, "kind of attestation");
        var passport = new Passport(
                StrictJson.hash(node, "device"),
                StrictJson.address(node, "owner"),
                new P256.PublicKey(StrictJson.hash(node, "keyX"), StrictJson.hash(node, "keyY")),
                StrictJson.number(node, "registeredAt"),
                StrictJson.flag(node, "active"),
                new Passport.Attestation((int) kind, StrictJson.hash(node, "attestationHash")));
        return new EvidenceBundle.Registration(
                passport,
                StrictJson.list(node, "account", EvidenceBundle.MAX_STATE_PROOF),
                StrictJson.list(node, "storage", EvidenceBundle.MAX_STATE_PROOF));
    }
}
