// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.crypto.P256;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The CBOR form of a bundle, arrays all the way down:
 *
 * <pre>["banyan-evidence-1", chainId, record, [index, size, [hash ...]],
 *  [index, raw, [node ...]], [logIndex, raw, [node ...]], [header ...], certificate]</pre>
 *
 * <p>If committees changed, the name is that of version 2 and two items follow: firstEpoch, [handover ...]. Of a record that
 * came through a gateway it is that of version 3, and after those stands [[passport], [node ...], [node ...]]; if witnesses
 * saw its log it is that of version 4, and [size, root, [hash ...], [cosignature ...]] comes last.
 *
 * <p>{@link CborReader} takes only the deterministic encoding, so a bundle has one file.
 */
final class BundleCbor {
    private static final int PARTS = 8;
    private static final int PASSPORT_PARTS = 8;

    private BundleCbor() {}

    static Bytes write(EvidenceBundle bundle) {
        var out = new CborWriter()
                .array(parts(bundle.version()))
                .text(bundle.version().format())
                .integer(bundle.chainId())
                .bytes(bundle.record());
        var inclusion = bundle.inclusion();
        out.array(3).integer(inclusion.index()).integer(inclusion.size());
        out.array(inclusion.path().size());
        inclusion.path().forEach(hash -> out.bytes(hash.toArray()));
        write(out, bundle.transaction());
        write(out, bundle.receipt());
        writeAll(out, bundle.headers());
        out.bytes(bundle.certificate());
        if (bundle.version().hasHandovers()) {
            out.integer(bundle.handovers().firstEpoch());
            writeAll(out, bundle.handovers().chain());
        }
        bundle.registration().ifPresent(registration -> write(out, registration));
        bundle.witnessed().ifPresent(witnessed -> write(out, witnessed));
        return out.toBytes();
    }

    static void write(CborWriter out, EvidenceBundle.AnchorTransaction transaction) {
        out.array(3).integer(transaction.index()).bytes(transaction.raw());
        writeAll(out, transaction.proof());
    }

    static void write(CborWriter out, EvidenceBundle.AnchorReceipt receipt) {
        out.array(3).integer(receipt.logIndex()).bytes(receipt.raw());
        writeAll(out, receipt.proof());
    }

    private static int parts(EvidenceBundle.Version version) {
        return switch (version) {
            case ALONE -> PARTS;
            case HANDED_OVER -> PARTS + 2;
            case LOGGED -> PARTS + 3;
            case WITNESSED -> PARTS + 4;
        };
    }

    static void write(CborWriter out, EvidenceBundle.Registration registration) {
        Passport passport = registration.passport();
        out.array(3)
                .array(PASSPORT_PARTS)
                .bytes(passport.id().toArray())
                .bytes(passport.owner().toArray())
                .bytes(passport.key().x().toArray())
                .bytes(passport.key().y().toArray())
                .integer(passport.registeredAt())
                .integer(passport.active() ? 1 : 0)
                .integer(passport.attestation().kind())
                .bytes(passport.attestation().hash().toArray());
        writeAll(out, registration.account());
        writeAll(out, registration.storage());
    }

    private static void write(CborWriter out, Witnessed witnessed) {
        out.array(4).integer(witnessed.size()).bytes(witnessed.root().toArray());
        writeAll(out, witnessed.consistency().stream().map(Hash::toBytes).toList());
        writeAll(out, witnessed.cosignatures().stream().map(Cosignature::encode).toList());
    }

    static void writeAll(CborWriter out, List<Bytes> items) {
        out.array(items.size());
        items.forEach(out::bytes);
    }

    static EvidenceBundle parse(Bytes file) {
        var in = new CborReader(file);
        int parts = in.array();
        var version = EvidenceBundle.Version.of(in.text());
        if (parts != parts(version)) {
            throw EvidenceFormatException.of("a bundle of this version does not have %d parts", parts);
        }
        var bundle = new EvidenceBundle(
                in.unsigned(),
                in.bytes(),
                inclusion(in),
                transaction(in),
                receipt(in),
                list(in, EvidenceBundle.MAX_HEADERS, in::bytes),
                in.bytes(),
                version.hasHandovers()
                        ? version.handovers(in.unsigned(), list(in, EvidenceBundle.MAX_HANDOVERS, in::bytes))
                        : EvidenceBundle.Handovers.NONE,
                version.hasRegistration() ? Optional.of(registration(in)) : Optional.empty(),
                version == EvidenceBundle.Version.WITNESSED ? Optional.of(witnessed(in)) : Optional.empty());
        in.end();
        return bundle;
    }

    private static EvidenceBundle.Inclusion inclusion(CborReader in) {
        in.array(3, "the inclusion");
        return new EvidenceBundle.Inclusion(
                in.unsigned(), in.unsigned(), list(in, EvidenceBundle.MAX_PATH, () -> hash(in)));
    }

    static EvidenceBundle.AnchorTransaction transaction(CborReader in) {
        in.array(3, "the transaction");
        return new EvidenceBundle.AnchorTransaction(
                in.unsigned(), in.bytes(), list(in, EvidenceBundle.MAX_PROOF, in::bytes));
    }

    static EvidenceBundle.AnchorReceipt receipt(CborReader in) {
        in.array(3, "the receipt");
        return new EvidenceBundle.AnchorReceipt(
                in.unsigned(), in.bytes(), list(in, EvidenceBundle.MAX_PROOF, in::bytes));
    }

    static EvidenceBundle.Registration registration(CborReader in) {
        in.array(3, "the registration");
        in.array(PASSPORT_PARTS, "the passport");
        var passport = new Passport(
                hash(in),
                address(in),
                new P256.PublicKey(hash(in), hash(in)),
                in.unsigned(),
                flag(in.unsigned()),
                new Passport.Attestation(kind(in.unsigned()), hash(in)));
        return new EvidenceBundle.Registration(
                passport,
                list(in, EvidenceBundle.MAX_STATE_PROOF, in::bytes),
                list(in, EvidenceBundle.MAX_STATE_PROOF, in::bytes));
    }

    private static Witnessed witnessed(CborReader in) {
        in.array(4, "what witnesses said");
        return new Witnessed(
                in.unsigned(),
                hash(in),
                list(in, Witnessed.MAX_CONSISTENCY, () -> hash(in)),
                list(in, Witnessed.MAX_COSIGNATURES, () -> Cosignature.decode(in.bytes())));
    }

    private static boolean flag(long number) {
        EvidenceFormat.between(number, 0, 1, "active");
        return number == 1;
    }

    private static int kind(long number) {
        EvidenceFormat.between(number, 0, 255, "kind of attestation");
        return (int) number;
    }

    private static Address address(CborReader in) {
        Bytes bytes = in.bytes();
        if (bytes.size() != Address.SIZE) {
            throw EvidenceFormatException.of("an address has 20 bytes, not %d", bytes.size());
        }
        return Address.of(bytes.unsafeArray());
    }

    private static Hash hash(CborReader in) {
        Bytes bytes = in.bytes();
        if (bytes.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("a hash has 32 bytes, not %d", bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }

    static <T> List<T> list(CborReader in, int most, Supplier<T> item) {
        int count = in.array();
        if (count > most) {
            throw EvidenceFormatException.of("a list of %d items, at most %d are allowed", count, most);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.get());
        }
        return items;
    }
}
