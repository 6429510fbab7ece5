// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** A call's output as Solidity's ABI (version 2) has it, read at offsets in bytes. */
record AbiOutput(Bytes data) {
    /** The output is not what was asked for. */
    static final class Malformed extends RuntimeException {
        Malformed(String message) {
            super(message);
        }
    }

    UInt256 word(long at) {
        if (at < 0 || at > data.size() - AbiInput.WORD) {
            throw new Malformed("ends before " + at);
        }
        return UInt256.at(data.unsafeArray(), (int) at);
    }

    /** A number below 2^32: a count, an offset, a delegate. */
    long number(long at) {
        UInt256 word = word(at);
        if (word.bitLength() > 32) {
            throw new Malformed("a number over 32 bits at " + at);
        }
        return word.d();
    }

    /** Bytes behind their length. */
    Bytes bytes(long at) {
        long start = at + AbiInput.WORD;
        long size = number(at);
        if (size > data.size() - start) {
            throw new Malformed("ends within the bytes at " + at);
        }
        return data.slice((int) start, (int) (start + size));
    }

    /** Where an array's first word is, if the answer is nothing but that array, of at most so many items. */
    Items items(int most) {
        long at = number(0);
        long count = number(at);
        if (count > most) {
            throw new Malformed("%d items, at most %d".formatted(count, most));
        }
        return new Items(at + AbiInput.WORD, (int) count);
    }

    record Items(long start, int count) {}
}
