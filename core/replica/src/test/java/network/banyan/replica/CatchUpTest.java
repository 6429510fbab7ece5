// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final OptionalInt SELF = OptionalInt.of(0);
    private static final Hash BLOCK = Hash.of(new byte[32]);
    private static final Members MEMBERS = Members.first(4);
    private static final Committee COMMITTEE = MEMBERS.committee();

    private final CatchUp catchUp = new CatchUp(COMMITTEE, SELF);

    @Test
    void theAlarmIsSetOnceUntilItRingsHoweverOftenItIsWanted() {
        assertThat(catchUp.setsAlarm()).isTrue();
        assertThat(catchUp.setsAlarm()).isFalse();
        assertThat(catchUp.setsAlarm()).isFalse();

        catchUp.alarmRang();

        assertThat(catchUp.setsAlarm()).isTrue();
    }

    @Test
    void whoHasNoSeatAsksThoseInTurnThatHaveShownToBeThere() {
        var guest = new CatchUp(COMMITTEE, OptionalInt.empty());
        Bytes first = Bytes.fromHex("01");
        Bytes second = Bytes.fromHex("02");
        assertThat(COMMITTEE.seatOfNode(guest.nextPeer())).isPresent();

        guest.holds(first);
        guest.holds(second);

        assertThat(guest.nextPeer()).isEqualTo(first);
        assertThat(guest.nextPeer()).isEqualTo(second);
        assertThat(guest.nextPeer()).isEqualTo(first);
        for (int i = 3; i < 40; i++) {
            guest.holds(Bytes.wrap(new byte[] {(byte) i}));
        }
        assertThat(guest.nextPeer()).as("the oldest of sixteen").isEqualTo(Bytes.fromHex("18"));

        catchUp.holds(first);
        assertThat(COMMITTEE.seatOfNode(catchUp.nextPeer()))
                .as("a member asks members")
                .isPresent();
    }

    @Test
    void aLateAnswerIsStillExpectedAfterAnotherMemberWasAsked() {
        Bytes slow = catchUp.ask(0).orElseThrow();
        Bytes next = catchUp.ask(400).orElseThrow();

        assertThat(next).isNotEqualTo(slow);
        assertThat(catchUp.expects(slow)).isTrue();
        catchUp.alarmRang();
        assertThat(catchUp.expects(slow)).isTrue();
        catchUp.answered(slow);
        assertThat(catchUp.expects(slow)).as("one answer for one question").isFalse();
    }

    @Test
    void whoDoesNotAnswerCostsMorePatienceEachTimeAndAnAnswerCostsNone() {
        List<Long> asked = new ArrayList<>();
        Optional<Bytes> last = Optional.empty();
        for (long now = 0; now <= 20_000; now += 100) {
            Optional<Bytes> peer = catchUp.ask(now);
            if (peer.isPresent()) {
                asked.add(now);
                last = peer;
            }
        }
        assertThat(asked).containsExactly(0L, 400L, 1_200L, 2_800L, 6_000L, 12_400L, 18_800L);

        catchUp.answered(last.orElseThrow());

        assertThat(catchUp.ask(20_001)).isPresent();
        assertThat(catchUp.ask(20_300)).isEmpty();
        assertThat(catchUp.ask(20_401)).isPresent();
    }

    @Test
    void whoHasNothingCostsNoWaitAndSaysSoOnceAnAlarm() {
        Bytes first = catchUp.ask(0).orElseThrow();
        assertThat(catchUp.hasNone(MEMBERS.key(3))).as("it was not asked").isFalse();

        assertThat(catchUp.hasNone(first)).isTrue();
        assertThat(catchUp.hasNone(first)).isFalse();

        Bytes second = catchUp.ask(1).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(catchUp.expects(first)).as("it may have crossed its answer").isTrue();
        catchUp.alarmRang();
        assertThat(catchUp.hasNone(first)).isTrue();
    }

    @Test
    void aBrokenLineIsNotWaitedForIfItWasAsked() {
        for (long now = 0; now <= 6_000; now += 100) {
            catchUp.ask(now);
        }
        assertThat(catchUp.settle(Bytes.fromHex("01")))
                .as("it was asked nothing")
                .isFalse();
        assertThat(catchUp.ask(6_100)).as("patience has grown to 6.4 s").isEmpty();

        assertThat(catchUp.settle(MEMBERS.key(1))).isTrue();

        assertThat(catchUp.expects(MEMBERS.key(1))).isFalse();
        assertThat(catchUp.expects(MEMBERS.key(2))).as("its line stands").isTrue();
        assertThat(catchUp.ask(6_100)).isPresent();
        assertThat(catchUp.ask(6_500))
                .as("and patience is as short as at first")
                .isPresent();
    }

    @Test
    void whatCameByAnotherWayIsNotWaitedFor() {
        catchUp.aim(certificate(100));
        for (long now = 0; now <= 6_000; now += 100) {
            catchUp.ask(now);
        }
        assertThat(catchUp.ask(6_100)).as("patience has grown to 6.4 s").isEmpty();

        catchUp.reached(99);
        assertThat(catchUp.ask(6_100)).as("short of the goal").isEmpty();
        catchUp.reached(100);

        assertThat(catchUp.ask(6_100)).isPresent();
        assertThat(catchUp.ask(6_500))
                .as("and patience is as short as at first")
                .isPresent();
    }

    @Test
    void aClockSetBackDoesNotEndTheAsking() {
        assertThat(catchUp.ask(1_000_000)).isPresent();

        assertThat(catchUp.ask(5)).isPresent();
    }

    @Test
    void everyOtherMemberIsAskedInTurn() {
        Set<Bytes> asked = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            asked.add(catchUp.ask(10_000L * i).orElseThrow());
        }

        assertThat(asked).containsExactly(MEMBERS.key(1), MEMBERS.key(2), MEMBERS.key(3));
    }

    @Test
    void aBlockIsAskedOfItsLeaderFirstAndThenOfTheOthers() {
        assertThat(catchUp.whoHas(BLOCK, OptionalInt.of(3))).isEqualTo(MEMBERS.key(3));

        Set<Bytes> asked = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            asked.add(catchUp.whoHas(BLOCK, OptionalInt.of(3)));
        }
        assertThat(asked).containsExactly(MEMBERS.key(1), MEMBERS.key(2), MEMBERS.key(3));
        assertThat(catchUp.whoHas(BLOCK, SELF)).as("our own key is of no use").isNotEqualTo(MEMBERS.key(0));
    }

    @Test
    void runsOfBlocksAskedForInVainAreWalkedBlockByBlock() {
        catchUp.alarmRang();
        assertThat(catchUp.walks()).as("without a goal").isFalse();

        catchUp.aim(certificate(100));
        Bytes asked = catchUp.ask(0).orElseThrow();
        assertThat(catchUp.walks()).as("before the answer is late").isFalse();
        catchUp.alarmRang();
        assertThat(catchUp.walks()).isTrue();

        catchUp.answered(asked);
        assertThat(catchUp.walks()).isFalse();
    }

    private static Certificate certificate(long height) {
        VoteSubject subject = new VoteSubject(0, height, VoteType.FINALIZE, height, BLOCK);
        return new Certificate(subject, Bytes.wrap(new byte[] {7}), Bytes.wrap(new byte[96]));
    }
}
