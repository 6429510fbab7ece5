// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

/** 0x02: SHA-256. */
final class Sha256 implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 60 + 12 * Slices.words(input);
    }

    @Override
    public byte[] run(byte[] input) {
        return network.banyan.crypto.Sha256.hash(input).toArray();
    }
}
