// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.banyan.crypto.Bls;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member signs each sequence once, whatever becomes of its process and its record. */
class GuardedCheckpointsTest {
    private static final Bls.SecretKey KEY = Bls.SecretKey.ofSeed(new byte[32]);
    private static final Hash ONE = UInt256.of(1).toHash();
    private static final Hash TWO = UInt256.of(2).toHash();

    @TempDir
    Path keys;

    private GuardedCheckpoints signer(long floor) {
        var signer = new GuardedCheckpoints(KEY, keys);
        signer.begin(floor);
        return signer;
    }

    @Test
    void aSequenceIsSignedOnceAndTheSameAgain() {
        GuardedCheckpoints signer = signer(0);
        Bls.PublicKey key = Bls.PublicKey.decode(KEY.publicKey()).orElseThrow();

        assertThat(signer.sign(1, ONE))
                .hasValueSatisfying(signature ->
                        assertThat(Bls.verify(key, ONE.toArray(), signature)).isTrue());
        assertThat(signer.sign(1, ONE)).isPresent();
        assertThat(signer.sign(1, TWO)).isEmpty();
        assertThat(signer.sign(3, TWO)).isPresent();
        assertThat(signer.sign(2, ONE)).as("what lies before is past").isEmpty();
    }

    @Test
    void anotherProcessRemembers() {
        assertThat(signer(0).sign(4, ONE)).isPresent();

        assertThat(signer(4).sign(4, TWO)).isEmpty();
        assertThat(signer(4).sign(4, ONE)).isPresent();
    }

    @Test
    void whoLostItsRecordSignsNothingThatItMayHaveSigned() throws IOException {
        assertThat(signer(0).sign(4, ONE)).isPresent();
        Files.delete(keys.resolve(GuardedCheckpoints.FILE));

        GuardedCheckpoints forgetful = signer(4);
        assertThat(forgetful.sign(4, ONE)).isEmpty();
        assertThat(forgetful.sign(5, ONE)).isPresent();
    }

    @Test
    void anOldRecordFromABackupIsOverruledByWhatTheChainsShow() throws IOException {
        signer(0).sign(2, ONE);
        byte[] backup = Files.readAllBytes(keys.resolve(GuardedCheckpoints.FILE));
        signer(0).sign(7, ONE);
        Files.write(keys.resolve(GuardedCheckpoints.FILE), backup);

        assertThat(signer(7).sign(6, TWO)).isEmpty();
        assertThat(signer(7).sign(7, TWO)).isEmpty();
    }

    @Test
    void aDamagedRecordStopsTheMember() throws IOException {
        for (String damaged :
                new String[] {"", "x", "3", "3 0x12", "-1 " + ONE, "3 " + ONE.toHex() + " 4", "9".repeat(300)}) {
            Files.writeString(keys.resolve(GuardedCheckpoints.FILE), damaged);
            assertThatThrownBy(() -> new GuardedCheckpoints(KEY, keys))
                    .as(damaged)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("checkpoints");
        }
    }
}
