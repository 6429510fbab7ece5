// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static network.banyan.consensus.Bench.GENESIS;
import static network.banyan.consensus.Bench.certificate;
import static network.banyan.consensus.Bench.child;
import static network.banyan.consensus.Bench.finalised;
import static network.banyan.consensus.Bench.notarized;
import static network.banyan.consensus.Bench.nullified;
import static network.banyan.consensus.Bench.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.consensus.Message.CertificateRequest;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the rules of docs/spec/consensus.md say about trouble: being stuck, restarts, liars and the end of the world. */
class TroubleTest {
    private static final BlockId FIRST = child(GENESIS, 1);
    private static final VoteSubject NULLIFY_1 = VoteSubject.nullify(0, 1);

    @Nested
    class Rule7Stuck {
        private final Bench bench = Bench.started(1);

        @Test
        void repeatsItsVotesAndTheBestCertificates() {
            bench.learn(notarized(FIRST));
            bench.fire(Timer.Kind.ADVANCE);

            assertThat(bench.fire(Timer.Kind.RETRY))
                    .containsExactly(
                            "broadcast certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}",
                            "broadcast vote NULLIFY view 2",
                            "timer RETRY of view 2 in 200 ms");
        }

        @Test
        void whoeverComesLateIsToldWhatWasSaid() {
            bench.learn(notarized(FIRST));
            bench.fire(Timer.Kind.ADVANCE);

            assertThat(bench.step(new Input.Connected(3)))
                    .containsExactly(
                            "send to 3 certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}",
                            "send to 3 vote FINALIZE " + Text.of(FIRST),
                            "send to 3 vote NULLIFY view 2");
        }

        @Test
        void patienceGrowsWithEveryViewThatFinalisesNothingAndFallsBack() {
            List<Long> deltas = LongStream.of(1, 2, 3, 4, 5, 6, 33, 34, 1_000)
                    .mapToObj(Bench.PACING::delta)
                    .toList();

            assertThat(deltas).containsExactly(100L, 100L, 100L, 150L, 200L, 250L, 1_600L, 1_600L, 1_600L);
            assertThat(bench.learn(nullified(9))).contains("timer LEADER of view 10 in 950 ms");
            var tenth = child(GENESIS, 10);
            assertThat(bench.learn(finalised(tenth))).contains("timer LEADER of view 11 in 250 ms");
        }

        @Test
        void whoeverIsStuckFarBehindIsBroughtAlong() {
            bench.learn(notarized(FIRST));
            assertThat(bench.vote(3, NULLIFY_1)).isEmpty();
            bench.learn(nullified(2));

            assertThat(bench.vote(3, NULLIFY_1)).containsExactly("send to 3 certificate NULLIFY view 2 by {0, 1, 2}");
        }

        @Test
        void answersWhatIsAskedButNotForEver() {
            bench.learn(notarized(FIRST));
            bench.learn(nullified(2));
            var request = new CertificateRequest(0, 1, 5);

            for (int time = 0; time < Simplex.MAX_ANSWERS; time++) {
                assertThat(bench.receive(3, request))
                        .containsExactly("send to 3 certificate NULLIFY view 2 by {0, 1, 2}, NOTARIZE " + Text.of(FIRST)
                                + " by {0, 1, 2}");
            }
            assertThat(bench.receive(3, request)).isEmpty();
            assertThat(bench.receive(2, request)).isNotEmpty();
            bench.fire(Timer.Kind.RETRY);
            assertThat(bench.receive(3, request)).isNotEmpty();
        }

