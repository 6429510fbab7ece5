// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class P256Test {
    /** RFC 6979, appendix A.2.5: the key, its public point, and the signature of "sample" with SHA-256. */
    private static final Hash KEY = Hash.fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");

    private static final P256.PublicKey POINT = new P256.PublicKey(
            Hash.fromHex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
            Hash.fromHex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes HIGH_S = Bytes.fromHex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

    @Test
    void derivesAndSignsAsRfc6979() {
        assertThat(P256.publicKey(KEY)).isEqualTo(POINT);
        assertThat(P256.sign(KEY, SAMPLE)).isEqualTo(P256.toLowS(HIGH_S));
    }

    @Test
    void bothHalvesVerifyButOnlyOneIsLow() {
        Bytes low = P256.toLowS(HIGH_S);
        assertThat(P256.verify(POINT, SAMPLE, HIGH_S)).isTrue();
        assertThat(P256.verify(POINT, SAMPLE, low)).isTrue();
        assertThat(P256.isLowS(HIGH_S)).isFalse();
        assertThat(P256.isLowS(low)).isTrue();
        assertThat(P256.toLowS(low)).isEqualTo(low);
    }

    /** Enough of them that some have a leading zero byte, which ASN.1 writes shorter. */
    @Test
    void bothLibrariesSayTheSame() {
        for (int i = 0; i < 600; i++) {
            byte[] message = {(byte) i, (byte) (i >> 8)};
            Hash digest = Sha256.hash(message);
            Bytes signature = P256.sign(KEY, message);
            assertThat(P256.verifyDigest(POINT, digest, signature)).isTrue();
            if (i % 50 == 0) {
                assertThat(P256.verifyByJdk(POINT, digest, signature)).isTrue();
                assertThat(P256.verifyByJdk(POINT, digest, P256.sign(KEY, SAMPLE)))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesEveryFlippedBit() {
        Bytes good = P256.sign(KEY, SAMPLE);
        for (int bit = 0; bit < 8 * P256.SIGNATURE_SIZE; bit += 7) {
            byte[] bad = good.toArray();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(P256.verify(POINT, SAMPLE, Bytes.wrap(bad)))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(P256.verify(POINT, "sampl3".getBytes(StandardCharsets.US_ASCII), good))
                .isFalse();
    }

    @Test
    void refusesWhatIsNoKeyAndNoSignature() {
        Bytes good = P256.sign(KEY, SAMPLE);
        assertThat(new P256.PublicKey(POINT.x(), POINT.x()).isOnCurve()).isFalse();
        assertThat(P256.verify(new P256.PublicKey(POINT.x(), POINT.x()), SAMPLE, good))
                .isFalse();
        assertThat(P256.verify(new P256.PublicKey(Hash.ZERO, Hash.ZERO), SAMPLE, good))
                .isFalse();
        assertThat(P256.verify(POINT, SAMPLE, good.slice(0, 63))).isFalse();
        assertThat(P256.verify(POINT, SAMPLE, Bytes.wrap(new byte[64]))).isFalse();
        assertThat(P256.isLowS(Bytes.wrap(new byte[64]))).isFalse();
        assertThatThrownBy(() -> P256.publicKey(Hash.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> P256.sign(P256.ORDER.toHash(), SAMPLE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> P256.toLowS(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithThePrecompileVectors() throws IOException {
        Path file = vectors().resolve("precompiles/p256Verify.json");
        assumeTrue(Files.exists(file), "1 file of P-256 vectors skipped: " + file + " is absent");
        Matcher cases = Pattern.compile("\"Input\": \"([0-9a-f]*)\",\\s*\"Expected\": \"([0-9a-f]*)\"")
                .matcher(Files.readString(file));
        int count = 0;
        while (cases.find()) {
            Bytes input = Bytes.fromHex(cases.group(1));
            boolean holds = input.size() == 160 && precompile(input.toArray());
            assertThat(holds).as(cases.group(1)).isEqualTo(!cases.group(2).isEmpty());
            count++;
        }
        assertThat(count).isGreaterThan(4);
    }

    private static boolean precompile(byte[] input) {
        var key = new P256.PublicKey(Hash.at(input, 96), Hash.at(input, 128));
        byte[] signature = new byte[64];
        UInt256.at(input, 32).writeTo(signature, 0);
        UInt256.at(input, 64).writeTo(signature, 32);
        return P256.verifyDigest(key, Hash.at(input, 0), Bytes.wrap(signature));
    }

    private static Path vectors() {
        String named = System.getenv("BANYAN_VECTORS");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("banyan.root", ".")).resolve("../shared/vectors");
    }
}
