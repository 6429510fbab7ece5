// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Submission;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.simulation.hub.Child.Made;
import network.banyan.simulation.hub.Plan.Step;

/** One way through a plan: what users, chains and carriers do on the root, with the books checked after each step. */
final class Course {
    private static final long HOUR = 3_600;

    /** So that no message of an honest chain waits for a day, however long the steps are that a plan waits. */
    private static final long RESTLESS = 20 * HOUR;

    /** Longer than a delay, and than what the root calls patience. */
    private static final long OVER_A_DAY = 25 * HOUR;

    private static final Address CARRIER = Address.ofNumber(0x53_0000);

    private final Plan plan;
    private final TrialRoot root;
    private final Hub hub;
    private final Address wrapper;
    private final List<Child> children;
    private final Books books;
    private final List<Way> ways = new ArrayList<>();
    private final List<Integer> made = new ArrayList<>();
    private long checkpoints;

    /** How it is with a chain: what waits for a carrier, what the root took, what was claimed. */
    private static final class Way {
        final Deque<Made> waiting = new ArrayDeque<>();
        final SortedMap<Long, Made> accepted = new TreeMap<>();
        final Set<Claimed> claimed = new HashSet<>();
        final Set<Long> lies = new HashSet<>();
        long lastMade;
        boolean isHalted;
    }

    private record Claimed(long sequence, int index) {}

    Course(Plan plan, Ground ground) {
        this.plan = plan;
        this.root = ground.root().fork();
        this.hub = new Hub(root);
        this.wrapper = ground.wrapper();
        this.children = ground.children();
        this.books = new Books(root, wrapper, Ground.chain(0));
        children.forEach(_ -> ways.add(new Way()));
        ways.forEach(way -> way.lastMade = root.seconds());
    }

    List<Child> children() {
        return children;
    }

    Books books() {
        return books;
    }

    TrialRoot root() {
        return root;
    }

    Hub hub() {
        return hub;
    }

    /** How many the root accepted. */
    long checkpoints() {
        return checkpoints;
    }

    void take(Step step) {
        int reach = step.isCareful() ? plan.honest() : Plan.CHAINS;
        int from = step.from() % reach;
        int to = step.to() % reach;
        Address user = Ground.user(step.isCareful(), step.user());
        Address asset = step.isToken() ? wrapper : Address.ZERO;
        Child child = children.get(from);
        long deadline = root.seconds() + (1 + step.hours()) * HOUR;
        long here = child.held(asset, user) * step.share() / 1000;
        switch (step.deed()) {
            case DEPOSIT -> bring(user, from, MessageKind.DEPOSIT, asset, step, deadline);
            case CALL -> bring(user, from, MessageKind.CALL, Address.ZERO, step, deadline);
            case WITHDRAW -> {
                if (!ways.get(from).isHalted) {
                    child.send(0, user, asset, here, deadline);
                }
            }
            case SEND -> {
                if (!ways.get(from).isHalted && from != to) {
                    child.send(Ground.chain(to), user, asset, here, deadline);
                }
            }
            case FORCE -> force(user, from, asset, step.share());
            case CHECKPOINT -> {
                checkpoint(from);
                if (step.isPrompt()) {
                    carry(from);
                }
            }
            case CARRY -> carry(from);
            case CLAIM -> claim(from);
            case WAIT -> pass(step.hours() * HOUR);
        }
        books.check(children);
    }

    private void bring(Address user, int to, MessageKind kind, Address asset, Step step, long deadline) {
        long amount = books.inHand(user, asset) * step.share() / 1000;
        if (amount == 0) {
            return;
        }
        var parcel =
                new Parcel(Ground.chain(to), kind, user, asset, UInt256.of(amount), 0, deadline, user, Bytes.EMPTY);
        UInt256 value = asset.equals(Address.ZERO) ? UInt256.of(amount) : UInt256.ZERO;
        long before = books.inHand(user, asset);
        TrialRoot.Outcome outcome = root.send(user, RootHub.INBOX, value, parcel.send());
        Books.require(outcome.success() || ways.get(to).isHalted, "chain %d takes nothing: %s", to, outcome.output());
        books.in(Ground.chain(to), asset, before - books.inHand(user, asset));
        deliver(outcome.logs());
    }

