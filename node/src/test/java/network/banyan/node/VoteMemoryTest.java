// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteMemoryTest {
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    private Path keys;

    @Test
    void aNewKeyVotesFromTheStartAndGoesOnAfterRestarts() {
        assertThat(memory().isWhole(true, NOW, NOW)).isTrue();
        assertThat(memory().isWhole(false, NOW, NOW + 5)).isTrue();
    }

    @Test
    void aKeyWithoutItsLogDoesNotVoteUntilABlockIsYoungerThanTheLoss() {
        var _ = memory().isWhole(true, NOW, NOW);

        assertThat(memory().isWhole(true, NOW, NOW + 1_000)).isFalse();
        assertThat(memory().isWhole(false, NOW + 900, NOW + 2_000))
                .as("a restart before it has caught up")
                .isFalse();
        assertThat(memory().isWhole(false, NOW + 11_000, NOW + 11_500))
                .as("within what clocks may differ")
                .isFalse();
        assertThat(memory().isWhole(false, NOW + 11_001, NOW + 30_000)).isTrue();
        assertThat(memory().isWhole(false, NOW, NOW + 40_000))
                .as("what is overcome does not come back")
                .isTrue();
    }

    @Test
    void aSecondLossCountsFromItsOwnTime() {
        var _ = memory().isWhole(true, NOW, NOW);
        var _ = memory().isWhole(true, NOW, NOW + 1_000);
        var _ = memory().isWhole(true, NOW, NOW + 60_000);

        assertThat(memory().isWhole(false, NOW + 50_000, NOW + 70_000)).isFalse();
    }

    @Test
    void anotherKeyInTheSameFolderHasNeverVoted() {
        var _ = memory().isWhole(true, NOW, NOW);
        NodeKeys.random(new SecureRandom()).write(keys);

        assertThat(memory().isWhole(true, NOW, NOW + 1_000)).isTrue();
    }

    @Test
    void aDamagedMarkIsALossOfNow() throws IOException {
        Files.writeString(keys.resolve("voted"), "whol");

        assertThat(memory().isWhole(false, NOW, NOW)).isFalse();
        assertThat(memory().isWhole(false, NOW + 11_000, NOW + 12_000)).isTrue();
    }

    @Test
    void aFolderThatCannotBeWrittenIsASentence() {
        assertThatThrownBy(() -> new VoteMemory(keys.resolve("nowhere")).isWhole(true, NOW, NOW))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must be writable");
    }

    private VoteMemory memory() {
        return new VoteMemory(keys);
    }
}
