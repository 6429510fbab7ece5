// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The JSON form of a bundle: fields in a fixed order, two spaces a level, bytes as lower-case hex after {@code 0x}, one
 * line feed at the end. The last two fields are there only
 * if committees changed.
 */
final class BundleJson {
    private BundleJson() {}

    static Bytes write(EvidenceBundle bundle) {
        var inclusion = bundle.inclusion();
        var transaction = bundle.transaction();
        var receipt = bundle.receipt();
        var out = new StringBuilder(8192);
        out.append("{\n");
        field(out, 1, "format").append('"').append(bundle.format()).append("\",\n");
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
        if (bundle.isHandedOver()) {
            var handovers = bundle.handovers();
            field(out.append(",\n"), 1, "firstEpoch")
                    .append(handovers.firstEpoch())
                    .append(",\n");
            list(field(out, 1, "handovers"), 1, handovers.chain());
        }
        out.append("\n}\n");
        return Bytes.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
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
        boolean handedOver = EvidenceBundle.isHandedOver(StrictJson.text(root, "format"));
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
                handedOver
                        ? EvidenceBundle.Handovers.read(
                                StrictJson.number(root, "firstEpoch"),
                                StrictJson.list(root, "handovers", EvidenceBundle.MAX_HANDOVERS))
                        : EvidenceBundle.Handovers.NONE);
    }
}
