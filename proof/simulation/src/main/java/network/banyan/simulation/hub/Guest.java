// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootHub;
import network.banyan.bridge.foreign.Description;
import network.banyan.bridge.foreign.ForeignChain;
import network.banyan.bridge.foreign.Run;
import network.banyan.bridge.foreign.Share;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Secp256k1;
import network.banyan.hub.Certificate;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Order;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Submission;
import network.banyan.hub.Totals;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A chain in any language under a root in this process (docs/spec/foreign.md): what a carrier does for it, and users' keys. Each
 * step throws what is wrong; steps build on those before.
 */
final class Guest {
    static final long HOUR = 3_600;
    static final long OVER_A_DAY = 25 * HOUR;

    private static final Address OWNER = Address.ofNumber(0x61_0000);
    private static final Address CARRIER = Address.ofNumber(0x62_0000);
    private static final UInt256 MUCH = UInt256.of(1_000_000_000_000_000_000L).timesExact(1_000_000);

    private final ForeignChain chain;
    private final TrialRoot root;
    private final Hub hub;
    private final Address wrapper;
    private final List<Message> inbox = new ArrayList<>();
    private final List<Run> line = new ArrayList<>();
    private final Description description;
    private final CommitteeKeys committee;

    /** Somebody with an account on both. */
    enum Person {
        ALICE,
        BOB;

        Hash secret() {
            return Hash.fromHex((this == ALICE ? "a1" : "b0").repeat(32));
        }

        Address address() {
            return Secp256k1.addressOf(secret());
        }
    }

    Guest(ForeignChain chain, Ground ground) {
        this.chain = chain;
        this.root = ground.root().fork();
        this.hub = new Hub(root);
        this.wrapper = ground.wrapper();
        this.description = chain.describe();
        this.committee = CommitteeKeys.ofMembers(description.keys());
        for (Person person : Person.values()) {
            root.endow(person.address(), UInt256.of(Ground.COINS));
        }
        root.endow(OWNER, MUCH);
        giveWrappers(ground);
    }

    /** Alice gets an ERC-20 token: the own token of another chain, which that one sends her. */
    private void giveWrappers(Ground ground) {
        Child home = ground.children().getFirst();
        home.credit(wrapper, Person.ALICE.address(), 1_000);
        home.send(0, Person.ALICE.address(), wrapper, 1_000, -1);
        Child.Made made = home.next();
        Hash digest = made.checkpoint().digest(Ground.DOMAIN);
        var submission = new Submission(
                made.checkpoint(),
                made.totals(),
                made.exits(),
                home.committee().keys(),
                home.committee().sign(digest, _ -> true),
                Optional.empty());
        must(call(Submission.CONTRACT, submission.toCall()), "the token's chain");
        root.pass(OVER_A_DAY);
        Bytes claim = RootHub.claim(made.checkpoint(), 0, made.outbox().getFirst(), made.path(Ground.DOMAIN, 0));
        must(call(RootHub.CLAIMS, claim), "the token");
        must(root.send(Person.ALICE.address(), wrapper, UInt256.ZERO, Ground.approval()), "the token's approval");
    }

    ForeignChain chain() {
        return chain;
    }

    Address wrapper() {
        return wrapper;
    }

    Description description() {
        return description;
    }

    long id() {
        return description.chainId();
    }

    List<Run> line() {
        return line;
    }

    List<Message> inbox() {
        return inbox;
    }

    static void require(boolean holds, String otherwise, Object... values) {
        Books.require(holds, otherwise, values);
    }

    static void must(TrialRoot.Outcome outcome, String what) {
        require(outcome.success(), "the root refuses %s: %s", what, outcome.output());
    }

    TrialRoot.Outcome call(Address contract, Bytes call) {
        return root.send(CARRIER, contract, UInt256.ZERO, call);
    }

    void pass(long seconds) {
        root.pass(seconds);
    }

    State state() {
        return hub.state(id());
    }

    Hub hub() {
        return hub;
    }

    UInt256 onRoot(Person person, Address asset) {
        return asset.equals(Address.ZERO) ? root.balance(person.address()) : hub.tokens(asset, person.address());
    }