        @Test
        void anAnswerIsBoundedAndBeginsWithWhatIsFinal() {
            bench.learn(finalised(FIRST));
            for (long view = 2; view <= 200; view++) {
                bench.learn(nullified(view));
            }
            var effects = bench.machine.step(new Input.Received(3, new CertificateRequest(0, 1, Long.MAX_VALUE)));

            assertThat(effects).singleElement().isInstanceOfSatisfying(Effect.Send.class, send -> {
                var certificates = ((Message.Certificates) send.message()).certificates();
                assertThat(certificates).hasSizeLessThanOrEqualTo(Message.MAX_CERTIFICATES);
                assertThat(certificates.getFirst()).isEqualTo(finalised(FIRST));
                assertThat(certificates.get(1)).isEqualTo(nullified(200));
            });
        }
    }

    @Nested
    class Rule8Restart {
        @Test
        void repeatsItsVotesAndNeverContradictsThem() {
            var bench = new Bench(1);

            assertThat(bench.start(new LogRecord.Voted(FIRST.notarize()), new LogRecord.Voted(NULLIFY_1)))
                    .containsExactly(
                            "timer LEADER of view 1 in 250 ms",
                            "timer ADVANCE of view 1 in 350 ms",
                            "broadcast vote NOTARIZE " + Text.of(FIRST),
                            "broadcast vote NULLIFY view 1");
            var other = child(GENESIS, 1, "other");
            assertThat(bench.receive(0, proposal(other, GENESIS))).noneMatch(line -> line.startsWith("verify"));
            assertThat(bench.learn(notarized(other))).noneMatch(line -> line.contains("FINALIZE"));
        }

        @Test
        void aLeaderProposesTheSameBlockAgain() {
            var bench = new Bench(0);

            assertThat(bench.start(new LogRecord.Proposed(FIRST, GENESIS)))
                    .contains("broadcast proposal %s on %s, 0 nullified between"
                            .formatted(Text.of(FIRST), Text.of(GENESIS)))
                    .noneMatch(line -> line.startsWith("build"));
        }

        @Test
        void standsWhereItsCertificatesLeftIt() {
            var bench = new Bench(2);

            assertThat(bench.start(
                            new LogRecord.Certified(notarized(FIRST)),
                            new LogRecord.Voted(FIRST.finalise()),
                            new LogRecord.Certified(nullified(2))))
                    .contains("build view 3 on " + Text.of(FIRST), "notarized " + Text.of(FIRST) + " by {0, 1, 2}");
            assertThat(bench.machine.view()).isEqualTo(3);
        }

        @Test
        void finalityThatWasLoggedButNotStoredIsToldAgain() {
            var bench = new Bench(1);

            assertThat(bench.start(
                            new LogRecord.Certified(notarized(FIRST)), new LogRecord.Certified(finalised(FIRST))))
                    .contains("FINAL " + Text.of(FIRST) + " by {0, 1, 2}");
        }

        @Test
        void recordsOfFinalViewsAreIgnored() {
            var bench = new Bench(1);
            var effects = bench.step(new Input.Start(
                    FIRST,
                    Optional.of(finalised(FIRST)),
                    List.of(new LogRecord.Voted(NULLIFY_1), new LogRecord.Certified(notarized(FIRST)))));

            assertThat(effects).noneMatch(line -> line.startsWith("broadcast") || line.startsWith("notarized"));
            assertThat(bench.machine.view()).isEqualTo(2);
        }

        @Test
        void whatIsSaidIsWrittenFirst() {
            var bench = Bench.started(1);
            bench.receive(0, proposal(FIRST, GENESIS));
            List<String> lines = bench.judged(FIRST, true);

            assertThat(lines.indexOf("persist NOTARIZE " + Text.of(FIRST)))
                    .isLessThan(lines.indexOf("broadcast vote NOTARIZE " + Text.of(FIRST)));
        }

        @Test
        void startComesFirstAndOnce() {
            assertThatThrownBy(() -> new Bench(1).fire(Timer.Kind.LEADER)).hasMessageContaining("Start comes first");
            assertThatThrownBy(() -> Bench.started(1).start()).hasMessageContaining("and once");
        }
    }

    @Nested
    class Liars {
        private final Bench bench = Bench.started(1);

