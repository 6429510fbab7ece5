// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What this replica asks its peers for. Whom, and when again, {@link CatchUp} and {@link Rumor} know. */
final class Questions {
    private final List<Effect> outbox;
    private final ForkTree tree;
    private final Rumor rumor = new Rumor();
    private CatchUp catchUp;
    private long now;

    /**
     * @param outbox takes the questions, and the alarm to ask again
     * @param tree whose tip is where we stand
     */
    Questions(List<Effect> outbox, ForkTree tree, CatchUp catchUp) {
        this.outbox = outbox;
        this.tree = tree;
        this.catchUp = catchUp;
    }

    void at(long nowMillis) {
        now = nowMillis;
    }

    /** What was asked for in an epoch that is over is not waited for. */
    void enter(CatchUp ofEpoch) {
        catchUp = ofEpoch;
    }

    /**
     * A peer seems to have blocks of a later epoch.
     *
     * @param last the height at which our epoch ends
     */
    void hear(Bytes peer, long itsHeight, long last) {
        if (itsHeight > height()) {
            rumor.hear(peer, itsHeight);
            askAgainLater();
        }
        if (itsHeight > last) {
            follow(); // More is missing than the end of our epoch, which may be on its way.
        }
    }

    /** Asks a peer for the blocks that it seems to have. */
    void follow() {
        Optional<Bytes> ahead = rumor.beyond(height());
        ahead.flatMap(peer -> catchUp.ask(peer, now)).ifPresent(this::askForBlocks);
        if (ahead.isPresent()) {
            askAgainLater();
        }
    }

    /** Asks for the run of blocks that follows on ours. */
    void askForBlocks() {
        catchUp.ask(now).ifPresent(this::askForBlocks);
        askAgainLater();
    }

    private void askForBlocks(Bytes peer) {
        outbox.add(new Effect.Send(peer, new PeerMessage.GetBlocks(height() + 1)));
    }

    /** Asks for one block, first of the seat that proposed it. */
    void fetch(Hash block, OptionalInt leader) {
        if (catchUp.startFetching(block)) {
            outbox.add(new Effect.Send(catchUp.whoHas(block, leader), new PeerMessage.GetBlock(block)));
        }
        askAgainLater();
    }

    /** A peer's blocks were news. */
    void delivered() {
        rumor.delivered();
    }

    /** A peer answered, and not with what it seemed to have. */
    void doubt(Bytes peer) {
        rumor.doubt(peer);
    }

    /** A peer that was asked for blocks has none for us. */
    void askSomebodyElse(Bytes peer) {
        doubt(peer);
        askOn();
    }

    /** What was asked over a line that broke went with it, or its answer did. */
    void reconnected(Bytes peer) {
        if (catchUp.settle(peer)) {
            askOn();
        }
    }

    /** The alarm rang: what did not come is asked of the next. */
    void again() {
        rumor.alarmRang();
        askOn();
    }

    private void askOn() {
        if (catchUp.goal().isPresent()) {
            askForBlocks();
        }
        follow();
    }

    /** An alarm that each message set anew would never ring while votes flow. */
    private void askAgainLater() {
        if (catchUp.setsAlarm()) {
            outbox.add(new Effect.SetAlarm(new Alarm(Alarm.Kind.FETCH, 0), CatchUp.RETRY_MILLIS));
        }
    }

    private long height() {
        return tree.tip().block().number();
    }
}