    UInt256 onChain(Person person, Address asset) {
        return chain.account(asset, person.address()).amount();
    }

    /** Registers the chain, and has its members join with proofs that it makes. */
    void register() {
        var charter = new ChainsContract.Charter(
                id(), 1, OVER_A_DAY - HOUR, description.genesis(), Hash.ZERO, description.name(), "");
        UInt256 price = coins(ChainsContract.ADDRESS, ChainsContract.registrationFee())
                .plus(coins(ChainsContract.ADDRESS, ChainsContract.rentPerDay()).timesExact(365));
        must(
                root.send(OWNER, ChainsContract.ADDRESS, price, ChainsContract.register(charter, List.of(), List.of())),
                "its registration");
        UInt256 bond = coins(MembersContract.ADDRESS, MembersContract.memberBond());
        for (Bls.PublicKey key : committee.keys()) {
            Address account = Address.ofNumber(0x63_0000 + committee.keys().indexOf(key));
            root.endow(account, bond);
            Bytes proof = BlsPoints.ofSignature(chain.prove(Ground.DOMAIN, key, account))
                    .orElseThrow(() -> new Books.Broken("a proof is no point"));
            Bytes join = MembersContract.join(id(), BlsPoints.ofKey(key.bytes()).orElseThrow(), proof);
            must(root.send(account, MembersContract.ADDRESS, bond, join), "a member's proof of possession");
        }
        must(
                root.send(OWNER, ChainsContract.ADDRESS, UInt256.ZERO, ChainsContract.open(id(), committee.encode())),
                "its committee");
    }

    private UInt256 coins(Address contract, Bytes question) {
        return ChainsContract.coins(root.ask(contract, question));
    }

    void found() {
        chain.found(Ground.DOMAIN, 1, committee);
    }

    CommitteeKeys committee() {
        return committee;
    }

    /** On the root: into the inbox, and not yet to the chain. */
    Message send(Person person, MessageKind kind, Address asset, long amount, long deadline) {
        var parcel = new Parcel(
                id(),
                kind,
                person.address(),
                asset,
                UInt256.of(amount),
                kind == MessageKind.CALL ? 100_000 : 0,
                root.seconds() + deadline,
                person.address(),
                Bytes.EMPTY);
        UInt256 value = asset.equals(Address.ZERO) ? UInt256.of(amount) : UInt256.ZERO;
        return taken(root.send(person.address(), RootHub.INBOX, value, parcel.send()));
    }

    Message force(Person person, Address asset, long amount) {
        return taken(
                root.send(person.address(), RootHub.INBOX, UInt256.ZERO, Hub.force(id(), asset, UInt256.of(amount))));
    }

    private Message taken(TrialRoot.Outcome outcome) {
        must(outcome, "a message");
        List<Message> sent = sent(outcome.logs());
        require(sent.size() == 1, "the root took %d messages", sent.size());
        return sent.getFirst();
    }

    /** What the root took for this chain. */
    private List<Message> sent(List<Log> logs) {
        List<Message> sent = new ArrayList<>();
        for (Log log : logs) {
            if (log.address().equals(RootHub.INBOX)
                    && log.topics().getFirst().equals(RootHub.SENT)
                    && log.topics().get(1).toUInt256().equals(UInt256.of(id()))) {
                sent.add(Message.decode(log.data()));
            }
        }
        inbox.addAll(sent);
        return sent;
    }

    /** All that waits, in as many calls as the chain wants. */
    void deliver() {
        long cursor = chain.describe().inboxCursor();
        while (cursor < inbox.size()) {
            long next = chain.deliver(cursor, inbox.subList((int) cursor, inbox.size()), root.seconds());
            require(next > cursor && next <= inbox.size(), "it handled %d messages, and then %d", cursor, next);
            cursor = next;
        }
    }

    Order order(Person person, long to, Address asset, long amount) {
        return new Order(
                id(),
                chain.account(asset, person.address()).nonce(),
                person.address(),
                to,
                MessageKind.DEPOSIT,
                person.address(),
                asset,
                UInt256.of(amount),
                0,
                root.seconds() + 2 * OVER_A_DAY,
                person.address(),
                Bytes.EMPTY);
    }