    TrialRoot.Outcome force(Address user, int to, Address asset, long amount) {
        TrialRoot.Outcome outcome =
                root.send(user, RootHub.INBOX, UInt256.ZERO, Hub.force(Ground.chain(to), asset, UInt256.of(amount)));
        deliver(outcome.logs());
        return outcome;
    }

    private List<Message> deliver(List<Log> logs) {
        List<Message> sent = new ArrayList<>();
        for (Log log : logs) {
            if (log.address().equals(RootHub.INBOX) && log.topics().getFirst().equals(RootHub.SENT)) {
                Message message = Message.decode(log.data());
                int number = (int) (log.topics().get(1).toUInt256().toLongExact() - Ground.chain(0));
                children.get(number).arrives(message);
                sent.add(message);
                // Forwarded by another chain, or come back to the one that sent it.
                if (message.from() != 0 || message.kind() == MessageKind.REFUND) {
                    books.in(
                            Ground.chain(number),
                            message.asset(),
                            message.amount().toLongExact());
                }
            }
        }
        return sent;
    }

    /** An honest one, for a carrier to bring. */
    void checkpoint(int number) {
        Way way = ways.get(number);
        if (way.isHalted) {
            return;
        }
        Child child = children.get(number);
        child.handle(root.seconds());
        Made made = child.next();
        child.keep(made);
        way.waiting.add(made);
        way.lastMade = root.seconds();
    }

    private void carry(int number) {
        Way way = ways.get(number);
        Made made = way.waiting.poll();
        if (made != null) {
            // Whoever is silent changes from one to the next.
            int absent = (int) (made.checkpoint().sequence() % (Committee.SIZE + 1));
            TrialRoot.Outcome outcome = submit(number, made, seat -> seat != absent);
            Books.require(outcome.success(), "the root refuses chain %d: %s", Ground.chain(number), outcome.output());
            accept(number, made);
            Books.require(state(number) == State.ACTIVE, "honest chain %d is %s", Ground.chain(number), state(number));
        }
    }

    void carryAll(int number) {
        while (!ways.get(number).waiting.isEmpty()) {
            carry(number);
        }
    }

    State state(int number) {
        return hub.state(Ground.chain(number));
    }

    TrialRoot.Outcome submit(int number, Made made, IntPredicate signs) {
        return submit(number, made, made.checkpoint(), signs);
    }

    TrialRoot.Outcome submit(int number, Made made, Checkpoint checkpoint, IntPredicate signs) {
        Committee committee = children.get(number).committee();
        var submission = new Submission(
                checkpoint,
                made.totals(),
                made.exits(),
                committee.keys(),
                committee.sign(checkpoint.digest(Ground.DOMAIN), signs),
                Optional.empty());
        return root.send(CARRIER, Submission.CONTRACT, UInt256.ZERO, submission.toCall());
    }

    void accept(int number, Made made) {
        ways.get(number).accepted.put(made.checkpoint().sequence(), made);
        checkpoints++;
    }

    /** One that an honest chain would not have made, and that the root could not know for a lie. */
    void acceptLie(int number, Made made) {
        accept(number, made);
        ways.get(number).lies.add(made.checkpoint().sequence());
    }

    void halt(int number) {
        ways.get(number).isHalted = true;
        ways.get(number).waiting.clear();
    }

    boolean isHalted(int number) {
        return ways.get(number).isHalted;
    }

    /** All that can be claimed of a chain. */
    void claim(int number) {
        Way way = ways.get(number);
        for (Made made : way.accepted.values()) {
            long sequence = made.checkpoint().sequence();
            if (!hub.isMature(Ground.chain(number), sequence)) {
                break;
            }
            for (int index = 0; index < made.outbox().size(); index++) {
                if (way.claimed.add(new Claimed(sequence, index))) {
                    boolean paid = claim(number, made, index).success();
                    Books.require(
                            paid || way.lies.contains(sequence),
                            "H13: message %d of checkpoint %d of chain %d is not paid",
                            index,
                            sequence,
                            Ground.chain(number));
                }
            }
        }
    }

