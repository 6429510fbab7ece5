// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** 0x01: the account that signed a hash with secp256k1 (Yellow Paper, appendix E.1). No output if none did. */
final class RecoverSigner implements Precompile {
    private static final byte[] NOBODY = new byte[0];

    @Override
    public long gas(byte[] input) {
        return 3_000;
    }

    @Override
    public byte[] run(byte[] input) {
        byte[] all = Slices.padded(input, 0, 128);
        UInt256 v = UInt256.at(all, 32);
        if (!v.fitsLong() || (v.d() != 27 && v.d() != 28)) {
            return NOBODY;
        }
        var signature = new Secp256k1.Signature((int) v.d() - 27, UInt256.at(all, 64), UInt256.at(all, 96));
        return Secp256k1.recover(Hash.at(all, 0), signature)
                .map(RecoverSigner::account)
                .orElse(NOBODY);
    }

    private static byte[] account(byte[] publicKey) {
        byte[] word = Keccak.hash(publicKey).toArray();
        java.util.Arrays.fill(word, 0, 12, (byte) 0);
        return word;
    }
}