        @Test
        void twoBlocksFromOneSeatAreEvidence() {
            var other = child(GENESIS, 1, "other");
            bench.vote(3, FIRST.notarize());

            assertThat(bench.vote(3, other.notarize()))
                    .containsExactly("report seat 3: NOTARIZE %s, seat 3: NOTARIZE %s"
                            .formatted(Text.of(FIRST), Text.of(other)));
            assertThat(bench.vote(3, child(GENESIS, 1, "third").notarize())).isEmpty();
        }

        @Test
        void twoProposalsOfALeaderAreEvidence() {
            var other = child(GENESIS, 1, "other");
            bench.receive(0, proposal(FIRST, GENESIS));

            assertThat(bench.receive(0, proposal(other, GENESIS))).anyMatch(line -> line.startsWith("report seat 0"));
        }

        @Test
        void finalizeBesideNullifyIsEvidence() {
            bench.vote(3, NULLIFY_1);

            assertThat(bench.vote(3, FIRST.finalise()))
                    .containsExactly("report seat 3: NULLIFY view 1, seat 3: FINALIZE " + Text.of(FIRST));
        }

        @Test
        void nullifyBesideNotarizeIsNone() {
            bench.vote(3, FIRST.notarize());

            assertThat(bench.vote(3, NULLIFY_1)).isEmpty();
        }

        @Test
        void aForgedContradictionConvictsNobody() {
            var other = child(GENESIS, 1, "other");
            bench.vote(3, FIRST.notarize());

            assertThat(bench.receive(3, new Message.Vote(Bench.forged(3, other.notarize()))))
                    .containsExactly("distrust seat 3: sent a vote with a wrong signature");
        }

        @Test
        void aForgedVoteIsFoundAmongTrueOnesAndTheQuorumStillCounts() {
            bench.receive(3, new Message.Vote(Bench.forged(3, FIRST.notarize())));
            bench.vote(0, FIRST.notarize());

            assertThat(bench.vote(2, FIRST.notarize()))
                    .containsExactly("distrust seat 3: sent a vote with a wrong signature");
            bench.receive(0, proposal(FIRST, GENESIS));
            assertThat(bench.judged(FIRST, true))
                    .contains("broadcast certificate NOTARIZE " + Text.of(FIRST) + " by {0, 1, 2}");
        }

        @Test
        void aForgerIsListenedToAgainOnlyWithTrueVotesAndNotForEver() {
            for (int time = 0; time < Suspects.PATIENCE; time++) {
                assertThat(bench.receive(3, new Message.Certificates(List.of(invented(time + 1)))))
                        .hasSize(1)
                        .allMatch(line -> line.startsWith("distrust seat 3: sent a certificate"));
            }

            assertThat(bench.receive(3, new Message.Certificates(List.of(notarized(FIRST)))))
                    .isEmpty();
        }

        @Test
        void aVoteOfAnotherSeatIsNotCounted() {
            assertThat(bench.receive(3, new Message.Vote(Bench.signed(2, NULLIFY_1))))
                    .containsExactly("distrust seat 3: sent a vote of seat 2");
        }

        @Test
        void aCertificateBelowTheQuorumIsRefused() {
            assertThat(bench.learn(certificate(FIRST.notarize(), 0, 1)))
                    .containsExactly("distrust seat 2: sent a certificate that is no quorum's word");
        }

        @Test
        void otherEpochsSeatsAndFarViewsAreNoise() {
            var otherEpoch = new BlockId(1, 1, 1, FIRST.hash());

            assertThat(bench.vote(3, otherEpoch.notarize())).isEmpty();
            assertThat(bench.learn(certificate(otherEpoch.notarize(), 0, 1, 2))).isEmpty();
            assertThat(bench.receive(0, proposal(otherEpoch, GENESIS))).isEmpty();
            assertThat(bench.receive(3, new CertificateRequest(1, 1, 2))).isEmpty();
            assertThat(bench.receive(4, new CertificateRequest(0, 1, 2))).isEmpty();
            assertThat(bench.receive(-1, new CertificateRequest(0, 1, 2))).isEmpty();
            assertThat(bench.receive(1, new Message.Vote(Bench.signed(1, NULLIFY_1))))
                    .isEmpty();
            for (int seat : new int[] {0, 2, 3}) {
                assertThat(bench.vote(seat, VoteSubject.nullify(0, Long.MAX_VALUE)))
                        .isEmpty();
                assertThat(bench.vote(seat, VoteSubject.nullify(0, 2 + Simplex.FUTURE_VIEWS)))
                        .isEmpty();
            }
            assertThat(bench.machine.view()).isEqualTo(1);
        }

