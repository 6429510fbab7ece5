// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Hands;
import network.banyan.bridge.Outbox;
import network.banyan.bridge.RootHub;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.member.Turn;
import network.banyan.primitives.Hash;

/** Claims of messages that nobody else may care for (rule 12): to other chains, and on their way back. */
final class Claims {
    private static final int AT_ONCE = 8;

    private record Open(CheckpointLine.Made made, int index, Message message, List<Hash> path, Waiting waiting) {
        Open with(Waiting now) {
            return new Open(made, index, message, path, now);
        }
    }

    private final RootHub root;
    private final ChainOutpost chain;
    private final Turn turn;
    private final Hands hands;
    private final Deque<CheckpointLine.Made> young = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();

    Claims(RootHub root, ChainOutpost chain, Turn turn, Hands hands) {
        this.root = root;
        this.chain = chain;
        this.turn = turn;
        this.hands = hands;
    }

    void add(CheckpointLine.Made made) {
        if (made.checkpoint().outboxCount() > 0) {
            young.add(made);
        }
    }

    void claim(long rootBlock) {
        ripen(rootBlock);
        int most = Math.min(AT_ONCE, open.size());
        for (int i = 0; i < most; i++) {
            Open each = open.getFirst();
            if (!each.waiting().isDue(rootBlock)) {
                open.addLast(open.removeFirst());
                continue;
            }
            boolean isDone = root.progress(each.made().sequence(), each.index()).isDone();
            if (!isDone
                    && turn.isMine(
                            each.waiting().matter(), rootBlock - each.waiting().since())) {
                send(each);
            }
            open.removeFirst();
            if (!isDone) {
                // To the end, so that one that a limit holds back does not hold back the others.
                open.addLast(each.with(each.waiting().tried(rootBlock)));
            }
        }
    }

    private void send(Open each) {
        hands.send(
                "claims message %d of checkpoint %d"
                        .formatted(each.index(), each.made().sequence()),
                RootHub.CLAIMS,
                RootHub.claim(each.made().checkpoint(), each.index(), each.message(), each.path()));
    }

    /** Takes apart what has waited its time on the root. */
    private void ripen(long rootBlock) {
        if (young.isEmpty()) {
            return;
        }
        long mature = root.lastMature();
        while (!young.isEmpty() && young.getFirst().sequence() <= mature) {
            CheckpointLine.Made made = young.getFirst();
            Outbox outbox = Outbox.ofRun(chain, root.domain(), made.run());
            young.removeFirst();
            for (int index = 0; index < outbox.messages().size(); index++) {
                Message message = outbox.messages().get(index);
                if (isOurs(message)) {
                    var waiting = Waiting.NOTHING.of(made.sequence() + index, rootBlock);
                    open.add(new Open(made, index, message, outbox.path(index), waiting));
                }
            }
        }
    }

    private static boolean isOurs(Message message) {
        boolean isReturn = message.kind() == MessageKind.REFUND
                || (message.kind() == MessageKind.TOKEN && message.data().size() == Hash.SIZE);
        return message.to() != 0 || isReturn;
    }
}
