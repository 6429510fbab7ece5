// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import network.banyan.consensus.LogRecord;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.Admission;
import network.banyan.replica.Alarm;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainView.Submission;
import network.banyan.replica.Effect;
import network.banyan.replica.Input;
import network.banyan.replica.PeerMessage;
import network.banyan.replica.Replica;
import network.banyan.replica.TransactionPool;
import network.banyan.state.Account;
import network.banyan.state.StateChain;
import org.jspecify.annotations.Nullable;

/**
 * One machine: a replica as a node runs it, its disk, its alarms and its power switch. Two machines of one member are
 * twins: one liar with two faces.
 */
final class SimulatedNode {
    private static final StateChain.Limits STATE_LIMITS = new StateChain.Limits(10_000, 64, 4L << 20, 1 << 10);

    /** Clocks are wrong by so much at most. */
    static final long CLOCK_SKEW_MILLIS = 300;

    final int member;
    final int face;
    final boolean honest;
    private final Nature nature;
    private final Simulation world;
    private final long clockSkewMillis;
    private final PowerSupply power;
    private final MemoryChainStore disk;
    private final Map<Alarm.Kind, Long> alarms = new EnumMap<>(Alarm.Kind.class);
    private @Nullable Running running;
    private long alarmsSet;
    private long publishedHeight;
    private long epoch;

    /** While a slow disk writes, nothing is said and nothing heard. */
    private boolean busy;

    private int lives;

    private final Queue<Input> waiting = new ArrayDeque<>();
    private final Optional<Forger> forger;
    private final Books books;

    /** What is lost when the power fails. */
    private record Running(Replica replica, ChainState chain, Admission admission, Conduct conduct) {}

    SimulatedNode(Simulation world, int member, int face, Nature nature) {
        this.world = world;
        this.member = member;
        this.face = face;
        this.nature = nature;
        this.honest = nature == Nature.HONEST;
        long skew = world.random().nextLong(-CLOCK_SKEW_MILLIS, CLOCK_SKEW_MILLIS + 1);
        this.clockSkewMillis = world.mayStrike(Faults.Kind.WRONG_CLOCKS) ? skew : 0;
        if (clockSkewMillis != 0) {
            world.faults().struck(Faults.Kind.WRONG_CLOCKS);
        }
        this.power = world.power(member);
        this.disk = new MemoryChainStore(power, world.history(), this::wrote, this::stored);
        this.books = new Books(world, disk);
        this.forger = nature == Nature.FORGING ? Optional.of(new Forger(world, this, world.lie())) : Optional.empty();
    }

    String name() {
        return switch (nature) {
            case HONEST -> "member " + member;
            case TWO_FACED -> "member " + member + " face " + face;
            case FORGING -> "member " + member + " (a liar)";
        };
    }

    /** Whether it speaks to this member: twins each speak to a half of the others. */
    boolean faces(int other) {
        return nature != Nature.TWO_FACED || (other + face) % 2 == 0;
    }

    /** What it really sends in place of a message. */
    List<Wording> wording(PeerMessage message) {
        return forger.map(its -> its.instead(message)).orElse(List.of(Wording.toAll(message)));
    }

    Bytes key() {
        return world.cast().nodeKey(member);
    }

    boolean up() {
        return running != null;
    }

    /** What its delta has grown to, in milliseconds. */
    long deltaMillis() {
        Running now = running;
        return now == null ? world.cast().pacing().deltaMillis() : now.conduct.deltaMillis();
    }

    /** How long it may wait yet for blocks that it asked for. */
    long waitMillis() {
        Running now = running;
        return now == null ? 0 : now.conduct.waitMillis();
    }

    /** The epoch it entered last. */
    long epoch() {
        return epoch;
    }

    /** Height of the last block on disk. */
    long height() {
        return disk.height();
    }

    MemoryChainStore disk() {
        return disk;
    }