        @Test
        void votesOfTheNextViewsAreKept() {
            bench.vote(0, VoteSubject.nullify(0, 4));
            bench.vote(2, VoteSubject.nullify(0, 4));

            assertThat(bench.vote(3, VoteSubject.nullify(0, 4)))
                    .contains("broadcast certificate NULLIFY view 4 by {0, 2, 3}");
            assertThat(bench.machine.view()).isEqualTo(5);
        }

        private Certificate invented(long view) {
            return new Certificate(VoteSubject.nullify(0, view), Bytes.wrap(new byte[] {7}), Bytes.wrap(new byte[96]));
        }
    }

    @Nested
    class Catastrophes {
        private final Bench bench = Bench.started(1);

        @Test
        void twoNotarizedBlocksInOneViewStopTheReplica() {
            bench.learn(notarized(FIRST));

            assertThat(bench.learn(notarized(child(GENESIS, 1, "other"))))
                    .anyMatch(line -> line.startsWith("HALT over 1 of 4 members lie"));
            assertThat(bench.fire(Timer.Kind.ADVANCE)).isEmpty();
        }

        @Test
        void aReplicaThatStoppedDoesNotGoOnAfterARestart() {
            var bench = new Bench(1);

            assertThat(bench.start(
                            new LogRecord.Voted(FIRST.notarize()),
                            new LogRecord.Certified(nullified(1)),
                            new LogRecord.Certified(finalised(FIRST))))
                    .anyMatch(line -> line.startsWith("HALT"))
                    .noneMatch(line -> line.startsWith("broadcast"));
        }

        @Test
        void aNullifiedFinalViewStopsTheReplica() {
            bench.learn(finalised(FIRST));

            assertThat(bench.learn(nullified(1))).anyMatch(line -> line.startsWith("HALT"));
        }

        @Test
        void finalityOfANullifiedViewStopsTheReplica() {
            bench.learn(nullified(1));

            assertThat(bench.learn(finalised(FIRST))).anyMatch(line -> line.startsWith("HALT"));
        }

        @Test
        void aLaterBlockThatIsNoHigherThanAFinalOneStopsTheReplica() {
            bench.learn(finalised(FIRST));

            assertThat(bench.learn(notarized(child(GENESIS, 2)))).anyMatch(line -> line.startsWith("HALT"));
        }
    }

    @Test
    void aWatcherFollowsWithoutAWord() {
        var watcher = new Simplex(
                Term.endless(Committees.FOUR), new FakeScheme(Committees.FOUR), Optional.empty(), Bench.PACING);
        watcher.step(new Input.Start(GENESIS, Optional.empty(), List.of()));
        watcher.step(new Input.Received(0, proposal(FIRST, GENESIS)));
        var effects = watcher.step(new Input.Received(0, new Message.Certificates(List.of(notarized(FIRST)))));

        assertThat(effects.stream().map(Text::of)).contains("notarized " + Text.of(FIRST) + " by {0, 1, 2}");
        assertThat(effects.stream().map(Text::of)).noneMatch(line -> line.contains("vote"));
        assertThat(watcher.step(new Input.TimerFired(new Timer(Timer.Kind.ADVANCE, 2))).stream()
                        .map(Text::of))
                .containsExactly("timer RETRY of view 2 in 200 ms");
    }
}
