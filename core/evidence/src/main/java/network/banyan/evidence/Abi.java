// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The little of Solidity's ABI (version 2) that the two system contracts need: words, and one text at the end. */
final class Abi {
    static final int SELECTOR_SIZE = 4;

    private Abi() {}

    static Hash word(long number) {
        return UInt256.of(number).toHash();
    }

    static Hash word(Address address) {
        return address.toWord().toHash();
    }

    /** First four bytes of the Keccak-256 of {@code name(type,...)}, then the words. */
    static Bytes call(String signature, Hash... words) {
        return Bytes.wrap(concat(selector(signature), words));
    }

    static boolean isCall(Bytes data, String signature) {
        return data.size() >= SELECTOR_SIZE && data.slice(0, SELECTOR_SIZE).equals(Bytes.wrap(selector(signature)));
    }

    static Hash topic(String signature) {
        return Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] concat(byte[] start, Hash... words) {
        byte[] all = new byte[start.length + words.length * Hash.SIZE];
        System.arraycopy(start, 0, all, 0, start.length);
        for (int i = 0; i < words.length; i++) {
            words[i].writeTo(all, start.length + i * Hash.SIZE);
        }
        return all;
    }

    private static byte[] selector(String signature) {
        byte[] selector = new byte[SELECTOR_SIZE];
        System.arraycopy(topic(signature).toArray(), 0, selector, 0, SELECTOR_SIZE);
        return selector;
    }

    /** Reads words in their order. Every refusal is an {@link EvidenceFormatException}. */
    static final class Words {
        private final byte[] data;
        private int position;

        Words(Bytes data, int offset) {
            this.data = data.unsafeArray();
            this.position = offset;
        }

        Hash hash() {
            if (data.length - position < Hash.SIZE) {
                throw new EvidenceFormatException("the ABI data ends too early");
            }
            position += Hash.SIZE;
            return Hash.at(data, position - Hash.SIZE);
        }

        /** A number of at most {@code bits} bits, 63 or less. */
        long number(int bits) {
            UInt256 value = hash().toUInt256();
            if (value.bitLength() > bits) {
                throw EvidenceFormatException.of("an ABI number over %d bits", bits);
            }
            return value.d();
        }

        boolean flag() {
            return number(1) == 1;
        }

        Address address() {
            Hash word = hash();
            Address address = Address.ofWord(word.toUInt256());
            if (!word(address).equals(word)) {
                throw new EvidenceFormatException("an ABI address over 160 bits");
            }
            return address;
        }
    }
}