    /** In the last final state; nothing while the power is off. */
    UInt256 balance(Address account) {
        Running now = running;
        return now == null
                ? UInt256.ZERO
                : now.chain.head().account(account).orElse(Account.EMPTY).balance();
    }

    void start() {
        if (running != null) {
            return;
        }
        Cast cast = world.cast();
        world.tell(this, () -> "starts");
        disk.open();
        Broken.unless(
                publishedHeight == 0 || disk.height() >= publishedHeight,
                Law.LASTING,
                "%s starts with block %d, and has published block %d",
                name(),
                disk.height(),
                publishedHeight);
        try {
            ChainState chain = ChainState.open(cast.genesis(), cast.committee(), disk, STATE_LIMITS);
            var admission = new Admission(chain, new TransactionPool(TransactionPool.Limits.DEFAULT));
            var replica = new Replica(chain, world.signatures().membership(member), admission);
            running = new Running(replica, chain, admission, new Conduct(world, this));
        } catch (MemoryChainStore.PowerCut cut) {
            crash();
            return;
        }
        step(new Input.Start());
        world.healing();
        world.network().connect(this);
    }

    /** From then on it may count its vote, whether or not the power lets it say so. */
    private void wrote(LogRecord record) {
        if (honest) {
            switch (record) {
                case LogRecord.Voted voted -> world.laws().wrote(member, voted.subject());
                case LogRecord.Proposed own ->
                    world.laws().wrote(member, own.block().notarize());
                case LogRecord.Certified _ -> {}
            }
        }
    }

    /** An epoch is handed over once its last block is on disk, whether or not the power lets the replica say so. */
    private void stored(Block block) {
        if (honest) {
            world.laws().stored(name(), block);
        }
        if (world.history().ends(block.number())) {
            world.history().ended(name(), block);
            long over = world.history().epochOf(block.number());
            world.handedOver(over);
            if (honest) {
                world.laws().handedOver(member, over);
                Broken.unless(
                        !disk.recallsBefore(over + 1),
                        Law.FORGETTING,
                        "%s keeps in its log what it said in epoch %d",
                        name(),
                        over);
            }
        }
    }

    private void crash() {
        world.tell(this, () -> "loses its power");
        running = null;
        forger.ifPresent(Forger::crashed);
        lives++;
        busy = false;
        waiting.clear();
        alarms.clear();
        world.faults().struck(Faults.Kind.POWER_CUTS);
        world.schedule().after(1 + world.random().nextLong(world.weather().downtime()), this::start);
    }

    void step(Input input) {
        Running now = running;
        if (now == null) {
            return;
        }
        if (busy) {
            waiting.add(input);
            return;
        }
        if (input instanceof Input.AlarmRang rang) {
            world.tell(this, () -> "rings " + Words.of(rang.alarm()));
        }
        Conduct.Before before = now.conduct.before(input);
        long writes = disk.writes();
        List<Effect> effects;
        try {
            effects = now.replica.step(world.clock() + clockSkewMillis, input);
        } catch (MemoryChainStore.PowerCut cut) {
            crash();
            return;
        }
        if (honest) {
            now.conduct.after(input, before, effects);
        }
        long pause = disk.writes() > writes ? world.writeMillis(member) : 0;
        if (pause == 0) {
            carryOut(effects, now, before);
        } else {
            busy = true;
            int life = lives;
            world.schedule().after(pause, () -> {
                if (life == lives) {
                    resume(effects, now, before);
                }
            });
        }
    }

    /** The disk is done: what waited for it is said, and what came meanwhile is heard. */
    private void resume(List<Effect> effects, Running now, Conduct.Before before) {
        busy = false;
        carryOut(effects, now, before);
        while (!busy && !waiting.isEmpty()) {
            step(waiting.remove());
        }
    }

    private void carryOut(List<Effect> effects, Running now, Conduct.Before before) {
        for (Effect effect : effects) {
            if (power.fails()) {
                crash();
                return;
            }
            world.tell(this, () -> world.words().of(effect));
            carryOut(effect, now, before);
        }
    }

