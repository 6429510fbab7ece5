// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import network.banyan.bridge.foreign.ForeignFailure;
import network.banyan.bridge.foreign.Leaf;
import network.banyan.bridge.foreign.RefusalCode;
import network.banyan.bridge.foreign.Run;
import network.banyan.bridge.foreign.Share;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.crypto.Keccak;
import network.banyan.hub.ChainIds;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.Exit;
import network.banyan.hub.ExitTree;
import network.banyan.hub.ForcedWithdrawal;
import network.banyan.hub.HubException;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Order;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.simulation.hub.Guest.Person;

/**
 * What a chain in any language must do before its members put up bonds for it (docs/spec/foreign.md, rule 12): one check after the
 * other on one chain, from its registration to its end.
 */
final class Examination {
    private static final Address COIN = Address.ZERO;

    private Examination() {}

    /**
     * @param rule of docs/spec/foreign.md, or of hub.md behind an H
     * @param wrong why it is not passed
     */
    record Result(String rule, String check, Optional<String> wrong) {}

    private record Check(String rule, String name, Consumer<Guest> body) {}

    /** In their order, and those before are what the later build on. */
    private static final List<Check> CHECKS = List.of(
            new Check("1", "says who it is", Examination::describes),
            new Check("H3", "proves its keys, and the root opens it", Guest::register),
            new Check("3", "does nothing before it has a place", Examination::isNotFounded),
            new Check("3", "takes its place once, and no other", Examination::isFounded),
            new Check("5", "credits a deposit of coin", guest -> isCredited(guest, COIN, 1_000)),
            new Check("5", "credits a deposit of an ERC-20 token", guest -> isCredited(guest, guest.wrapper(), 600)),
            new Check("4", "passes over what it had, and takes no gap", Examination::isOrderly),
            new Check("7", "makes checkpoints that the root takes", Examination::makesCheckpoints),
            new Check("7", "tells a checkpoint the same for ever", Examination::repeats),
            new Check("8", "signs nothing but its own line", Examination::signsOnce),
            new Check("6", "refuses orders of others, out of order, and unpaid", Examination::refusesOrders),
            new Check("6", "sends a withdrawal that is paid on the root", guest -> isPaid(guest, COIN, 400)),
            new Check("6", "sends a token home", guest -> isPaid(guest, guest.wrapper(), 100)),
            new Check("6", "sends to another chain", Examination::sendsToAnother),
            new Check("5", "sends back what is late", Examination::sendsBack),
            new Check("5", "does a call or sends it back", Examination::takesCalls),
            new Check("H46", "answers a forced withdrawal", guest -> isAnswered(guest, 50)),
            new Check("H46", "answers one for more than there is", guest -> isAnswered(guest, 1_000_000)),
            new Check("9", "serves everybody's leaf", Examination::servesLeaves),
            new Check("H47", "can be left when it is silent, in full", Examination::isLeft));

    /**
     * @param endpoint of the chain, for callers who mean it ill
     * @param goesOn told each result as it comes; whether there shall be more
     */
    static List<Result> of(Guest guest, URI endpoint, Predicate<Result> goesOn) {
        List<Check> checks = new ArrayList<>(CHECKS);
        checks.add(1, new Check("2", "bears hostile callers", _ -> new Nuisance(endpoint).send()));
        List<Result> results = new ArrayList<>();
        for (Check check : checks) {
            var result = new Result(check.rule(), check.name(), wrong(check, guest));
            results.add(result);
            if (!goesOn.test(result)) {
                break;
            }
        }
        return results;
    }

