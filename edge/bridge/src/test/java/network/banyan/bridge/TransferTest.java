// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import static network.banyan.bridge.RecordedFacts.DOMAIN;
import static network.banyan.bridge.RecordedFacts.back;
import static network.banyan.bridge.RecordedFacts.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Transfers between root 9 and chains 71 and 72, as far as they are known. */
class TransferTest {
    private static final long ROOT = 0;
    private static final long COLD = 71;
    private static final long WARM = 72;

    private final RecordedFacts facts = new RecordedFacts();

    private Transfer trace(Hash tracking) {
        return Transfer.beginning(tracking, facts)
                .map(beginning -> Transfer.from(beginning, tracking, facts))
                .orElseGet(() -> Transfer.unseen(tracking, facts));
    }

    private Standing standing(Hash tracking) {
        return trace(tracking).standing();
    }

    @Test
    void aDepositIsSeenHandledAndDelivered() {
        facts.see(COLD);
        Message message = message(ROOT, COLD, MessageKind.DEPOSIT, 5);
        Hash id = message.digest(DOMAIN);
        assertThat(standing(id)).isEqualTo(new Standing.Unknown());

        Step.Taken taken = facts.take(COLD, 3, message);
        facts.observe(COLD, 3);
        assertThat(standing(id)).as("a cursor of 3 is for messages 0 to 2").isEqualTo(new Standing.ForQuorum(COLD, 3));

        Step.Observed observed = facts.observe(COLD, 4);
        assertThat(standing(id)).isEqualTo(new Standing.ForHandling(COLD, 3));

        Step.Handled handled = facts.handle(COLD, 3, true);
        assertThat(trace(id))
                .isEqualTo(new Transfer(id, List.of(taken, observed, handled), new Standing.Delivered(COLD)));
    }

    @Test
    void whatNoNodeShowsIsOutOfSight() {
        Message message = message(ROOT, COLD, MessageKind.DEPOSIT, 5);
        facts.take(COLD, 0, message);

        assertThat(standing(message.digest(DOMAIN))).isEqualTo(new Standing.OutOfSight(COLD));
    }

    @Test
    void aDepositThatIsRefusedComesBackUnderItsOwnId() {
        facts.see(COLD);
        Message message = message(ROOT, COLD, MessageKind.DEPOSIT, 5);
        Hash id = message.digest(DOMAIN);
        facts.take(COLD, 0, message);
        facts.observe(COLD, 1);
        Step.Sent gone = facts.giveBack(facts.handle(COLD, 0, false), back(COLD, ROOT, message, id));
        assertThat(standing(id)).isEqualTo(new Standing.ForCheckpoint(COLD, gone.run()));

        facts.accept(COLD, gone.run());
        assertThat(standing(id)).isEqualTo(new Standing.ForDelay(COLD, gone.run(), 5_000, true));
        facts.stopClock();
        assertThat(standing(id)).isEqualTo(new Standing.ForDelay(COLD, gone.run(), 5_000, false));
        facts.mature();
        assertThat(standing(id)).isEqualTo(new Standing.ForClaim(COLD, gone.run()));

        facts.claim(id, COLD, true);
        assertThat(standing(id)).as("paid, but to who has the refund").isEqualTo(new Standing.CameBack(ROOT));
    }

    @Test
    void aFailedCallThatBroughtNothingLeavesNothing() {
        facts.see(COLD);
        Message message = message(ROOT, COLD, MessageKind.CALL, 0);
        facts.take(COLD, 0, message);
        facts.observe(COLD, 1);
        facts.handle(COLD, 0, false);

        assertThat(standing(message.digest(DOMAIN))).isEqualTo(new Standing.Failed(COLD));
    }

    @Test
    void aWithdrawalIsPaidAsFarAsTheLimitGoesAndThenTheRest() {
        facts.see(COLD);
        Message message = message(COLD, ROOT, MessageKind.DEPOSIT, 100);
        Hash id = message.digest(DOMAIN);
        Step.Sent sent = facts.send(COLD, message);
        assertThat(trace(id).claimable()).isEmpty();
        Step.Accepted accepted = facts.accept(COLD, sent.run());
        facts.mature();
        assertThat(trace(id).claimable()).contains(new Transfer.Claimable(sent, accepted));

        facts.draw(id, COLD, 40, 100);
        assertThat(standing(id)).isEqualTo(new Standing.ForLimit(COLD, sent.run(), UInt256.of(40), message));
        assertThat(trace(id).claimable()).contains(new Transfer.Claimable(sent, accepted));

        facts.draw(id, COLD, 100, 100);
        facts.claim(id, COLD, true);
        assertThat(trace(id).standing()).isEqualTo(new Standing.Delivered(ROOT));
        assertThat(trace(id).steps()).hasSize(5);
        assertThat(trace(id).claimable()).isEmpty();
    }

    @Test
    void aWithdrawalThatItsReceiverRefusesIsPaidBack() {
        facts.see(COLD);
        Message message = message(COLD, ROOT, MessageKind.CALL, 100);
        Hash id = message.digest(DOMAIN);
        facts.accept(COLD, facts.send(COLD, message).run());
        facts.claim(id, COLD, false);

        assertThat(standing(id)).isEqualTo(new Standing.CameBack(ROOT));
    }

