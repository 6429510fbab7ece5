// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What contracts said, read in its order. Every refusal is an {@link EvidenceFormatException}, as it is evidence here. */
final class Words {
    private final AbiReader in;

    private Words(AbiReader in) {
        this.in = in;
    }

    static Words ofOutput(Bytes data) {
        return new Words(AbiReader.ofOutput(data));
    }

    /** Behind a selector that was looked at. */
    static Words ofArguments(Bytes data) {
        return new Words(AbiReader.ofArguments(data));
    }

    Hash hash() {
        return read(AbiReader::word);
    }

    /** A number of at most {@code bits} bits, 63 or less. */
    long number(int bits) {
        return read(reader -> reader.number(bits));
    }

    boolean flag() {
        return read(AbiReader::flag);
    }

    Address address() {
        return read(AbiReader::address);
    }

    private <T> T read(Function<AbiReader, T> value) {
        try {
            return value.apply(in);
        } catch (AbiException refused) {
            throw new EvidenceFormatException("what a contract said: " + refused.getMessage());
        }
    }

    /** Words one after the other, for what is hashed or signed as such. */
    static byte[] concat(byte[] start, Hash... words) {
        byte[] all = new byte[start.length + words.length * Hash.SIZE];
        System.arraycopy(start, 0, all, 0, start.length);
        for (int i = 0; i < words.length; i++) {
            words[i].writeTo(all, start.length + i * Hash.SIZE);
        }
        return all;
    }
}