    private static Optional<String> wrong(Check check, Guest guest) {
        try {
            check.body().accept(guest);
            return Optional.empty();
        } catch (Books.Broken | ForeignFailure | HubException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }

    private static void refuses(RefusalCode code, Runnable call, String what) {
        try {
            call.run();
        } catch (ForeignFailure.Refused refused) {
            Guest.require(refused.code() == code, "%s: refused as %s", what, refused.code());
            return;
        }
        throw new Books.Broken(what + " is taken");
    }

    private static void describes(Guest guest) {
        Guest.require(guest.id() != Ground.ROOT_ID, "it has the root's chain id");
        int keys = guest.description().keys().size();
        Guest.require(
                keys >= CommitteeKeys.MIN_SIZE,
                "%d keys of the %d that a committee needs",
                keys,
                CommitteeKeys.MIN_SIZE);
        Guest.require(guest.description().inboxCursor() == 0, "it is no new chain: it has handled messages");
    }

    private static void isNotFounded(Guest guest) {
        refuses(RefusalCode.FAILED_PRECONDITION, () -> guest.chain().deliver(0, List.of(), 1), "a delivery");
        refuses(RefusalCode.FAILED_PRECONDITION, () -> guest.chain().sign(1, Hash.ZERO), "a signature");
        Guest.require(guest.chain().line(1).isEmpty(), "it has a checkpoint already");
    }

    private static void isFounded(Guest guest) {
        guest.found();
        guest.found();
        refuses(
                RefusalCode.FAILED_PRECONDITION,
                () -> guest.chain().found(Ground.DOMAIN, 2, guest.committee()),
                "another term");
    }

    private static void isCredited(Guest guest, Address asset, long amount) {
        guest.send(Person.ALICE, MessageKind.DEPOSIT, asset, amount, 2 * Guest.HOUR);
        guest.deliver();
        UInt256 there = guest.onChain(Person.ALICE, asset);
        Guest.require(there.equals(UInt256.of(amount)), "%d came, and %s is there", amount, there);
    }

    private static void isOrderly(Guest guest) {
        long cursor = guest.inbox().size();
        long again = guest.chain().deliver(0, guest.inbox(), 1);
        Guest.require(again == cursor, "its cursor went from %d to %d", cursor, again);
        refuses(
                RefusalCode.FAILED_PRECONDITION,
                () -> guest.chain().deliver(cursor + 1, guest.inbox().subList(0, 1), 1),
                "a delivery with a gap");
        UInt256 there = guest.onChain(Person.ALICE, COIN);
        Guest.require(there.equals(UInt256.of(1_000)), "delivered again, and %s is there", there);
    }

    private static void makesCheckpoints(Guest guest) {
        Guest.require(guest.carry() > 0, "there is none");
        long cursor = guest.line().getLast().checkpoint().inboxCursor();
        Guest.require(
                cursor == guest.inbox().size(),
                "the last one has handled %d of %d",
                cursor,
                guest.inbox().size());
        Guest.require(guest.carry() == 0, "it makes one though nothing happened");
    }

    private static void repeats(Guest guest) {
        Run first = guest.line().getFirst();
        Guest.require(guest.chain().line(1).equals(Optional.of(first)), "the first one is another now");
    }

    private static void signsOnce(Guest guest) {
        Run last = guest.line().getLast();
        long sequence = last.checkpoint().sequence();
        Hash digest = last.checkpoint().digest(Ground.DOMAIN);
        Hash other =
                Altered.block(last.checkpoint(), Keccak.hash(new byte[] {1})).digest(Ground.DOMAIN);
        List<Share> first = guest.chain().sign(sequence, digest);
        refuses(RefusalCode.FAILED_PRECONDITION, () -> guest.chain().sign(sequence, other), "another checkpoint");
        refuses(RefusalCode.FAILED_PRECONDITION, () -> guest.chain().sign(sequence + 9, other), "one far ahead");
        Guest.require(guest.chain().sign(sequence, digest).equals(first), "its shares of the same are others now");
    }

    private static void refusesOrders(Guest guest) {
        Order good = guest.order(Person.ALICE, ChainIds.ROOT, COIN, 1);
        refuses(
                RefusalCode.INVALID_ARGUMENT,
                () -> guest.chain().order(good, Guest.signed(good, Person.BOB)),
                "an order that somebody else signed");
        Order later = with(good, good.nonce() + 1, good.amount());
        refuses(RefusalCode.INVALID_ARGUMENT, () -> guest.order(later), "an order with a nonce to come");
        Order much = with(good, good.nonce(), UInt256.of(1_001));
        refuses(RefusalCode.FAILED_PRECONDITION, () -> guest.order(much), "an order that is not paid");
        long nonce = guest.chain().account(COIN, Person.ALICE.address()).nonce();
        Guest.require(nonce == good.nonce(), "what was refused took a nonce");
    }

    private static Order with(Order order, long nonce, UInt256 amount) {
        return new Order(
                order.chainId(),
                nonce,
                order.sender(),
                order.to(),
                order.kind(),
                order.recipient(),
                order.asset(),
                amount,
                order.gas(),
                order.deadline(),
                order.refund(),
                order.data());
    }

    /** An order's whole way: into an outbox, through the root's delay, into a hand. */
    private static void isPaid(Guest guest, Address asset, long amount) {
        UInt256 had = guest.onChain(Person.ALICE, asset);
        Order order = guest.order(Person.ALICE, ChainIds.ROOT, asset, amount);
        Hash tracking = guest.order(order);
        UInt256 left = guest.onChain(Person.ALICE, asset);
        Guest.require(left.plus(UInt256.of(amount)).equals(had), "of %s and %d sent %s is left", had, amount, left);
        refuses(RefusalCode.INVALID_ARGUMENT, () -> guest.order(order), "the same order again");
        guest.carry();
        Message message = guest.messageWith(tracking);
        UInt256 before = guest.onRoot(Person.ALICE, asset);
        guest.pass(Guest.OVER_A_DAY);
        guest.claim(message);
        UInt256 paid = guest.onRoot(Person.ALICE, asset).minus(before);
        Guest.require(paid.equals(UInt256.of(amount)), "%d were sent, and %s paid", amount, paid);
    }

    private static void sendsToAnother(Guest guest) {
        long other = Ground.chain(1);
        UInt256 before = guest.hub().escrow(other, COIN);
        Hash tracking = guest.order(guest.order(Person.ALICE, other, COIN, 30));
        guest.carry();
        guest.pass(Guest.OVER_A_DAY);
        guest.claim(guest.messageWith(tracking));
        UInt256 came = guest.hub().escrow(other, COIN).minus(before);
        Guest.require(came.equals(UInt256.of(30)), "30 were sent to chain %d, and %s came", other, came);
    }

    private static void sendsBack(Guest guest) {
        Message late = guest.send(Person.BOB, MessageKind.DEPOSIT, COIN, 70, 2 * Guest.HOUR);
        guest.pass(3 * Guest.HOUR);
        returned(guest, late, 70);
        Guest.require(guest.onChain(Person.BOB, COIN).isZero(), "it is late, and credited");
    }

    private static void takesCalls(Guest guest) {
        Message call = guest.send(Person.BOB, MessageKind.CALL, COIN, 20, 2 * Guest.HOUR);
        guest.deliver();
        guest.carry();
        boolean isBack = guest.line().getLast().outbox().stream()
                .anyMatch(message -> message.tracking(Ground.DOMAIN).equals(call.digest(Ground.DOMAIN)));
        if (isBack) {
            returned(guest, call, 20);
        }
    }

    private static void returned(Guest guest, Message message, long amount) {
        guest.deliver();
        guest.carry();
        Message back = guest.messageWith(message.digest(Ground.DOMAIN));
        boolean isRefund = back.kind() == MessageKind.REFUND
                && back.to() == ChainIds.ROOT
                && back.recipient().equals(message.refund())
                && back.asset().equals(message.asset())
                && back.amount().equals(UInt256.of(amount));
        Guest.require(isRefund, "what comes back is no refund of it: %s", back);
        UInt256 before = guest.onRoot(Person.BOB, message.asset());
        guest.pass(Guest.OVER_A_DAY);
        guest.claim(back);
        UInt256 paid = guest.onRoot(Person.BOB, message.asset()).minus(before);
        Guest.require(paid.equals(UInt256.of(amount)), "%d came back, and %s was paid", amount, paid);
    }

    private static void isAnswered(Guest guest, long amount) {
        UInt256 had = guest.onChain(Person.ALICE, COIN);
        Message request = guest.force(Person.ALICE, COIN, amount);
        guest.deliver();
        int before = guest.line().size();
        guest.carry();
        Guest.require(guest.line().size() > before, "no checkpoint passes it");
        Run run = guest.line().get(before);
        Optional<Message> answer = run.outbox().stream().findFirst();
        boolean isLeft = !guest.onChain(Person.ALICE, COIN).isZero();
        boolean isIgnored = new ForcedWithdrawal(request, false).isIgnored(Ground.DOMAIN, answer, isLeft);
        Guest.require(!isIgnored, "whoever asked could end the chain: %s", answer);
        UInt256 given = answer.orElseThrow().amount();
        boolean isRight = given.equals(had.compareTo(UInt256.of(amount)) < 0 ? had : UInt256.of(amount));
        Guest.require(isRight, "of %s and %d asked for it gave %s", had, amount, given);
    }

    private static void servesLeaves(Guest guest) {
        isCreditedMore(guest);
        guest.carry();
        Run last = guest.line().getLast();
        for (Exit exit : last.exits().trees()) {
            UInt256 all = UInt256.ZERO;
            for (Person person : Person.values()) {
                Optional<Leaf> leaf = guest.chain().leaf(last.checkpoint().sequence(), exit.asset(), person.address());
                if (leaf.isPresent()) {
                    boolean isThere = ExitTree.holds(
                            exit, leaf.get().holding(), leaf.get().path());
                    Guest.require(isThere, "the leaf of %s is not in the tree of %s", person, exit.asset());
                    all = all.plus(leaf.get().holding().value());
                }
            }
            Guest.require(all.equals(exit.sum()), "leaves of %s add up to %s of %s", exit.asset(), all, exit.sum());
        }
    }

    private static void isCreditedMore(Guest guest) {
        guest.send(Person.ALICE, MessageKind.DEPOSIT, COIN, 90, 2 * Guest.HOUR);
        guest.send(Person.BOB, MessageKind.DEPOSIT, COIN, 80, 2 * Guest.HOUR);
        guest.deliver();
    }

    /** The chain does nothing any more, and only the root is asked: leaves were kept, and what it never took comes back. */
    private static void isLeft(Guest guest) {
        Run last = guest.line().getLast();
        List<Kept> kept = kept(guest, last);
        guest.pass(Guest.OVER_A_DAY);
        Message never = guest.send(Person.BOB, MessageKind.DEPOSIT, COIN, 60, 2 * Guest.HOUR);
        claimRest(guest);
        guest.pass(Guest.OVER_A_DAY);
        Guest.must(guest.call(Hub.EXITS, Hub.reportSilence(guest.id())), "a report of its silence");
        guest.pass(Guest.OVER_A_DAY);
        Guest.must(guest.call(Hub.EXITS, Hub.beginExit(guest.id())), "the beginning of its end");
        Guest.require(guest.state() == State.EXIT, "it is %s", guest.state());
        long counts = guest.hub().ending(guest.id()).last();
        Guest.require(counts == last.checkpoint().sequence(), "checkpoint %d counts", counts);
        kept.forEach(leaf -> Guest.must(guest.call(Hub.EXITS, leaf.exit()), "the leaf of " + leaf.person()));
        long index = guest.inbox().indexOf(never);
        Guest.must(guest.call(Hub.EXITS, Hub.payBack(guest.id(), index, never)), "a payment back");
        for (Address asset : List.of(COIN, guest.wrapper())) {
            UInt256 rest =
                    guest.hub().escrow(guest.id(), asset).plus(guest.hub().pending(guest.id(), asset));
            Guest.require(rest.isZero(), "%s of %s belongs to nobody", rest, asset);
        }
    }

    private record Kept(Person person, Bytes exit) {}

    private static List<Kept> kept(Guest guest, Run last) {
        List<Kept> kept = new ArrayList<>();
        for (int which = 0; which < last.exits().trees().size(); which++) {
            Address asset = last.exits().trees().get(which).asset();
            for (Person person : Person.values()) {
                Optional<Leaf> leaf = guest.chain().leaf(last.checkpoint().sequence(), asset, person.address());
                if (leaf.isPresent()) {
                    var shown = new Child.Leaf(
                            last.exits(),
                            which,
                            leaf.get().holding(),
                            leaf.get().path());
                    kept.add(new Kept(person, Hub.exit(last.checkpoint(), shown)));
                }
            }
        }
        return kept;
    }

    private static void claimRest(Guest guest) {
        for (Run run : guest.line()) {
            for (Message message : run.outbox()) {
                guest.tryClaim(run, message);
            }
        }
    }
}
