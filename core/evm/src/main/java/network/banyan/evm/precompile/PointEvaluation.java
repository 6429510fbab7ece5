// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.math.BigInteger;
import java.util.Arrays;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Hex;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.Pairing;

/**
 * 0x0a: verifies that a blob's polynomial takes the value y at z, by its KZG commitment and proof (EIP-4844).
 *
 * <p>One opening needs one point of the trusted setup, so blst alone does it:
 * {@code e(C - y G1, -G2) * e(proof, tau G2 - z G2) = 1}.
 */
final class PointEvaluation implements Precompile {
    private static final int INPUT_SIZE = 192;
    private static final int COMMITMENT = 96;
    private static final int PROOF = 144;
    private static final byte VERSION = 0x01;

    /** Number of field elements in a blob, and the modulus: what a successful run returns. */
    private static final byte[] SUCCESS = Hex.decode("0000000000000000000000000000000000000000000000000000000000001000"
            + "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

    /** tau times the generator of G2, from Ethereum's ceremony of 2023, compressed. */
    private static final byte[] TAU_G2 = Hex.decode("b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d"
            + "2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e2"
            + "3926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2");

    @Override
    public long gas(byte[] input) {
        return 50_000;
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        if (input.length != INPUT_SIZE || !isVersionedHash(input)) {
            return null;
        }
        BigInteger z = UInt256.at(input, 32).toBigInteger();
        BigInteger y = UInt256.at(input, 64).toBigInteger();
        if (z.compareTo(BlsEncoding.ORDER) >= 0 || y.compareTo(BlsEncoding.ORDER) >= 0) {
            return null;
        }
        P1_Affine commitment = compressed(input, COMMITMENT);
        P1_Affine proof = compressed(input, PROOF);
        return commitment != null && proof != null && verifies(commitment, proof, z, y) ? SUCCESS.clone() : null;
    }

    private static boolean isVersionedHash(byte[] input) {
        byte[] hash = Sha256.hash(Arrays.copyOfRange(input, COMMITMENT, PROOF)).toArray();
        hash[0] = VERSION;
        return Arrays.equals(hash, 0, 32, input, 0, 32);
    }

    private static @Nullable P1_Affine compressed(byte[] input, int from) {
        if ((input[from] & 0x80) == 0) {
            return null;
        }
        try {
            P1_Affine point = new P1_Affine(Arrays.copyOfRange(input, from, from + 48));
            return point.in_group() ? point : null;
        } catch (RuntimeException notOnTheCurve) {
            return null;
        }
    }

    private static boolean verifies(P1_Affine commitment, P1_Affine proof, BigInteger z, BigInteger y) {
        P1_Affine value = new P1(commitment).add(P1.generator().mult(y).neg()).to_affine();
        P2_Affine point =
                new P2(new P2_Affine(TAU_G2)).add(P2.generator().mult(z).neg()).to_affine();
        Pairing pairing = new Pairing(false, "");
        boolean any = false;
        if (!value.is_inf()) {
            pairing.raw_aggregate(P2.generator().neg().to_affine(), value);
            any = true;
        }
        if (!proof.is_inf() && !point.is_inf()) {
            pairing.raw_aggregate(point, proof);
            any = true;
        }
        if (!any) {
            return true;
        }
        pairing.commit();
        return pairing.finalverify();
    }
}
