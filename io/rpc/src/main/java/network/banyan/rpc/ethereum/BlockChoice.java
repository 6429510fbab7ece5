// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import network.banyan.primitives.Hash;
import network.banyan.rpc.protocol.Value;

/** Which block a request means: a number, a tag, a hash, or an object of EIP-1898. */
public sealed interface BlockChoice {
    BlockChoice LATEST = new Latest();

    /** {@code latest}, {@code safe}, {@code finalized}, {@code pending}, or nothing at all. */
    record Latest() implements BlockChoice {}

    record Numbered(long number) implements BlockChoice {}

    record Hashed(Hash hash) implements BlockChoice {}

    static BlockChoice of(Value value) {
        if (value.isAbsent()) {
            return LATEST;
        }
        if (value.node().isObject()) {
            return ofObject(value);
        }
        if (!value.node().isTextual()) {
            return new Numbered(value.longQuantity());
        }
        String text = value.text();
        return switch (text) {
            case "latest", "safe", "finalized", "pending" -> LATEST;
            case "earliest" -> new Numbered(0);
            default -> text.length() == 66 ? new Hashed(value.hash()) : new Numbered(value.longQuantity());
        };
    }

    /** EIP-1898. What is final is canonical, so {@code requireCanonical} changes nothing. */
    private static BlockChoice ofObject(Value value) {
        Value hash = value.field("blockHash");
        Value number = value.field("blockNumber");
        if (hash.isAbsent() == number.isAbsent()) {
            throw value.wrong("name either blockHash or blockNumber");
        }
        return number.isAbsent() ? new Hashed(hash.hash()) : of(number);
    }

    /** The number of {@code pending} as {@code eth_getTransactionCount} means it. */
    static boolean isPending(Value value) {
        return value.node().isTextual() && "pending".equals(value.text());
    }
}
