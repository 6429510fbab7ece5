// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import network.banyan.crypto.Bls;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keystores of our own, and files that only look like one. */
class HostileKeystoreTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Password PASSWORD = Password.of("correct horse");

    @TempDir
    Path folder;

    @Test
    void whatIsSealedOpensWithItsPasswordOnly() {
        Bls.SecretKey voting = Bls.SecretKey.ofSeed(new byte[32]);
        String keystore = VotingKeystore.seal(voting, PASSWORD, "mine", RANDOM);
        assertThat(VotingKeystore.open(keystore, PASSWORD).publicKey()).isEqualTo(voting.publicKey());
        assertThat(VotingKeystore.publicKey(keystore)).isEqualTo(voting.publicKey());
        assertThat(VotingKeystore.seal(voting, PASSWORD, "mine", RANDOM)).isNotEqualTo(keystore);
        assertThatThrownBy(() -> VotingKeystore.open(keystore, Password.of("correct  horse")))
                .isInstanceOf(BadKeystore.class);

        Hash account = Hash.fromHex("0x" + "07".repeat(32));
        String file = AccountKeystore.seal(account, PASSWORD, RANDOM);
        assertThat(AccountKeystore.open(file, PASSWORD)).isEqualTo(account);
        assertThat(file).doesNotContain("07".repeat(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1073741824,\"p\":1,\"r\":8",
                "\"n\":262144,\"p\":1,\"r\":64",
                "\"n\":262144,\"p\":64,\"r\":8",
                "\"n\":262143,\"p\":1,\"r\":8",
                "\"n\":262144,\"p\":8,\"r\":1",
                "\"n\":1,\"p\":1,\"r\":8",
                "\"n\":-262144,\"p\":1,\"r\":8",
                "\"n\":262144,\"p\":0,\"r\":8",
                "\"n\":9223372036854775807,\"p\":9223372036854775807,\"r\":9223372036854775807",
                "\"n\":92233720368547758070,\"p\":1,\"r\":1",
                "\"n\":2.5,\"p\":1,\"r\":8",
                "\"n\":\"262144\",\"p\":1,\"r\":8",
                "\"p\":1,\"r\":8"
            })
    void scryptThatWantsMoreThanAnyToolWritesIsRefusedBeforeItRuns(String parameters) {
        String keystore = KeystoreVectorsTest.voting("scrypt", parameters, "00".repeat(32), "00".repeat(32));
        long started = System.nanoTime();
        assertThatThrownBy(() -> VotingKeystore.open(keystore, PASSWORD))
                .isInstanceOf(BadKeystore.class)
                .hasMessageNotContaining("password");
        assertThat(System.nanoTime() - started).isLessThan(1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"c\":2147483648,\"prf\":\"hmac-sha256\"",
                "\"c\":0,\"prf\":\"hmac-sha256\"",
                "\"c\":1,\"prf\":\"hmac-sha1\""
            })
    void pbkdf2OfOtherKindsOrForHoursIsRefused(String parameters) {
        String keystore = KeystoreVectorsTest.voting("pbkdf2", parameters, "00".repeat(32), "00".repeat(32));
        assertThatThrownBy(() -> VotingKeystore.open(keystore, PASSWORD))
                .isInstanceOf(BadKeystore.class)
                .hasMessageNotContaining("password");
    }

    @Test
    void anythingCutOrChangedIsRefusedAndNeverOpensToAnotherKey() {
        Bls.SecretKey voting = Bls.SecretKey.ofSeed(new byte[32]);
        String whole = VotingKeystore.seal(voting, PASSWORD, "mine", RANDOM).replaceAll("\\s+", "");
        Random random = new Random(7);
        for (int i = 0; i < 12; i++) {
            int at = random.nextInt(whole.length());
            String wrong = i % 2 == 0
                    ? whole.substring(0, at)
                    : whole.substring(0, at) + (char) (' ' + random.nextInt(95)) + whole.substring(at + 1);
            try {
                assertThat(VotingKeystore.open(wrong, PASSWORD).publicKey()).isEqualTo(voting.publicKey());
            } catch (BadKeystore refused) {
                assertThat(refused).hasMessageNotContaining("Exception");
            }
        }
        for (String wrong :
                new String[] {"", "[]", "1", "null", "{}", "{\"version\":4}", "{\"version\":3}", "[".repeat(9_000)}) {
            assertThatThrownBy(() -> VotingKeystore.open(wrong, PASSWORD)).isInstanceOf(BadKeystore.class);
            assertThatThrownBy(() -> AccountKeystore.open(wrong, PASSWORD)).isInstanceOf(BadKeystore.class);
        }
    }

    @Test
    void aFolderOfSealedKeysComesBackWithThePasswordBesideIt() throws Exception {
        NodeKeys keys = NodeKeys.random(RANDOM);
        SealedKeys.write(keys, folder, Optional.empty(), RANDOM);

        NodeKeys read = NodeKeys.read(folder);
        assertThat(read.bls().publicKey()).isEqualTo(keys.bls().publicKey());
        assertThat(read.operatorKey()).isEqualTo(keys.operatorKey());
        assertThat(read.nodeSeed()).isEqualTo(keys.nodeSeed());
        for (String name : new String[] {"validator.json", "operator.json", "node.key", "password"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }

        Files.writeString(folder.resolve("password"), "another\n");
        refused("password does not open");
        Files.writeString(folder.resolve("password"), "two\nlines\n");
        refused("one line");
        Files.setPosixFilePermissions(folder.resolve("password"), PosixFilePermissions.fromString("rw-r-----"));
        refused("chmod 600");
        Files.delete(folder.resolve("password"));
        refused("password-file");
        Files.writeString(folder.resolve("validator.key"), "00");
        refused("both");
    }

    private void refused(String words) {
        assertThatThrownBy(() -> NodeKeys.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(words);
    }
}
