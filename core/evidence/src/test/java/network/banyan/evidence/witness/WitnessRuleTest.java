// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.WitnessRule.Verdict;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** A witness only ever goes forward along one history. */
class WitnessRuleTest {
    private final TestLog log = TestLog.of(1).add(64, 0);

    private static WitnessRule seen(TestLog log, int size) {
        AddCheckpoint first = log.request(0, size);
        WitnessRule rule = WitnessRule.of(log.key());
        assertThat(rule.judge(first)).isEqualTo(new Verdict.Cosign());
        return rule.after(first);
    }

    @Test
    void everyProvenStepForwardIsCosignedAndRemembered() {
        for (int old = 1; old <= 40; old += 3) {
            WitnessRule rule = seen(log, old);
            for (int size = old; size <= 40; size += 5) {
                AddCheckpoint step = log.request(old, size);
                assertThat(rule.judge(step)).as("%d to %d", old, size).isEqualTo(new Verdict.Cosign());
                assertThat(rule.after(step).size()).isEqualTo(size);
            }
        }
    }

    /** Whatever sizes, whatever they share: what is no continuation is never cosigned. */
    @Test
    void aForkIsRefusedWhateverItsProof() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            int seen = 1 + random.nextInt(40);
            int shared = random.nextInt(seen);
            int size = seen + random.nextInt(30);
            TestLog other = log.fork(shared).add(size - shared, 1);
            WitnessRule rule = seen(log, seen);
            List<List<Hash>> proofs = new ArrayList<>(List.of(
                    other.proof(seen, size), log.proof(seen, Math.min(size, 64)), List.of(), stray(random, seen)));
            for (List<Hash> proof : proofs) {
                Verdict verdict = rule.judge(new AddCheckpoint(seen, proof, other.note(size)));
                assertThat(verdict)
                        .as("seen %d, shared %d, shown %d", seen, shared, size)
                        .isEqualTo(
                                size == seen
                                        ? new Verdict.Fork(rule.last().orElseThrow())
                                        : new Verdict.Unproven(rule.last().orElseThrow()));
            }
        }
    }

    private static List<Hash> stray(SplittableRandom random, int count) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < count % 12; i++) {
            hashes.add(Sha256.hash(new byte[] {(byte) random.nextInt()}));
        }
        return hashes;
    }

    @Test
    void nothingLeadsBack() {
        WitnessRule rule = seen(log, 20);
        for (int size = 0; size < 20; size++) {
            for (int old : new int[] {0, size}) {
                assertThat(rule.judge(log.request(old, size))).isEqualTo(new Verdict.OtherSize(20));
            }
        }
        // A smaller head cannot even be asked for with the size that was seen.
        assertThatThrownBy(() -> new AddCheckpoint(20, List.of(), log.note(19)))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void whoForgotTheSizeIsToldIt() {
        assertThat(seen(log, 20).judge(log.request(0, 30))).isEqualTo(new Verdict.OtherSize(20));
        assertThat(seen(log, 20).judge(log.request(19, 30))).isEqualTo(new Verdict.OtherSize(20));
        assertThat(WitnessRule.of(log.key()).judge(log.request(20, 30))).isEqualTo(new Verdict.OtherSize(0));
    }

    @Test
    void theSameHeadIsCosignedAgain() {
        assertThat(seen(log, 20).judge(log.request(20, 20))).isEqualTo(new Verdict.Cosign());
    }

    @Test
    void aHeadOfOneSizeWithAnotherRootIsTheProofOfALie() {
        WitnessRule rule = seen(log, 20);
        TestLog other = log.fork(0).add(20, 1);
        assertThat(rule.judge(other.request(20, 20))).isEqualTo(new Verdict.Fork(log.note(20)));
        assertThat(other.note(20).isSignedBy(log.key())).isTrue();
    }

    @Test
    void onlyTheLogsKeyShowsItsHeads() {
        TestLog stranger = TestLog.of(2).add(30, 0);
        assertThat(seen(log, 20).judge(stranger.request(20, 30))).isEqualTo(new Verdict.Unsigned());
        TreeHead head = TreeHead.parse(log.note(30).text());
        var forged = new AddCheckpoint(20, log.proof(20, 30), stranger.sign(head));
        assertThat(seen(log, 20).judge(forged)).isEqualTo(new Verdict.Unsigned());
        var otherName = new TreeHead("example.org/log", 30, head.root(), List.of());
        assertThat(seen(log, 20).judge(new AddCheckpoint(20, log.proof(20, 30), log.sign(otherName))))
                .isEqualTo(new Verdict.Unsigned());
    }

    @Test
    void whatIsRememberedMustBeTheLogsOwn() {
        TestLog stranger = TestLog.of(2).add(30, 0);
        assertThatThrownBy(() -> new WitnessRule(log.key(), Optional.of(stranger.note(30))))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void strangersSignaturesAreNotKept() {
        AddCheckpoint request = log.request(0, 20);
        List<SignedNote.Line> more = new ArrayList<>(request.note().signatures());
        more.addAll(TestLog.of(2).add(30, 0).note(30).signatures());
        var crowded =
                new AddCheckpoint(0, List.of(), new SignedNote(request.note().text(), more));
        assertThat(WitnessRule.of(log.key()).judge(crowded)).isEqualTo(new Verdict.Cosign());
        assertThat(WitnessRule.of(log.key()).after(crowded).last()).contains(log.note(20));
    }
}
