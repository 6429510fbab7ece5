// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.Comparator;
import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The exit trees of a checkpoint (rule 44), one an asset.
 *
 * @param trees at most {@link #MAX_TREES}, strictly rising in their assets
 */
public record Exits(List<Exit> trees) {
    public static final int MAX_TREES = 32;
    public static final Exits NONE = new Exits(List.of());

    /** An offset, a size, and four words an item. */
    private static final int MAX_SIZE = (2 + 4 * MAX_TREES) * Hash.SIZE;

    /**
     * @throws HubException if the list is too long or out of order
     */
    public Exits {
        trees = List.copyOf(trees);
        HubException.require(trees.size() <= MAX_TREES, "%d exit trees of %d", trees.size(), MAX_TREES);
        Totals.requireRising(trees, Comparator.comparing(Exit::asset), "exit trees");
    }

    /** What a checkpoint names. */
    public Hash hash() {
        return Keccak.hash(encode());
    }

    /** {@code abi.encode(exits)}. */
    public Bytes encode() {
        return AbiValue.encoded(toAbi());
    }

    /** As an argument of a call. */
    public AbiValue toAbi() {
        return new AbiValue.Items(trees.stream()
                .map(tree -> AbiValue.tuple(
                        AbiValue.of(tree.asset()),
                        AbiValue.of(tree.root()),
                        AbiValue.of(tree.sum()),
                        AbiValue.of(tree.count())))
                .toList());
    }

    /**
     * @throws HubException if the bytes are not the one encoding of a list in order
     */
    public static Exits decode(Bytes data) {
        return Strict.decode(data, MAX_SIZE, Exits::read, Exits::encode);
    }

    static Exits read(AbiReader reader) {
        return new Exits(reader.list(
                MAX_TREES, item -> new Exit(item.address(), item.word(), item.uint(), item.number(Integer.SIZE))));
    }
}
