// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** 0x03: RIPEMD-160, in the low 20 bytes of a word. */
final class Ripemd160 implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 600 + 120 * Slices.words(input);
    }

    @Override
    public byte[] run(byte[] input) {
        var digest = new RIPEMD160Digest();
        digest.update(input, 0, input.length);
        byte[] word = new byte[32];
        digest.doFinal(word, 12);
        return word;
    }
}
