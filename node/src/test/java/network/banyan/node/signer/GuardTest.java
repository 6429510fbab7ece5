// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import network.banyan.election.CheckpointStatement;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final Bytes KEY = Bytes.wrap(new byte[48]);
    private static final long CHAIN = 77;

    @TempDir
    Path folder;

    private static Hash block(int number) {
        return Hash.fromHex("0x" + "%02x".formatted(number).repeat(32));
    }

    private static Statement vote(long epoch, long view, VoteType type, int block) {
        return new Statement.Vote(
                type == VoteType.NULLIFY
                        ? VoteSubject.nullify(epoch, view)
                        : new VoteSubject(epoch, view, type, view, block(block)));
    }

    private GuardFile open(boolean begins) {
        return GuardFile.open(folder, CHAIN, KEY, begins);
    }

    private static boolean signs(GuardFile file, Statement statement) throws IOException {
        return switch (file.guard().judge(statement)) {
            case Guard.Verdict.Fresh() -> {
                file.record(statement);
                yield true;
            }
            case Guard.Verdict.Known() -> true;
            case Guard.Verdict.Refused _ -> false;
        };
    }

    @Test
    void whateverIsAskedAndWheneverItIsStartedAnewNothingContradicts() throws IOException {
        Random random = new Random(11);
        Map<String, VoteSubject> said = new HashMap<>();
        Set<String> excluded = new HashSet<>();
        int signed = 0;
        GuardFile file = open(true);
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(100) == 0) {
                file.close();
                file = open(false);
            }
            VoteType type = VoteType.ofCode(1 + random.nextInt(3));
            long view = 1 + i / 20 + random.nextInt(8);
            Statement statement = vote(i / 1_500, view, type, random.nextInt(2));
            if (!signs(file, statement)) {
                continue;
            }
            signed++;
            VoteSubject subject = ((Statement.Vote) statement).subject();
            String slot = subject.epoch() + "/" + subject.view() + "/";
            VoteSubject before = said.putIfAbsent(slot + type, subject);
            assertThat(before == null || before.equals(subject))
                    .as("%s and %s", before, subject)
                    .isTrue();
            if (type != VoteType.NOTARIZE) {
                excluded.add(slot + type);
            }
            assertThat(excluded)
                    .doesNotContain(slot
                            + (type == VoteType.NULLIFY ? VoteType.FINALIZE : VoteType.NULLIFY)
                            + (type == VoteType.NOTARIZE ? "never" : ""));
        }
        assertThat(signed).isGreaterThan(500);
        file.close();
    }

    @Test
    void whatIsClosedStaysClosedAndAnEpochThatWasLeftIsOver() throws IOException {
        try (GuardFile file = open(true)) {
            assertThat(signs(file, vote(0, 5_000, VoteType.NOTARIZE, 1))).isTrue();
            assertThat(signs(file, vote(0, 5_000 - Guard.WINDOW, VoteType.NOTARIZE, 1)))
                    .isFalse();
            assertThat(signs(file, vote(0, 5_001 - Guard.WINDOW, VoteType.NOTARIZE, 1)))
                    .isTrue();
            assertThat(signs(file, vote(1, 1, VoteType.NOTARIZE, 1))).isTrue();
            assertThat(signs(file, vote(0, 6_000, VoteType.NOTARIZE, 1))).isFalse();
            var checkpoint = new Statement.Checkpoint(new CheckpointStatement(24, block(1), block(2)));
            var other = new Statement.Checkpoint(new CheckpointStatement(24, block(2), block(2)));
            assertThat(signs(file, checkpoint)).isTrue();
            assertThat(signs(file, checkpoint)).isTrue();
            assertThat(signs(file, other)).isFalse();
            assertThatThrownBy(() -> open(false)).isInstanceOf(UserError.class).hasMessageContaining("Another signer");
        }
        Path next = Files.createDirectory(folder.resolve("next"));
        try (GuardFile file = GuardFile.open(next, CHAIN, KEY, true)) {
            var export = GuardExport.parse(new GuardExport(CHAIN, KEY, new Guard.Slot(1, 1), 24).json());
            file.close(export.highest(), export.checkpoint());
            assertThat(signs(file, vote(1, 1, VoteType.FINALIZE, 1))).isFalse();
            assertThat(signs(file, vote(1, 2, VoteType.NOTARIZE, 1))).isTrue();
            assertThat(signs(file, new Statement.Checkpoint(new CheckpointStatement(24, block(1), block(2)))))
                    .isFalse();
        }
    }

    @Test
    void aCutLineIsDroppedAndAnyOtherDamageStops() throws IOException {
        assertThatThrownBy(() -> open(false)).isInstanceOf(UserError.class).hasMessageContaining("--begin");
        try (GuardFile file = open(true)) {
            assertThat(signs(file, vote(0, 1, VoteType.NOTARIZE, 1))).isTrue();
            assertThat(signs(file, vote(0, 2, VoteType.NULLIFY, 0))).isTrue();
        }
        Path log = folder.resolve("guard.log");
        Files.writeString(log, "signed 0xc0", StandardOpenOption.APPEND);
        try (GuardFile file = open(false)) {
            assertThat(signs(file, vote(0, 1, VoteType.NOTARIZE, 2))).isFalse();
            assertThat(signs(file, vote(0, 2, VoteType.FINALIZE, 1))).isFalse();
        }
        String whole = Files.readString(log);
        int line = whole.indexOf("signed") + 20;
        Files.writeString(log, whole.substring(0, line) + "x" + whole.substring(line + 1));
        assertThatThrownBy(() -> open(false)).isInstanceOf(UserError.class).hasMessageContaining("damaged in line");
        Files.writeString(log, whole);
        assertThatThrownBy(() -> GuardFile.open(folder, CHAIN + 1, KEY, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another key or chain");
        for (String wrong : new String[] {"", "{}", "[]", "{\"format\":\"banyan-guard-export-1\"}"}) {
            assertThatThrownBy(() -> GuardExport.parse(wrong)).isInstanceOf(UserError.class);
        }
    }
}
