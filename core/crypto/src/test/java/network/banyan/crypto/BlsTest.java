// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import network.banyan.crypto.Bls.PublicKey;
import network.banyan.crypto.Bls.SecretKey;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class BlsTest {
    private static final byte[] MESSAGE = "a vote".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes INFINITE_KEY = Bytes.fromHex("c0" + "00".repeat(47));
    private static final Bytes INFINITE_SIGNATURE = Bytes.fromHex("c0" + "00".repeat(95));

    private final List<SecretKey> secrets = List.of(secret(1), secret(2), secret(3), secret(4));
    private final List<PublicKey> keys =
            secrets.stream().map(BlsTest::publicKey).toList();

    @Test
    void signsAsTheConsensusLayersTestVectorDoes() {
        // ethereum/bls12-381-tests, sign_case_84d45c9c7cca6b92
        var secret =
                SecretKey.ofScalar(Hash.fromHex("0x263dbd792f5b1be47ed85f8938c0f29586af0d3ac7b977f21c278fe1462040e3"));

        assertThat(secret.publicKey().toHex())
                .isEqualTo("0xa491d1b0ecd9bb917989f0e74f0dea0422eac4a873e5e2644f368dffb9a6e20f"
                        + "d6e10c1b77654d067c0618f6e5a7f79a");
        assertThat(secret.sign(new byte[32]).toHex())
                .isEqualTo("0xb6ed936746e01f8ecf281f020953fbf1f01debd5657c4a383940b020b26507f6076334f91e2366c9"
                        + "6e9ab279fb5158090352ea1c5b0c9274504f4f0e7053af24802e51e4568d164fe986834f41e55c8e"
                        + "850ce1f98458c0cfc9ab380b55285a55");
    }

    @Test
    void derivesTheMasterKeyOfEip2333sSecondTestCase() {
        var seed = Hash.fromHex("0x3141592653589793238462643383279502884197169399375105820974944592");
        var scalar = new BigInteger("29757020647961307431480504535336562678282505419141012933316116377660817309383");

        assertThat(SecretKey.ofSeed(seed.toArray()).publicKey())
                .isEqualTo(SecretKey.ofScalar(Hash.of(scalar.toByteArray())).publicKey());
    }

    @Test
    void aSignatureHoldsForItsKeyAndMessageOnly() {
        Bytes signature = secrets.get(0).sign(MESSAGE);

        assertThat(Bls.verify(keys.get(0), MESSAGE, signature)).isTrue();
        assertThat(Bls.verify(keys.get(1), MESSAGE, signature)).isFalse();
        assertThat(Bls.verify(keys.get(0), "another".getBytes(StandardCharsets.US_ASCII), signature))
                .isFalse();
        assertThat(Bls.verify(keys.get(0), MESSAGE, INFINITE_SIGNATURE)).isFalse();
    }

    @Test
    void anAggregateHoldsForExactlyItsSigners() {
        Bytes sum = Bls.aggregate(signatures(3)).orElseThrow();

        assertThat(Bls.fastAggregateVerify(keys.subList(0, 3), MESSAGE, sum)).isTrue();
        assertThat(Bls.fastAggregateVerify(keys.subList(0, 2), MESSAGE, sum)).isFalse();
        assertThat(Bls.fastAggregateVerify(keys, MESSAGE, sum)).isFalse();
        assertThat(Bls.fastAggregateVerify(List.of(), MESSAGE, sum)).isFalse();
        assertThat(Bls.fastAggregateVerify(List.of(), MESSAGE, INFINITE_SIGNATURE))
                .isFalse();
    }

    @Test
    void theOrderOfSignaturesDoesNotMatter() {
        List<Bytes> reversed = new ArrayList<>(signatures(4));
        Collections.reverse(reversed);

        assertThat(Bls.aggregate(reversed)).isEqualTo(Bls.aggregate(signatures(4)));
    }

    @Test
    void aWrongSignatureSpoilsTheAggregate() {
        List<Bytes> signatures = new ArrayList<>(signatures(4));
        signatures.set(2, secrets.get(2).sign(new byte[] {1}));

        assertThat(Bls.fastAggregateVerify(
                        keys, MESSAGE, Bls.aggregate(signatures).orElseThrow()))
                .isFalse();
    }

    @Test
    void aggregatesNothingFromNothingOrGarbage() {
        assertThat(Bls.aggregate(List.of())).isEmpty();
        assertThat(Bls.aggregate(List.of(secrets.get(0).sign(MESSAGE), INFINITE_SIGNATURE)))
                .isEmpty();
        assertThat(Bls.aggregate(List.of(Bytes.wrap(new byte[96])))).isEmpty();
    }

    @Test
    void aProofOfPossessionHoldsForItsOwnKeyAndIsNoVote() {
        Bytes proof = secrets.get(0).provePossession();

        assertThat(Bls.verifyPossession(keys.get(0), proof)).isTrue();
        assertThat(Bls.verifyPossession(keys.get(1), proof)).isFalse();
        assertThat(Bls.verify(keys.get(0), keys.get(0).bytes().toArray(), proof))
                .isFalse();
        assertThat(Bls.verifyPossession(
                        keys.get(0), secrets.get(0).sign(keys.get(0).bytes().toArray())))
                .isFalse();
    }

    @Test
    void pointsOutsideTheSubgroupAreNoKeysAndNoSignatures() {
        // x = 0 lies on the curve of G1 (y = 2) but not in the subgroup of prime order.
        assertThat(PublicKey.decode(Bytes.fromHex("80" + "00".repeat(47)))).isEmpty();
        assertThat(PublicKey.decode(INFINITE_KEY)).isEmpty();
        assertThat(PublicKey.decode(Bytes.fromHex("9f" + "ff".repeat(47)))).isEmpty();
        assertThat(Bls.verify(keys.get(0), MESSAGE, Bytes.fromHex("80" + "00".repeat(94) + "02")))
                .isFalse();
    }

    @Test
    void wrongBytesAreNeverACrash() {
        var random = new SplittableRandom(1);
        int accepted = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            Bytes bytes = Bytes.wrap(garbage);
            accepted += PublicKey.decode(bytes).isPresent() ? 1 : 0;
            accepted += Bls.verify(keys.get(0), MESSAGE, bytes) ? 1 : 0;
            accepted += Bls.aggregate(List.of(bytes)).isPresent() ? 1 : 0;
        }
        assertThat(accepted).isZero();
    }

    @Test
    void everyFlippedBitOfASignatureIsSeen() {
        byte[] signature = secrets.get(0).sign(MESSAGE).toArray();
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(Bls.verify(keys.get(0), MESSAGE, Bytes.wrap(flipped))).isFalse();
        }
    }

    @Test
    void refusesSeedsAndScalarsThatAreNoKeys() {
        assertThatThrownBy(() -> SecretKey.ofSeed(new byte[31])).hasMessageContaining("32 bytes, not 31");
        assertThatThrownBy(() -> SecretKey.ofScalar(Hash.ZERO)).hasMessageContaining("private key");
        byte[] order = new byte[32];
        Bls.ORDER.writeTo(order, 0);
        assertThatThrownBy(() -> SecretKey.ofScalar(Hash.of(order))).hasMessageContaining("private key");
    }

    private List<Bytes> signatures(int count) {
        return secrets.stream().limit(count).map(secret -> secret.sign(MESSAGE)).toList();
    }

    private static SecretKey secret(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return SecretKey.ofSeed(seed);
    }

    private static PublicKey publicKey(SecretKey secret) {
        return PublicKey.decode(secret.publicKey()).orElseThrow();
    }
}
