// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.crypto.Keccak;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exit;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.ForcedWithdrawal;
import network.banyan.hub.Holding;
import network.banyan.hub.HubDomain;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Sibling;
import network.banyan.hub.Totals;
import network.banyan.hub.member.CheckpointMaker;
import network.banyan.hub.member.RunFacts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/** A chain that keeps accounts and no more, and does what docs/spec/hub.md asks of one. */
final class Child {
    private final HubDomain domain;
    private final long id;
    private final Committee committee;

    /** The wrapper of its own token, if it has one: what people hold of that here is no matter of exits. */
    private final Optional<Address> own;

    private final List<Message> inbox = new ArrayList<>();
    private final SortedMap<Address, SortedMap<Address, Long>> accounts = new TreeMap<>();
    private final List<Message> outbox = new ArrayList<>();
    private final List<Message> asked = new ArrayList<>();
    private final List<Made> line = new ArrayList<>();
    private InboxPrefix handled;
    private long nonce;

    Child(HubDomain domain, long id, Committee committee, Optional<Address> own) {
        this.domain = domain;
        this.id = id;
        this.committee = committee;
        this.own = own;
        this.handled = InboxPrefix.beginning(id);
    }

    /** A checkpoint with what belongs to it. */
    record Made(Checkpoint checkpoint, Totals totals, Exits exits, List<Message> outbox, List<Planted> trees) {
        Made {
            outbox = List.copyOf(outbox);
            trees = List.copyOf(trees);
        }

        List<Hash> path(HubDomain domain, int index) {
            return new OutboxTree(outbox.stream()
                            .map(message -> message.digest(domain))
                            .toList())
                    .path(index);
        }

        /** Everybody's leaves. */
        Stream<Leaf> leaves() {
            return trees.stream()
                    .flatMap(planted -> Stream.iterate(0, i -> i < planted.holdings.size(), i -> i + 1)
                            .map(i -> new Leaf(
                                    exits, trees.indexOf(planted), planted.holdings.get(i), planted.tree.path(i))));
        }
    }

    record Planted(ExitTree tree, List<Holding> holdings) {}

    record Leaf(Exits exits, int which, Holding holding, List<Sibling> path) {
        Leaf {
            path = List.copyOf(path);
        }

        /** One that is in no tree. */
        static Leaf none() {
            return new Leaf(new Exits(List.of()), 0, new Holding(Address.ZERO, UInt256.ONE), List.of());
        }
    }

    long id() {
        return id;
    }

    Committee committee() {
        return committee;
    }

    /** What it made, in order. */
    List<Made> line() {
        return line;
    }

    List<Message> inbox() {
        return inbox;
    }

    long cursor() {
        return handled.count();
    }

    long held(Address asset, Address account) {
        return accounts.getOrDefault(asset, new TreeMap<>()).getOrDefault(account, 0L);
    }

    void credit(Address asset, Address account, long amount) {
        if (amount != 0) {
            accounts.computeIfAbsent(asset, _ -> new TreeMap<>()).merge(account, amount, Long::sum);
        }
    }

    private void debit(Address asset, Address account, long amount) {
        long left = held(asset, account) - amount;
        Invariant.check(left >= 0, "%s has too little on chain %d", account, id);
        SortedMap<Address, Long> of = Invariant.present(accounts.get(asset));
        if (left == 0) {
            of.remove(account);
        } else {
            of.put(account, left);
        }
    }

    /** The root took a message for it. */
    void arrives(Message message) {
        inbox.add(message);
    }

    /** A user sends something away; false if it has less. */
    boolean send(long to, Address sender, Address asset, long amount, long deadline) {
        if (amount == 0 || held(asset, sender) < amount) {
            return false;
        }
        debit(asset, sender, amount);
        outbox.add(leaving(to, MessageKind.DEPOSIT, sender, sender, asset, amount, deadline, Bytes.EMPTY));
        return true;
    }

    Message leaving(
            long to,
            MessageKind kind,
            Address sender,
            Address recipient,
            Address asset,
            long amount,
            long deadline,
            Bytes data) {
        return new Message(
                id, to, nonce++, kind, sender, recipient, asset, UInt256.of(amount), 0, deadline, recipient, data);
    }

    /** Calls that carry nothing, to whomever. */
    void flood(List<Long> targets, Address sender, long deadline) {
        targets.forEach(to ->
                outbox.add(leaving(to, MessageKind.CALL, sender, sender, Address.ZERO, 0, deadline, Bytes.EMPTY)));
    }

