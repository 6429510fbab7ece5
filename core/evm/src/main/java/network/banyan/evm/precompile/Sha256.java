// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 0x02: SHA-256. */
final class Sha256 implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 60 + 12 * Slices.words(input);
    }

    @Override
    public byte[] run(byte[] input) {
        return digest(input);
    }

    static byte[] digest(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException every) {
            throw new IllegalStateException("every Java has SHA-256", every);
        }
    }
}
