// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Manifest.Head;
import network.banyan.vault.StreamKeys.Node;

/**
 * The keys of a stream that somebody has, by epoch: the owner all that were not forgotten, a grantee those of a range. Its
 * bytes are secret.
 *
 * @param epochs what is left of each epoch's tree
 */
public record KeyRing(Head head, SortedMap<Long, StreamKeys> epochs) {
    /** A ring has at most so many bytes. */
    public static final int MAX_BYTES = 8 << 20;

    public static final int MAX_EPOCHS = 4_096;

    private static final int VERSION = 1;

    public KeyRing {
        epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }

    /** A ring with no keys. */
    public static KeyRing empty(Head head) {
        return new KeyRing(head, new TreeMap<>());
    }

    public boolean has(long epoch) {
        return epochs.containsKey(epoch);
    }

    /** With a new epoch's root. */
    public KeyRing with(long epoch, StreamKeys keys) {
        SortedMap<Long, StreamKeys> more = new TreeMap<>(epochs);
        more.put(epoch, keys);
        return new KeyRing(head, more);
    }

    /** Empty if the ring does not lead to it: it was forgotten, or not granted. */
    public Optional<Hash> slotKey(long epoch, long slot) {
        return Optional.ofNullable(epochs.get(epoch)).flatMap(keys -> keys.slotKey(slot));
    }

    /** After which nobody with this ring derives the keys of a range. Empty trees stay, so that none is made again. */
    public KeyRing without(SlotRange range) {
        return mapped(keys -> keys.without(range));
    }

    /**
     * What a grant of a range carries: of epochs that are over, only the part in which they sealed something.
     *
     * @param present the epoch whose keys may still seal in the range
     */
    public KeyRing granted(SlotRange range, Manifest manifest, long present) {
        SortedMap<Long, StreamKeys> some = new TreeMap<>();
        epochs.forEach((epoch, keys) -> {
            StreamKeys within = keys.cover(range);
            Optional<SlotRange> used = manifest.slotsOf(epoch);
            if (epoch != present) {
                within = used.map(within::cover).orElse(StreamKeys.of(List.of()));
            }
            if (!within.isEmpty()) {
                some.put(epoch, within);
            }
        });
        return new KeyRing(head, some);
    }

    private KeyRing mapped(UnaryOperator<StreamKeys> change) {
        SortedMap<Long, StreamKeys> changed = new TreeMap<>();
        epochs.forEach((epoch, keys) -> changed.put(epoch, change.apply(keys)));
        return new KeyRing(head, changed);
    }

    public Bytes encode() {
        var out = new CborWriter()
                .array(4)
                .integer(VERSION)
                .bytes(head.stream().toBytes())
                .integer(head.slotSeconds())
                .array(epochs.size());
        epochs.forEach((epoch, keys) -> {
            out.array(2).integer(epoch).array(keys.nodes().size());
            for (Node node : keys.nodes()) {
                out.array(3)
                        .integer(node.level())
                        .integer(node.index())
                        .bytes(node.key().toBytes());
            }
        });
        return out.toBytes();
    }

    /**
     * @throws VaultException if the bytes are no ring in its one form
     */
    public static KeyRing decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("a ring of keys of %d bytes is over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            in.array(4, "a ring of keys");
            if (in.unsigned() != VERSION) {
                throw new VaultException("a ring of keys of a version that is not known here");
            }
            var head = new Head(Segment.hash(in.bytes()), in.unsigned());
            int count = in.array();
            if (count > MAX_EPOCHS) {
                throw VaultException.of("keys of %d epochs are over %d", count, MAX_EPOCHS);
            }
            SortedMap<Long, StreamKeys> epochs = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                in.array(2, "an epoch's keys");
                long epoch = in.unsigned();
                if (!epochs.isEmpty() && epoch <= epochs.lastKey()) {
                    throw new VaultException("epochs of keys are not in their order");
                }
                epochs.put(epoch, keys(in));
            }
            in.end();
            return new KeyRing(head, epochs);
        } catch (EvidenceFormatException refused) {
            throw new VaultException("those are no keys: " + refused.getMessage(), refused);
        }
    }

    private static StreamKeys keys(CborReader in) {
        int count = in.array();
        if (count > StreamKeys.MAX_NODES) {
            throw VaultException.of("%d nodes of a tree of keys are over %d", count, StreamKeys.MAX_NODES);
        }
        List<Node> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.array(3, "a node");
            int level = (int) Math.min(in.unsigned(), Integer.MAX_VALUE);
            nodes.add(new Node(level, in.unsigned(), Segment.hash(in.bytes())));
        }
        return StreamKeys.of(nodes);
    }

    /** Of what, not which: a log may say it. */
    @Override
    public String toString() {
        return "keys of %d epochs of %s".formatted(epochs.size(), head.stream());
    }
}
