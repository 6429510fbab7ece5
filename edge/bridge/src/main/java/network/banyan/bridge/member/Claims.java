// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Outbox;
import network.banyan.bridge.RootHub;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.member.Turn;
import network.banyan.primitives.Hash;

/** Claims of messages that nobody else may care for (rule 12): to other chains, and on their way back. */
final class Claims {
    private static final int AT_ONCE = 8;

    private record Open(CheckpointLine.Made made, int index, Message message, List<Hash> path) {}

    private final RootHub root;
    private final ChainOutpost chain;
    private final Turn turn;
    private final Hands hands;
    private final Deque<CheckpointLine.Made> young = new ArrayDeque<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private OptionalLong since = OptionalLong.empty();

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
        ripen();
        if (open.isEmpty()) {
            since = OptionalLong.empty();
            return;
        }
        long waited = rootBlock - since.orElse(rootBlock);
        since = OptionalLong.of(rootBlock - waited);
        List<Open> kept = new ArrayList<>();
        Iterator<Open> all = open.iterator();
        for (int i = 0; i < AT_ONCE && all.hasNext(); i++) {
            Open each = all.next();
            all.remove();
            if (!isDone(each, waited)) {
                kept.add(each);
            }
        }
        // To the end, so that one that a limit holds back does not hold back the others.
        open.addAll(kept);
    }

    /** Takes apart what has waited its time on the root. */
    private void ripen() {
        if (young.isEmpty()) {
            return;
        }
        long mature = root.lastMature();
        while (!young.isEmpty() && young.getFirst().sequence() <= mature) {
            CheckpointLine.Made made = young.removeFirst();
            Outbox outbox = Outbox.ofRun(chain, root.domain(), made.run());
            for (int index = 0; index < outbox.messages().size(); index++) {
                Message message = outbox.messages().get(index);
                if (isOurs(message)) {
                    open.add(new Open(made, index, message, outbox.path(index)));
                }
            }
        }
    }

    private static boolean isOurs(Message message) {
        boolean isReturn = message.kind() == MessageKind.REFUND
                || (message.kind() == MessageKind.TOKEN && message.data().size() == Hash.SIZE);
        return message.to() != 0 || isReturn;
    }

    private boolean isDone(Open each, long waited) {
        long sequence = each.made().sequence();
        if (root.progress(sequence, each.index()).isDone()) {
            return true;
        }
        if (turn.isMine(sequence + each.index(), waited)) {
            hands.send(
                    "claims message %d of checkpoint %d".formatted(each.index(), sequence),
                    RootHub.CLAIMS,
                    RootHub.claim(each.made().checkpoint(), each.index(), each.message(), each.path()));
        }
        return false;
    }
}
