// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** A call's input as Solidity's ABI (version 2) has it, word by word: the caller counts the offsets. */
final class AbiInput {
    static final int WORD = 32;
    private static final int SELECTOR = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** @param signature such as {@code turn(uint64,uint256)} */
    AbiInput(String signature) {
        out.write(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII)).toArray(), 0, SELECTOR);
    }

    AbiInput word(UInt256 word) {
        out.writeBytes(word.toArray());
        return this;
    }

    AbiInput number(long number) {
        return word(UInt256.of(number));
    }

    /** Its length, then the bytes, filled up to whole words. */
    AbiInput bytes(Bytes bytes) {
        number(bytes.size());
        out.writeBytes(bytes.unsafeArray());
        out.writeBytes(new byte[Math.floorMod(-bytes.size(), WORD)]);
        return this;
    }

    Bytes toBytes() {
        return Bytes.wrap(out.toByteArray());
    }
}
