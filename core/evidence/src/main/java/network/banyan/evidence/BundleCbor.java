// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The CBOR form of a bundle, arrays all the way down:
 *
 * <pre>["banyan-evidence-1", chainId, record, [index, size, [hash ...]],
 *  [index, raw, [node ...]], [logIndex, raw, [node ...]], [header ...], certificate]</pre>
 *
 * <p>If committees changed, the name is that of version 2 and two items follow: firstEpoch, [handover ...].
 *
 * <p>{@link CborReader} takes only the deterministic encoding, so a bundle has one file.
 */
final class BundleCbor {
    private static final int PARTS = 8;
    private static final int PARTS_HANDED_OVER = 10;

    private BundleCbor() {}

    static Bytes write(EvidenceBundle bundle) {
        var out = new CborWriter()
                .array(bundle.isHandedOver() ? PARTS_HANDED_OVER : PARTS)
                .text(bundle.format())
                .integer(bundle.chainId())
                .bytes(bundle.record());
        var inclusion = bundle.inclusion();
        out.array(3).integer(inclusion.index()).integer(inclusion.size());
        out.array(inclusion.path().size());
        inclusion.path().forEach(hash -> out.bytes(hash.toArray()));
        var transaction = bundle.transaction();
        out.array(3).integer(transaction.index()).bytes(transaction.raw());
        writeAll(out, transaction.proof());
        var receipt = bundle.receipt();
        out.array(3).integer(receipt.logIndex()).bytes(receipt.raw());
        writeAll(out, receipt.proof());
        writeAll(out, bundle.headers());
        out.bytes(bundle.certificate());
        if (bundle.isHandedOver()) {
            out.integer(bundle.handovers().firstEpoch());
            writeAll(out, bundle.handovers().chain());
        }
        return out.toBytes();
    }

    private static void writeAll(CborWriter out, List<Bytes> items) {
        out.array(items.size());
        items.forEach(out::bytes);
    }

    static EvidenceBundle parse(Bytes file) {
        var in = new CborReader(file);
        int parts = in.array();
        boolean handedOver = EvidenceBundle.isHandedOver(in.text());
        if (parts != (handedOver ? PARTS_HANDED_OVER : PARTS)) {
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
                handedOver
                        ? EvidenceBundle.Handovers.read(
                                in.unsigned(), list(in, EvidenceBundle.MAX_HANDOVERS, in::bytes))
                        : EvidenceBundle.Handovers.NONE);
        in.end();
        return bundle;
    }

    private static EvidenceBundle.Inclusion inclusion(CborReader in) {
        in.array(3, "the inclusion");
        return new EvidenceBundle.Inclusion(
                in.unsigned(), in.unsigned(), list(in, EvidenceBundle.MAX_PATH, () -> hash(in)));
    }

    private static EvidenceBundle.AnchorTransaction transaction(CborReader in) {
        in.array(3, "the transaction");
        return new EvidenceBundle.AnchorTransaction(
                in.unsigned(), in.bytes(), list(in, EvidenceBundle.MAX_PROOF, in::bytes));
    }

    private static EvidenceBundle.AnchorReceipt receipt(CborReader in) {
        in.array(3, "the receipt");
        return new EvidenceBundle.AnchorReceipt(
                in.unsigned(), in.bytes(), list(in, EvidenceBundle.MAX_PROOF, in::bytes));
    }

    private static Hash hash(CborReader in) {
        Bytes bytes = in.bytes();
        if (bytes.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("a hash has 32 bytes, not %d", bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }

    private static <T> List<T> list(CborReader in, int most, Supplier<T> item) {
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