    @Test
    void theRootAloneKnowsThatAWithdrawalWasClaimed() {
        Hash id = message(COLD, ROOT, MessageKind.DEPOSIT, 100).digest(DOMAIN);
        facts.draw(id, COLD, 40, 100);
        assertThat(standing(id)).isEqualTo(new Standing.OutOfSight(COLD));

        facts.claim(id, COLD, true);
        assertThat(standing(id)).isEqualTo(new Standing.Delivered(ROOT));
    }

    @Test
    void fromChainToChainAndBackIsOneTransfer() {
        facts.see(COLD);
        facts.see(WARM);
        Message message = message(COLD, WARM, MessageKind.DEPOSIT, 7);
        Hash id = message.digest(DOMAIN);
        facts.accept(COLD, facts.send(COLD, message).run());
        facts.forward(id, COLD, WARM, 0);
        facts.take(WARM, 0, message);
        assertThat(standing(id)).isEqualTo(new Standing.ForQuorum(WARM, 0));

        facts.observe(WARM, 1);
        Message returned = back(WARM, COLD, message, id);
        Step.Sent gone = facts.giveBack(facts.handle(WARM, 0, false), returned);
        facts.accept(WARM, gone.run());
        facts.forward(id, WARM, COLD, 0);
        facts.take(COLD, 0, returned);
        facts.observe(COLD, 1);
        assertThat(standing(id)).isEqualTo(new Standing.ForHandling(COLD, 0));

        facts.handle(COLD, 0, true);
        assertThat(standing(id)).isEqualTo(new Standing.CameBack(COLD));
        assertThat(trace(id).steps()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void whatTheReturningChainRefusesTooIsClaimedOnTheRoot() {
        facts.see(COLD);
        facts.see(WARM);
        Message message = message(COLD, WARM, MessageKind.DEPOSIT, 7);
        Hash id = message.digest(DOMAIN);
        facts.accept(COLD, facts.send(COLD, message).run());
        facts.forward(id, COLD, COLD, 0);
        Message returned = back(ROOT, COLD, message, id);
        facts.take(COLD, 0, returned);
        facts.observe(COLD, 1);
        Step.Sent gone = facts.giveBack(facts.handle(COLD, 0, false), back(COLD, ROOT, returned, id));
        facts.accept(COLD, gone.run());
        facts.mature();
        assertThat(standing(id))
                .as("the first leaving was forwarded, the second waits")
                .isInstanceOf(Standing.ForClaim.class);

        facts.claim(id, COLD, true);
        assertThat(standing(id)).isEqualTo(new Standing.CameBack(ROOT));
    }

    @Test
    void aTokenThatComesBackHasAnotherIdAndIsStillFollowed() {
        facts.see(COLD);
        Message message = message(ROOT, COLD, MessageKind.TOKEN, 4);
        Hash id = message.digest(DOMAIN);
        facts.take(COLD, 0, message);
        facts.observe(COLD, 1);
        Step.Sent gone = facts.giveBack(facts.handle(COLD, 0, false), back(COLD, ROOT, message, id));
        assertThat(gone.tracking()).isNotEqualTo(id);
        facts.accept(COLD, gone.run());
        facts.claim(gone.tracking(), COLD, true);

        assertThat(standing(id)).isEqualTo(new Standing.CameBack(ROOT));
    }

    @Test
    void aForcedWithdrawalEndsWithItsAnswer() {
        facts.see(COLD);
        Message request = message(ROOT, COLD, MessageKind.FORCED, 50);
        Hash id = request.digest(DOMAIN);
        facts.take(COLD, 0, request);
        facts.observe(COLD, 1);
        facts.handle(COLD, 0, true);
        assertThat(standing(id)).as("its run is not closed").isEqualTo(new Standing.ForAnswer(COLD, 0));

        Message paid = message(COLD, ROOT, MessageKind.DEPOSIT, 20);
        Step.Answered answer = facts.answer(
                COLD,
                2,
                new Message(
                        COLD,
                        ROOT,
                        0,
                        paid.kind(),
                        paid.sender(),
                        paid.sender(),
                        paid.asset(),
                        paid.amount(),
                        0,
                        -1,
                        paid.sender(),
                        id.toBytes()));
        facts.accept(COLD, 2);
        facts.claim(answer.tracking(), COLD, true);
        assertThat(standing(id)).isEqualTo(new Standing.Delivered(ROOT));
    }

    @Test
    void aRefundIsNoBeginningWhereTheBeginningIsKnown() {
        facts.see(COLD);
        Message message = message(COLD, WARM, MessageKind.DEPOSIT, 7);
        Hash id = message.digest(DOMAIN);
        facts.take(COLD, 0, back(ROOT, COLD, message, id));
        Step.Sent sent = facts.send(COLD, message);

        assertThat(Transfer.beginning(id, facts)).contains(sent);
    }

    @Test
    void nodesThatSendAMessageRoundForEverAreLeftAlone() {
        facts.see(COLD);
        Message message = message(ROOT, COLD, MessageKind.DEPOSIT, 5);
        Hash id = message.digest(DOMAIN);
        facts.take(COLD, 0, message);
        facts.observe(COLD, 1);
        Step.Sent gone = facts.giveBack(facts.handle(COLD, 0, false), back(COLD, WARM, message, id));
        facts.accept(COLD, gone.run());
        facts.forward(id, COLD, COLD, 0);

        assertThat(standing(id)).isEqualTo(new Standing.OutOfSight(COLD));
    }
}
