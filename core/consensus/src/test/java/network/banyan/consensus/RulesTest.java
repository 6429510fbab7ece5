// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static network.banyan.consensus.Bench.GENESIS;
import static network.banyan.consensus.Bench.child;
import static network.banyan.consensus.Bench.finalised;
import static network.banyan.consensus.Bench.notarized;
import static network.banyan.consensus.Bench.nullified;
import static network.banyan.consensus.Bench.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.VoteSubject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 2 to 6 of docs/spec/consensus.md, one by one. {@link TroubleTest} has the rest. */
class RulesTest {
    private static final BlockId FIRST = child(GENESIS, 1);
    private static final VoteSubject NULLIFY_1 = VoteSubject.nullify(0, 1);

    @Nested
    class Rule2Timers {
        @Test
        void aViewStartsTwoTimersThatAllowForTheBlockInterval() {
            assertThat(new Bench(1).start())
                    .containsExactly("timer LEADER of view 1 in 250 ms", "timer ADVANCE of view 1 in 350 ms");
        }

        @Test
        void aSilentLeaderIsNullified() {
            assertThat(Bench.started(1).fire(Timer.Kind.LEADER))
                    .containsExactly(
                            "persist NULLIFY view 1",
                            "timer RETRY of view 1 in 200 ms",
                            "broadcast vote NULLIFY view 1");
        }

        @Test
        void aLeaderThatHasProposedIsGivenUntilTheAdvanceTimer() {
            var bench = Bench.started(1);
            bench.receive(0, proposal(FIRST, GENESIS));

            assertThat(bench.fire(Timer.Kind.LEADER)).isEmpty();
            assertThat(bench.fire(Timer.Kind.ADVANCE)).contains("broadcast vote NULLIFY view 1");
        }

        @Test
        void aLeaderThatCannotBuildInTimeNullifiesItself() {
            var bench = new Bench(0);

            assertThat(bench.start()).contains("build view 1 on " + Text.of(GENESIS));
            assertThat(bench.fire(Timer.Kind.LEADER)).contains("broadcast vote NULLIFY view 1");
            assertThat(bench.step(new Input.BlockBuilt(FIRST))).isEmpty();
        }

        @Test
        void aTimerOfAViewThatIsOverIsIgnored() {
            var bench = Bench.started(1);
            bench.learn(notarized(FIRST));

            assertThat(bench.step(new Input.TimerFired(new Timer(Timer.Kind.ADVANCE, 1))))
                    .isEmpty();
        }
    }

    @Nested
    class Rule3Notarize {
        private final Bench bench = Bench.started(1);

        @Test
        void aValidProposalIsVerifiedFirstAndThenNotarized() {
            assertThat(bench.receive(0, proposal(FIRST, GENESIS)))
                    .containsExactly("verify %s on %s".formatted(Text.of(FIRST), Text.of(GENESIS)));
            assertThat(bench.judged(FIRST, true))
                    .containsExactly("persist NOTARIZE " + Text.of(FIRST), "broadcast vote NOTARIZE " + Text.of(FIRST));
        }

        @Test
        void onlyOnceAView() {
            bench.receive(0, proposal(FIRST, GENESIS));
            bench.judged(FIRST, true);
            BlockId other = child(GENESIS, 1, "other");

            assertThat(bench.receive(0, proposal(other, GENESIS))).noneMatch(line -> line.startsWith("verify"));
            assertThat(bench.judged(other, true)).isEmpty();
            assertThat(bench.judged(FIRST, true)).isEmpty();
        }

        @Test
        void onlyTheLeadersProposal() {
            BlockId second = child(GENESIS, 2);

            assertThat(bench.receive(2, proposal(second, GENESIS, nullified(1))))
                    .containsExactly("distrust seat 2: proposed in view 2, which it does not lead");
        }

        @Test
        void onlyWithEverySkippedViewNullifiedWhichTheProposalMayShow() {
            var third = child(GENESIS, 3);

            assertThat(bench.receive(2, proposal(third, GENESIS, nullified(2), nullified(1))))
                    .contains("verify %s on %s".formatted(Text.of(third), Text.of(GENESIS)));
        }

        @Test
        void whatTheProposalDoesNotShowIsAskedForFromItsLeader() {
            var third = child(GENESIS, 3);

            assertThat(bench.receive(2, proposal(third, GENESIS, nullified(2))))
                    .endsWith("send to 2 request for views 1 to 1");
            assertThat(bench.fire(Timer.Kind.LEADER)).isEmpty();
            assertThat(bench.receive(2, new Message.Certificates(List.of(nullified(1)))))
                    .endsWith("verify %s on %s".formatted(Text.of(third), Text.of(GENESIS)));
        }