    /** All that waits in the inbox, one after the other. */
    void handle(long seconds) {
        while (handled.count() < inbox.size()) {
            Message message = inbox.get((int) handled.count());
            handled = handled.plus(message.digest(domain));
            long amount = message.amount().toLongExact();
            switch (message.kind()) {
                case FORCED -> asked.add(message);
                case REFUND -> credit(message.asset(), message.recipient(), amount);
                case DEPOSIT -> {
                    if (message.deadline() < seconds) {
                        sendBack(message, amount);
                    } else {
                        credit(message.asset(), message.recipient(), amount);
                    }
                }
                // It knows no calls, and no tokens come to it.
                case CALL, TOKEN -> sendBack(message, amount);
            }
        }
    }

    private void sendBack(Message message, long amount) {
        outbox.add(leaving(
                0,
                MessageKind.REFUND,
                message.sender(),
                message.refund(),
                message.asset(),
                amount,
                -1,
                message.tracking(domain).toBytes()));
    }

    /** Whether there is anything to put into a checkpoint. */
    boolean hasNews() {
        return handled.count() < inbox.size() || !outbox.isEmpty() || !asked.isEmpty();
    }

    /** The next checkpoint of an honest chain. */
    Made next() {
        List<Message> messages = new ArrayList<>();
        for (Message request : asked) {
            long had = held(request.asset(), request.sender());
            Message answer = new ForcedWithdrawal(request, false).answer(domain, nonce++, UInt256.of(had));
            if (!answer.amount().isZero()) {
                debit(request.asset(), request.sender(), answer.amount().toLongExact());
            }
            messages.add(answer);
        }
        messages.addAll(outbox);
        return next(messages, Totals.of(messages), handled, trees());
    }

    /** Any checkpoint in line, whatever it says. */
    Made next(List<Message> messages, Totals totals, InboxPrefix cursor, List<Planted> trees) {
        Exits exits =
                new Exits(trees.stream().map(planted -> planted.tree().exit()).toList());
        return next(messages, totals, cursor, trees, exits);
    }

    Made next(List<Message> messages, Totals totals, InboxPrefix cursor, List<Planted> trees, Exits exits) {
        Line last = end();
        OutboxTree tree = new OutboxTree(
                messages.stream().map(message -> message.digest(domain)).toList());
        Hash state = Keccak.hash(last.state().toBytes().toArray());
        var facts = new RunFacts(
                last.lastBlock() + 1,
                state,
                last.state(),
                state,
                cursor,
                messages,
                tree.root(),
                Totals.of(messages),
                exits);
        Checkpoint honest = CheckpointMaker.next(domain, id, 1, last, facts);
        return new Made(Altered.totals(honest, totals), totals, exits, messages, trees);
    }

    /** It stands by a checkpoint from now on: what that carries away is gone here. */
    void keep(Made made) {
        line.add(made);
        outbox.clear();
        asked.clear();
    }

    Line end() {
        return line.isEmpty() ? Line.NONE : Line.endingWith(line.getLast().checkpoint(), domain);
    }

    InboxPrefix handled() {
        return handled;
    }

    List<Message> asked() {
        return asked;
    }

    List<Planted> trees() {
        List<Planted> trees = new ArrayList<>();
        accounts.forEach((asset, of) -> {
            List<Holding> holdings = of.entrySet().stream()
                    .map(entry -> new Holding(entry.getKey(), UInt256.of(entry.getValue())))
                    .toList();
            if (!holdings.isEmpty() && !own.equals(Optional.of(asset))) {
                trees.add(new Planted(ExitTree.ofAmounts(asset, holdings), holdings));
            }
        });
        return trees;
    }

    /** Of an asset, by all who are there. */
    long supply(Address asset) {
        return accounts.getOrDefault(asset, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** More than there is of the coin. */
    static Exits puffed(List<Planted> trees, UInt256 more) {
        List<Exit> exits = new ArrayList<>();
        for (Planted planted : trees) {
            Exit exit = planted.tree().exit();
            boolean isCoin = exit.asset().equals(Address.ZERO);
            exits.add(isCoin ? new Exit(exit.asset(), exit.root(), more, exit.count()) : exit);
        }
        if (exits.stream().noneMatch(exit -> exit.asset().equals(Address.ZERO))) {
            exits.addFirst(new Exit(Address.ZERO, Keccak.hash(new byte[] {1}), more, 1));
        }
        return new Exits(exits);
    }
}
