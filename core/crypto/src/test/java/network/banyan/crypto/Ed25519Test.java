// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
    private static final Bytes MESSAGE = Bytes.fromHex("72");

    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void agreesWithTheExamplesOfRfc8032(String seed, String publicKey, String message, String signature) {
        var keyPair = Ed25519.KeyPair.fromSeed(Bytes.fromHex(seed));

        assertThat(keyPair.publicKey()).isEqualTo(Bytes.fromHex(publicKey));
        assertThat(keyPair.sign(Bytes.fromHex(message))).isEqualTo(Bytes.fromHex(signature));
        assertThat(Ed25519.verify(keyPair.publicKey(), Bytes.fromHex(message), Bytes.fromHex(signature)))
                .isTrue();
    }

    @Test
    void aSignatureHoldsForOneKeyAndOneMessage() {
        var keyPair = keyPair(1);
        var signature = keyPair.sign(MESSAGE);

        assertThat(Ed25519.verify(keyPair.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(Ed25519.verify(keyPair(2).publicKey(), MESSAGE, signature)).isFalse();
        assertThat(Ed25519.verify(keyPair.publicKey(), Bytes.fromHex("73"), signature))
                .isFalse();
    }

    @Test
    void everyFlippedBitOfASignatureIsSeen() {
        var keyPair = keyPair(3);
        var signature = keyPair.sign(MESSAGE).toArray();
        for (int bit = 0; bit < 512; bit++) {
            byte[] forged = signature.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Ed25519.verify(keyPair.publicKey(), MESSAGE, Bytes.wrap(forged)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void malformedKeysAndSignaturesAreFalseNotErrors() {
        var keyPair = keyPair(4);
        var signature = keyPair.sign(MESSAGE);

        assertThat(Ed25519.verify(Bytes.EMPTY, MESSAGE, signature)).isFalse();
        assertThat(Ed25519.verify(keyPair.publicKey(), MESSAGE, Bytes.EMPTY)).isFalse();
        assertThat(Ed25519.verify(keyPair.publicKey(), MESSAGE, signature.slice(0, 63)))
                .isFalse();
        assertThat(Ed25519.verify(Bytes.fromHex("ff".repeat(32)), MESSAGE, signature))
                .isFalse();
        assertThat(Ed25519.verify(Bytes.fromHex("02" + "00".repeat(31)), MESSAGE, signature))
                .as("y = 2 is on no point of the curve")
                .isFalse();
        assertThat(Ed25519.verify(keyPair.publicKey(), MESSAGE, Bytes.fromHex("ff".repeat(64))))
                .isFalse();
        var random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] key = new byte[32];
            byte[] noise = new byte[64];
            random.nextBytes(key);
            random.nextBytes(noise);
            assertThat(Ed25519.verify(Bytes.wrap(key), MESSAGE, Bytes.wrap(noise)))
                    .isFalse();
        }
    }

    @Test
    void keysSurviveTheWayThroughTheJdksTypes() throws NoSuchAlgorithmException {
        for (int i = 0; i < 64; i++) {
            var keyPair = keyPair(i);
            assertThat(Ed25519.publicKeyOf(keyPair.toJdk().getPublic())).contains(keyPair.publicKey());
        }
        var otherCurve = KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();
        assertThat(Ed25519.publicKeyOf(otherCurve)).isEmpty();
    }

    @Test
    void aSeedHasExactly32BytesAndIsNeverPrinted() {
        assertThatThrownBy(() -> Ed25519.KeyPair.fromSeed(Bytes.fromHex("00".repeat(31))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes");
        assertThat(keyPair(7).toString()).doesNotContain("07".repeat(4));
    }

    private static Ed25519.KeyPair keyPair(int filler) {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) filler);
        return Ed25519.KeyPair.fromSeed(Bytes.wrap(seed));
    }
}