        @Test
        void onlyOnANotarizedParent() {
            var second = child(FIRST, 2);
            var bench = Bench.started(3);
            bench.learn(nullified(1));
            var unproven = new Message.Proposal(
                    second, FIRST, Optional.empty(), List.of(), FakeScheme.signature(1, second.notarize()));

            assertThat(bench.receive(1, unproven)).containsExactly("send to 1 request for views 1 to 1");
            assertThat(bench.receive(1, new Message.Certificates(List.of(notarized(FIRST)))))
                    .endsWith("verify %s on %s".formatted(Text.of(second), Text.of(FIRST)));
        }

        @Test
        void notOnAnotherThanTheNotarizedParent() {
            var other = child(GENESIS, 1, "other");
            var bench = Bench.started(3);
            bench.learn(notarized(FIRST));
            var proposal = new Message.Proposal(
                    child(other, 2),
                    other,
                    Optional.empty(),
                    List.of(),
                    FakeScheme.signature(1, child(other, 2).notarize()));

            assertThat(bench.receive(1, proposal))
                    .contains(
                            "distrust seat 1: proposed a block in view 2: another block is notarized in view 1",
                            "broadcast vote NULLIFY view 2");
        }

        @Test
        void notPastAFinalBlock() {
            var second = child(GENESIS, 2);
            var bench = Bench.started(3);
            bench.learn(finalised(FIRST));

            assertThat(bench.receive(1, proposal(second, GENESIS)))
                    .contains(
                            "distrust seat 1: proposed a block in view 2: it passes over the final block of view 1",
                            "broadcast vote NULLIFY view 2");
        }

        @Test
        void notABlockThatDoesNotFollowItsParent() {
            var tooHigh = new BlockId(0, 1, 2, FIRST.hash());

            assertThat(bench.receive(0, proposal(tooHigh, GENESIS)))
                    .contains(
                            "distrust seat 0: proposed a block in view 1: does not follow its parent",
                            "broadcast vote NULLIFY view 1");
        }

        @Test
        void alsoAfterNullify() {
            bench.fire(Timer.Kind.LEADER);
            bench.receive(0, proposal(FIRST, GENESIS));

            assertThat(bench.judged(FIRST, true)).contains("broadcast vote NOTARIZE " + Text.of(FIRST));
        }

        @Test
        void notInAViewThatIsOver() {
            bench.receive(0, proposal(FIRST, GENESIS));
            bench.learn(nullified(1));

            assertThat(bench.judged(FIRST, true)).isEmpty();
        }

        @Test
        void aProposalThatComesEarlyWaitsForItsView() {
            var second = child(FIRST, 2);
            var bench = Bench.started(3);
            var early = new Message.Proposal(
                    second, FIRST, Optional.empty(), List.of(), FakeScheme.signature(1, second.notarize()));

            assertThat(bench.receive(1, early)).isEmpty();
            assertThat(bench.learn(notarized(FIRST)))
                    .endsWith("verify %s on %s".formatted(Text.of(second), Text.of(FIRST)));
        }

        @Test
        void theLeaderBuildsOnTheLastNotarizedBlockAndShowsWhyItMay() {
            var bench = Bench.started(2);
            bench.learn(notarized(FIRST));

            assertThat(bench.learn(nullified(2))).endsWith("build view 3 on " + Text.of(FIRST));
            var third = child(FIRST, 3);
            assertThat(bench.step(new Input.BlockBuilt(third)))
                    .containsExactly(
                            "persist own proposal " + Text.of(third),
                            "broadcast proposal %s on %s, 1 nullified between"
                                    .formatted(Text.of(third), Text.of(FIRST)));
        }

        @Test
        void aLeaderThatMissesCertificatesAsksEverybody() {
            var bench = Bench.started(2);

            assertThat(bench.learn(nullified(2))).endsWith("broadcast request for views 1 to 1");
            assertThat(bench.learn(nullified(1))).endsWith("build view 3 on " + Text.of(GENESIS));
        }
    }

    @Nested
    class Rule4NotarizeCertificate {
        private final Bench bench = Bench.started(1);

        @Test
        void aQuorumPassesOnFinalisesAndMovesOn() {
            bench.receive(0, proposal(FIRST, GENESIS));
            bench.judged(FIRST, true);

            assertThat(bench.vote(2, FIRST.notarize()))
                    .containsExactly(
                            "persist certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}",
                            "notarized " + Text.of(FIRST) + " by {0, 1, 2}",
                            "broadcast certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}",
                            "persist FINALIZE " + Text.of(FIRST),
                            "broadcast vote FINALIZE " + Text.of(FIRST),
                            "timer LEADER of view 2 in 250 ms",
                            "timer ADVANCE of view 2 in 350 ms",
                            "build view 2 on " + Text.of(FIRST));
        }

        @Test
        void noFinalizeAfterNullify() {
            bench.fire(Timer.Kind.LEADER);

            assertThat(bench.learn(notarized(FIRST)))
                    .noneMatch(line -> line.contains("FINALIZE"))
                    .contains("timer LEADER of view 2 in 250 ms");
        }

