// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** The generators, whose coordinates every specification of the curve prints. */
class BlsPointsTest {
    private static final String X =
            "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
    private static final String Y =
            "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1";
    private static final String PAD = "00".repeat(16);

    @Test
    void theKeyOfOneIsTheGenerator() {
        Bytes key = Bls.SecretKey.ofScalar(new Hash(0, 0, 0, 1)).publicKey();

        assertThat(BlsPoints.ofKey(key)).contains(Bytes.fromHex("0x" + PAD + X + PAD + Y));
    }

    @Test
    void theRealHalfComesFirstInG2() {
        String x1 = "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e";
        String x0 = "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";
        String y0 = "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801";
        String y1 = "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be";
        // Compressed: the greater half of x first, with the flag of compression; y is the lesser root.
        Bytes generator = Bytes.fromHex("0x93" + x1.substring(2) + x0);

        assertThat(BlsPoints.ofSignature(generator))
                .contains(Bytes.fromHex("0x" + PAD + x0 + PAD + x1 + PAD + y0 + PAD + y1));
    }

    @Test
    void whatIsNoPointHasNoCoordinates() {
        assertThat(BlsPoints.ofKey(Bytes.fromHex("0x" + "11".repeat(48)))).isEmpty();
        assertThat(BlsPoints.ofKey(Bytes.fromHex("0xc0" + "00".repeat(47)))).isEmpty();
        assertThat(BlsPoints.ofSignature(Bytes.fromHex("0xc0" + "00".repeat(95))))
                .isEmpty();
        assertThat(BlsPoints.ofSignature(Bytes.EMPTY)).isEmpty();
    }

    @Test
    void coordinatesAreReadBackInOneFormOnly() {
        var secret = Bls.SecretKey.ofScalar(new Hash(0, 0, 0, 7));
        Bytes signature = secret.sign(new byte[] {1});
        Bytes key = BlsPoints.ofKey(secret.publicKey()).orElseThrow();
        Bytes point = BlsPoints.ofSignature(signature).orElseThrow();

        assertThat(BlsPoints.keyOf(key)).contains(secret.publicKey());
        assertThat(BlsPoints.signatureOf(point)).contains(signature);
        for (int bit = 0; bit < 8 * key.size(); bit += 7) {
            assertThat(BlsPoints.keyOf(flipped(key, bit))).isEmpty();
        }
        for (int bit = 0; bit < 8 * point.size(); bit += 13) {
            assertThat(BlsPoints.signatureOf(flipped(point, bit))).isEmpty();
        }
        assertThat(BlsPoints.keyOf(Bytes.wrap(new byte[128]))).isEmpty();
        assertThat(BlsPoints.signatureOf(Bytes.wrap(new byte[256]))).isEmpty();
        assertThat(BlsPoints.keyOf(point)).isEmpty();
        assertThat(BlsPoints.signatureOf(key)).isEmpty();
    }

    private static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.wrap(changed);
    }
}
