// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

/** 0x04: its input. */
final class Identity implements Precompile {
    @Override
    public long gas(byte[] input) {
        return 15 + 3 * Slices.words(input);
    }

    @Override
    public byte[] run(byte[] input) {
        return input;
    }
}