    /** Takes a customer's transaction and tells the others, as a node does. */
    boolean offer(Transaction order) {
        Running now = running;
        Transaction transaction = world.reader().known(order);
        if (now == null || !(now.admission.offer(transaction) instanceof Submission.Accepted)) {
            return false;
        }
        world.network().broadcast(this, new PeerMessage.Transactions(List.of(transaction)));
        return true;
    }

    private void carryOut(Effect effect, Running now, Conduct.Before before) {
        switch (effect) {
            case Effect.Send send -> {
                check(send.message());
                world.network().send(this, send.peer(), send.message());
            }
            case Effect.Broadcast broadcast -> {
                check(broadcast.message());
                world.network().broadcast(this, broadcast.message());
            }
            case Effect.SetAlarm set -> {
                if (honest) {
                    now.conduct.timed(epoch, set.alarm(), set.delayMillis(), before);
                }
                set(set.alarm(), set.delayMillis());
            }
            case Effect.Published published -> {
                if (honest) {
                    long height = published.block().block().number();
                    Broken.unless(
                            height > publishedHeight,
                            Law.AGREEMENT,
                            "%s publishes block %d after %d",
                            name(),
                            height,
                            publishedHeight);
                    publishedHeight = height;
                    Broken.unless(
                            disk.block(height)
                                    .filter(published.block().block()::equals)
                                    .isPresent(),
                            Law.LASTING,
                            "%s publishes block %d, and it is not on its disk",
                            name(),
                            height);
                    world.laws().published(name(), published.block());
                    world.advanced();
                    world.stopwatch()
                            .published(
                                    published.block().block().hash(),
                                    world.schedule().now());
                    books.published(name(), published.block(), now.chain.head());
                }
            }
            case Effect.Behind behind ->
                Broken.unless(
                        !honest || behind.height() <= world.laws().finalHeightAtMost(),
                        Law.CERTIFIED,
                        "%s believes that block %d is final",
                        name(),
                        behind.height());
            case Effect.Seated seated -> seated(seated);
            case Effect.Nominated nominated -> {}
            case Effect.Entered entered -> {}
            case Effect.Misbehaved misbehaved ->
                Broken.unless(
                        !honest || world.liars().contains(misbehaved.peer()),
                        Law.FAIRNESS,
                        "%s accuses an honest node: %s",
                        name(),
                        misbehaved.reason());
            case Effect.Caught caught ->
                Broken.unless(
                        !honest || world.liars().contains(caught.member().nodeKey()),
                        Law.FAIRNESS,
                        "%s convicts an honest node: %s",
                        name(),
                        caught.evidence());
            case Effect.Alert alert -> Broken.unless(!honest, Law.FAIRNESS, "%s alerts: %s", name(), alert.message());
        }
    }

    private void seated(Effect.Seated seated) {
        epoch = seated.committee().epoch();
        Sitting due = world.history().sitting(epoch);
        Broken.unless(
                !honest
                        || (seated.committee().root().equals(world.history().commitment(due))
                                && seated.seat().equals(due.seatOf(member))),
                Law.SUCCESSION,
                "%s sits in seat %s of %s",
                name(),
                seated.seat(),
                seated.committee());
        if (honest) {
            world.laws().entered(member, epoch);
        }
    }

    private void check(PeerMessage message) {
        if (honest) {
            world.reader().read(message).ifPresent(said -> world.laws().said(member, said, disk));
        }
    }

    /** Setting an alarm forgets an earlier one of its kind. */
    private void set(Alarm alarm, long delayMillis) {
        long number = ++alarmsSet;
        alarms.put(alarm.kind(), number);
        world.schedule().after(Math.max(0, delayMillis), () -> {
            if (alarms.getOrDefault(alarm.kind(), 0L) == number) {
                step(new Input.AlarmRang(alarm));
            }
        });
    }
}