    /** What was claimed already, once more. */
    void claimAgain(int number) {
        Way way = ways.get(number);
        for (Claimed claimed : way.claimed) {
            Made made = way.accepted.get(claimed.sequence());
            boolean isPaid =
                    made != null && claim(number, made, claimed.index()).success();
            Books.require(
                    !isPaid, "H5: message %d of checkpoint %d is paid twice", claimed.index(), claimed.sequence());
        }
    }

    private TrialRoot.Outcome claim(int number, Made made, int index) {
        Message message = made.outbox().get(index);
        Bytes call = RootHub.claim(made.checkpoint(), index, message, made.path(Ground.DOMAIN, index));
        return pay(number, message.asset(), RootHub.CLAIMS, call);
    }

    /** Whatever pays somebody from what a chain has. */
    private TrialRoot.Outcome pay(int number, Address asset, Address contract, Bytes call) {
        long before = books.inHands(asset);
        TrialRoot.Outcome outcome = root.send(CARRIER, contract, UInt256.ZERO, call);
        books.out(Ground.chain(number), asset, books.inHands(asset) - before);
        for (Message forwarded : deliver(outcome.logs())) {
            books.out(
                    Ground.chain(number), forwarded.asset(), forwarded.amount().toLongExact());
        }
        return outcome;
    }

    private void pass(long seconds) {
        for (int number = 0; number < children.size(); number++) {
            if (root.seconds() + seconds - ways.get(number).lastMade > RESTLESS) {
                checkpoint(number);
                carryAll(number);
            }
        }
        root.pass(seconds);
    }

    /** How many checkpoints a chain had made when the plan was over. */
    int madeByThen(int number) {
        return made.get(number);
    }

    /** Everything comes to its end: living chains pay what they owe, the others are left. */
    void close() {
        children.forEach(child -> made.add(child.line().size()));
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < children.size(); number++) {
                if (children.get(number).hasNews()) {
                    checkpoint(number);
                }
                carryAll(number);
            }
            root.pass(OVER_A_DAY);
            for (int number = 0; number < children.size(); number++) {
                claim(number);
            }
            books.check(children);
        }
        for (int number = 0; number < children.size(); number++) {
            if (isHalted(number)) {
                leave(number);
                books.check(children);
            }
        }
    }

    private void leave(int number) {
        long chain = Ground.chain(number);
        if (state(number) == State.ACTIVE) {
            must(force(Ground.user(false, 0), number, Address.ZERO, 1), "a forced withdrawal");
            root.pass(OVER_A_DAY);
            must(root.send(CARRIER, Hub.EXITS, UInt256.ZERO, Hub.reportSilence(chain)), "a report of silence");
        }
        if (state(number) != State.EXIT) {
            root.pass(OVER_A_DAY);
            must(root.send(CARRIER, Hub.EXITS, UInt256.ZERO, Hub.beginExit(chain)), "the beginning of an exit");
        }
        Hub.Ending ending = hub.ending(chain);
        Made last = ways.get(number).accepted.get(ending.last());
        Books.require((last == null) == (ending.last() == 0), "chain %d ended with %d", chain, ending.last());
        if (last != null) {
            last.leaves().forEach(leaf -> {
                Address asset = leaf.exits().trees().get(leaf.which()).asset();
                must(pay(number, asset, Hub.EXITS, Hub.exit(last.checkpoint(), leaf)), "H14: a leaf");
                Books.require(
                        !pay(number, asset, Hub.EXITS, Hub.exit(last.checkpoint(), leaf))
                                .success(),
                        "H5: a leaf of chain %d is paid twice",
                        chain);
            });
        }
        List<Message> inbox = children.get(number).inbox();
        for (long index = ending.cursor(); index < inbox.size(); index++) {
            Message message = inbox.get((int) index);
            if (message.kind() != MessageKind.FORCED && !message.amount().isZero()) {
                must(
                        pay(number, message.asset(), Hub.EXITS, Hub.payBack(chain, index, message)),
                        "H14: a payment back");
            }
        }
        claim(number);
    }

    private void must(TrialRoot.Outcome outcome, String what) {
        Books.require(outcome.success(), "%s is refused: %s", what, outcome.output());
    }
}
