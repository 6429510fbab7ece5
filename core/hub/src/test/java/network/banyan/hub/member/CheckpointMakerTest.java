// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.HubDomain;
import network.banyan.hub.HubException;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class CheckpointMakerTest {
    private static final HubDomain ROOT = HubDomain.of(4242);
    private static final long CHAIN = 71;

    private static Hash word(long number) {
        return UInt256.of(number).toHash();
    }

    private static Message message(long amount) {
        Address alice = Address.ofNumber(0xa);
        return new Message(
                CHAIN,
                0,
                0,
                MessageKind.DEPOSIT,
                alice,
                alice,
                Address.ZERO,
                UInt256.of(amount),
                0,
                -1,
                alice,
                Bytes.EMPTY);
    }

    private static RunFacts facts(long last, List<Message> outbox, Hash root, Totals totals) {
        InboxPrefix inbox = InboxPrefix.beginning(CHAIN).plus(word(1));
        return new RunFacts(last, word(last), word(last - 1), word(last + 1), inbox, outbox, root, totals, Exits.NONE);
    }

    private static Hash root(List<Message> outbox) {
        return new OutboxTree(outbox.stream().map(each -> each.digest(ROOT)).toList()).root();
    }

    @Test
    void checkpointsFollowOnEachOther() {
        RunFacts idle = facts(240, List.of(), Hash.ZERO, Totals.NONE);
        Checkpoint first = CheckpointMaker.next(ROOT, CHAIN, 1, Line.NONE, idle);
        List<Message> outbox = List.of(message(5), message(6));
        Line line = Line.endingWith(first, ROOT);
        var busy = new RunFacts(
                241,
                word(3),
                first.postState(),
                word(4),
                idle.inbox(),
                outbox,
                root(outbox),
                Totals.of(outbox),
                Exits.NONE);
        Checkpoint second = CheckpointMaker.next(ROOT, CHAIN, 1, line, busy);

        assertThat(Line.NONE.isFollowedBy(first)).isTrue();
        assertThat(line.isFollowedBy(second)).isTrue();
        assertThat(second.firstBlock()).isEqualTo(241);
        assertThat(second.outboxCount()).isEqualTo(2);
    }

    @Test
    void whatTheChainRecordsMustBeWhatItsEventsTell() {
        List<Message> outbox = List.of(message(5));
        RunFacts otherRoot = facts(8, outbox, word(1), Totals.of(outbox));
        RunFacts otherTotals = facts(8, outbox, root(outbox), Totals.NONE);

        assertThatThrownBy(() -> CheckpointMaker.next(ROOT, CHAIN, 1, Line.NONE, otherRoot))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("recorded");
        assertThatThrownBy(() -> CheckpointMaker.next(ROOT, CHAIN, 1, Line.NONE, otherTotals))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("totals");
    }
}
