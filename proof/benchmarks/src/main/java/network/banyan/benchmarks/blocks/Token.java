// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * The ERC-20 contract of {@code Token.sol}, compiled by {@code contracts/compile.mjs}, and how it is called.
 *
 * @param code as it stands in the account, without a constructor
 */
record Token(Address address, Bytes code) {
    /** A transfer between two holders takes about 35,000; some more where the receiver's balance was zero. */
    static final long TRANSFER_GAS_LIMIT = 80_000;

    private static final int TRANSFER = 0xa9059cbb;
    private static final UInt256 BALANCES = UInt256.ZERO;

    static Token load() {
        try (InputStream in = Token.class.getResourceAsStream("/benchmarks/Token.json")) {
            Invariant.check(in != null, "the build did not pack the token");
            JsonNode artifact = new ObjectMapper().readTree(in);
            return new Token(
                    Address.fromHex(artifact.get("address").asText()),
                    Bytes.fromHex(artifact.get("deployedBytecode").asText()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where a holder's balance lies: Keccak of the key and the mapping's slot, each as a word. */
    static Hash balanceSlot(Address holder) {
        byte[] words = new byte[64];
        holder.toWord().writeTo(words, 0);
        BALANCES.writeTo(words, 32);
        return Keccak.hash(words);
    }

    /** {@code transfer(to, value)}. */
    static Bytes transfer(Address to, long value) {
        byte[] data = new byte[68];
        network.banyan.primitives.BigEndian.putInt(data, 0, TRANSFER);
        to.toWord().writeTo(data, 4);
        UInt256.of(value).writeTo(data, 36);
        return Bytes.wrap(data);
    }
}