    static Bytes signed(Order order, Person by) {
        Secp256k1.Signature signature = Secp256k1.sign(order.digest(Ground.DOMAIN), by.secret());
        byte[] bytes = new byte[65];
        signature.r().writeTo(bytes, 0);
        signature.s().writeTo(bytes, 32);
        bytes[64] = (byte) (27 + signature.yParity());
        return Bytes.wrap(bytes);
    }

    Hash order(Order order) {
        Person sender = order.sender().equals(Person.ALICE.address()) ? Person.ALICE : Person.BOB;
        return chain.order(order, signed(order, sender));
    }

    /** All checkpoints that the chain has made: judged, signed, taken by the root. How many there were. */
    int carry() {
        int carried = 0;
        for (Optional<Run> next = chain.line(line.size() + 1); next.isPresent(); next = chain.line(line.size() + 1)) {
            Run run = next.get();
            submit(run);
            line.add(run);
            carried++;
            require(carried < 1_000, "it makes checkpoints without end");
        }
        return carried;
    }

    private void submit(Run run) {
        var tree = tree(run);
        require(tree.root().equals(run.checkpoint().outboxRoot()), "the outbox is not what its root says");
        require(Totals.of(run.outbox()).equals(run.totals()), "the totals are not what the outbox takes out");
        Hash digest = run.checkpoint().digest(Ground.DOMAIN);
        Certificate certificate = certificate(chain.sign(run.checkpoint().sequence(), digest), digest);
        var submission =
                new Submission(run.checkpoint(), run.totals(), run.exits(), committee, certificate, Optional.empty());
        must(
                call(Submission.CONTRACT, submission.toCall()),
                "checkpoint " + run.checkpoint().sequence());
        require(
                state() == State.ACTIVE,
                "after checkpoint %d the chain is %s",
                run.checkpoint().sequence(),
                state());
    }

    private Certificate certificate(List<Share> shares, Hash digest) {
        SortedMap<Integer, Bytes> all = new TreeMap<>();
        for (Share share : shares) {
            int seat = committee.keys().indexOf(share.key());
            require(seat >= 0, "a share of a key that is not in the committee");
            require(
                    Bls.verify(share.key(), digest.toBytes().toArray(), share.signature()),
                    "the share of seat %d does not verify",
                    seat);
            all.put(seat, share.signature());
        }
        require(all.size() >= committee.quorum(), "%d shares of a quorum of %d", all.size(), committee.quorum());
        return Certificate.ofSignatures(all);
    }

    private static OutboxTree tree(Run run) {
        return new OutboxTree(run.outbox().stream()
                .map(message -> message.digest(Ground.DOMAIN))
                .toList());
    }

    /** The run, of those carried, whose outbox has a message with this tracking id. */
    Run runWith(Hash tracking) {
        return line.stream()
                .filter(run -> run.outbox().stream()
                        .anyMatch(message -> message.tracking(Ground.DOMAIN).equals(tracking)))
                .max(Comparator.comparingLong(run -> run.checkpoint().sequence()))
                .orElseThrow(() -> new Books.Broken("no outbox has the message " + tracking));
    }

    Message messageWith(Hash tracking) {
        return runWith(tracking).outbox().stream()
                .filter(message -> message.tracking(Ground.DOMAIN).equals(tracking))
                .findFirst()
                .orElseThrow();
    }

    /** Claims a message unless somebody did. */
    void tryClaim(Run run, Message message) {
        int index = run.outbox().indexOf(message);
        sent(call(
                        RootHub.CLAIMS,
                        RootHub.claim(
                                run.checkpoint(), index, message, tree(run).path(index)))
                .logs());
    }

    /** Claims a message once its delay is over. */
    void claim(Message message) {
        Run run = line.stream()
                .filter(candidate -> candidate.outbox().contains(message))
                .findFirst()
                .orElseThrow();
        int index = run.outbox().indexOf(message);
        TrialRoot.Outcome outcome = call(
                RootHub.CLAIMS,
                RootHub.claim(run.checkpoint(), index, message, tree(run).path(index)));
        must(outcome, "a claim");
        sent(outcome.logs());
    }
}