        @Test
        void aCertificateOfAFarViewMovesOneThereAtOnce() {
            var far = new BlockId(0, 1_000, 700, FIRST.hash());

            assertThat(bench.learn(notarized(far))).contains("broadcast vote FINALIZE " + Text.of(far));
            assertThat(bench.machine.view()).isEqualTo(1_001);
        }

        @Test
        void aCertificateOfAnEarlierViewIsKeptSilently() {
            bench.learn(nullified(1));
            bench.learn(nullified(2));

            assertThat(bench.learn(notarized(FIRST)))
                    .containsExactly(
                            "persist certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}",
                            "notarized " + Text.of(FIRST) + " by {0, 1, 2}");
        }
    }

    @Nested
    class Rule5Nullify {
        private final Bench bench = Bench.started(1);

        @Test
        void anInvalidProposalIsNullifiedAtOnce() {
            bench.receive(0, proposal(FIRST, GENESIS));

            assertThat(bench.judged(FIRST, false)).contains("broadcast vote NULLIFY view 1");
        }

        @Test
        void theLeadersOwnNullifyIsFollowedAtOnce() {
            assertThat(bench.vote(2, NULLIFY_1)).isEmpty();
            assertThat(bench.vote(0, NULLIFY_1)).contains("broadcast vote NULLIFY view 1");
        }

        @Test
        void theLeadersNullifyIsRememberedUntilItsViewBegins() {
            bench.vote(2, VoteSubject.nullify(0, 3));
            bench.learn(notarized(FIRST));

            assertThat(bench.learn(nullified(2))).contains("broadcast vote NULLIFY view 3");
        }

        @Test
        void aQuorumMovesOn() {
            bench.fire(Timer.Kind.LEADER);
            bench.vote(2, NULLIFY_1);

            assertThat(bench.vote(3, NULLIFY_1))
                    .containsExactly(
                            "persist certificate NULLIFY view 1 by {1, 2, 3}",
                            "broadcast certificate NULLIFY view 1 by {1, 2, 3}",
                            "timer LEADER of view 2 in 250 ms",
                            "timer ADVANCE of view 2 in 350 ms",
                            "build view 2 on " + Text.of(GENESIS));
        }

        @Test
        void saidOnceAView() {
            bench.fire(Timer.Kind.LEADER);

            assertThat(bench.fire(Timer.Kind.ADVANCE)).isEmpty();
        }

        @Test
        void neverAfterFinalize() {
            // A replica that lost its certificates, not its votes, finds itself in a view it has finalised.
            var bench = new Bench(1);
            bench.start(new LogRecord.Voted(FIRST.finalise()));

            assertThat(bench.fire(Timer.Kind.ADVANCE)).containsExactly("timer RETRY of view 1 in 200 ms");
        }
    }

    @Nested
    class Rule6Finality {
        private final Bench bench = Bench.started(3);

        @Test
        void aQuorumIsFinalAndPassedOn() {
            bench.learn(notarized(FIRST));
            bench.vote(0, FIRST.finalise());

            assertThat(bench.vote(1, FIRST.finalise()))
                    .containsExactly(
                            "persist certificate FINALIZE " + Text.of(FIRST) + " by {0, 1, 3}",
                            "FINAL " + Text.of(FIRST) + " by {0, 1, 3}",
                            "broadcast certificate FINALIZE " + Text.of(FIRST) + " by {0, 1, 3}");
            assertThat(bench.machine.tip()).isEqualTo(FIRST);
        }

        @Test
        void aLaterViewsFinalityComesWithoutItsAncestors() {
            var fifth = new BlockId(0, 9, 5, FIRST.hash());

            assertThat(bench.learn(finalised(fifth))).contains("FINAL " + Text.of(fifth) + " by {0, 1, 2}");
            assertThat(bench.machine.view()).isEqualTo(10);
            assertThat(bench.learn(finalised(FIRST))).isEmpty();
        }

        @Test
        void aMemberOnItsOwnIsAQuorum() {
            var committee = Committees.of(1);
            var alone = new Simplex(
                    Term.endless(committee),
                    new FakeScheme(committee),
                    Optional.of(FakeScheme.signer(0)),
                    Bench.PACING);
            alone.step(new Input.Start(GENESIS, Optional.empty(), List.of()));

            assertThat(alone.step(new Input.BlockBuilt(FIRST)).stream().map(Text::of))
                    .contains("FINAL " + Text.of(FIRST) + " by {0}")
                    .endsWith("build view 2 on " + Text.of(FIRST));
        }

        @Test
        void nothingIsSaidAboutAFinalView() {
            bench.learn(finalised(new BlockId(0, 1, 1, FIRST.hash())));

            assertThat(bench.learn(notarized(FIRST))).isEmpty();
            assertThat(bench.vote(0, FIRST.notarize())).isEmpty();
        }
    }
}
