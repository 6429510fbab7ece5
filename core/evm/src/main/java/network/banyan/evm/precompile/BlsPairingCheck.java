// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;
import supranational.blst.Pairing;

/** 0x0f: whether the product of the pairings of points of G1 with points of G2 is one (EIP-2537). */
final class BlsPairingCheck implements Precompile {
    private static final int PAIR = BlsEncoding.G1 + BlsEncoding.G2;

    @Override
    public long gas(byte[] input) {
        return 37_700 + 32_600L * (input.length / PAIR);
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        if (input.length == 0 || input.length % PAIR != 0) {
            return null;
        }
        boolean any = false;
        Pairing pairing = new Pairing(false, "");
        for (int at = 0; at < input.length; at += PAIR) {
            P1_Affine p = BlsEncoding.g1InGroup(input, at);
            P2_Affine q = BlsEncoding.g2InGroup(input, at + BlsEncoding.G1);
            if (p == null || q == null) {
                return null;
            }
            // Paired with infinity, anything gives one.
            if (!p.is_inf() && !q.is_inf()) {
                pairing.raw_aggregate(q, p);
                any = true;
            }
        }
        if (any) {
            pairing.commit();
        }
        boolean one = !any || pairing.finalverify();
        return (one ? UInt256.ONE : UInt256.ZERO).toArray();
    }
}
