// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.crypto.Keccak;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.simulation.hub.Child.Made;

/** A committee that is all in it does what its conduct says, and the root must answer as docs/spec/hub.md says it does. */
record Assault(Course course, int number, Random random) {
    private static final Address REPORTER = Address.ofNumber(0x54_0000);

    void attack(Conduct conduct) {
        // What it made before in honesty is carried first: the root knows one line.
        course.checkpoint(number);
        course.carryAll(number);
        child().handle(course.root().seconds());
        switch (conduct) {
            case OVERDRAW -> {
                Made lie = takes(List.of(escrow() + 1));
                isFrozenBy(lie);
            }
            case FORGED_OUTBOX -> {
                Made lie = takes(List.of(escrow()));
                must(submit(lie), conduct);
                course.acceptLie(number, lie);
                course.halt(number);
            }
            case SHORT_TOTALS -> shortTotals();
            case DOUBLE_WITHDRAWAL -> {
                course.claim(number);
                course.claimAgain(number);
            }
            case STALE -> stale();
            case CONFLICT -> conflict();
            case DEAD -> course.halt(number);
            case PUFFED_EXITS -> {
                Exits puffed = Child.puffed(child().trees(), UInt256.of(escrow() + 1));
                isFrozenBy(child().next(List.of(), Totals.NONE, child().handled(), List.of(), puffed));
            }
            case FORGED_INBOX -> {
                Made honest = nothing();
                refused(honest, Altered.inbox(honest.checkpoint(), some()), conduct);
            }
            case IGNORED -> ignored();
            case FOREIGN -> {
                Made honest = nothing();
                refused(honest, Altered.chain(honest.checkpoint(), Ground.chain(0)), conduct);
            }
            case TOO_FEW -> {
                TrialRoot.Outcome outcome = course.submit(number, nothing(), seat -> seat < 2);
                Books.require(!outcome.success(), "two of four signed, and the root took it");
            }
            case SPAM -> {
                List<Long> targets = Stream.generate(() -> random.nextInt(Plan.CHAINS))
                        .filter(to -> to != number)
                        .limit(20)
                        .map(Ground::chain)
                        .toList();
                child().flood(targets, Ground.attacker(), course.root().seconds() + 7_200);
            }
        }
    }

    private Child child() {
        return course.children().get(number);
    }

    private long escrow() {
        return course.hub().escrow(child().id(), Address.ZERO).toLongExact();
    }

    private Hash some() {
        return Keccak.hash(new byte[] {(byte) random.nextInt(256)});
    }

    private Made nothing() {
        return child().next(List.of(), Totals.NONE, child().handled(), child().trees());
    }

    /** All of it to the attacker, and nobody else has anything. */
    private Made takes(List<Long> amounts) {
        List<Message> messages = messages(amounts);
        return child().next(messages, Totals.of(messages), child().handled(), List.of());
    }

    private List<Message> messages(List<Long> amounts) {
        return amounts.stream()
                .map(amount -> child().leaving(
                                0,
                                MessageKind.DEPOSIT,
                                Ground.attacker(),
                                Ground.attacker(),
                                Address.ZERO,
                                amount,
                                -1,
                                Bytes.EMPTY))
                .toList();
    }

    private TrialRoot.Outcome submit(Made made) {
        return course.submit(number, made, _ -> true);
    }

    private void must(TrialRoot.Outcome outcome, Object what) {
        Books.require(outcome.success(), "%s: the root refuses: %s", what, outcome.output());
    }

    private void refused(Made made, Checkpoint lie, Conduct conduct) {
        TrialRoot.Outcome outcome = course.submit(number, made, lie, _ -> true);
        Books.require(!outcome.success(), "%s: the root took it", conduct);
    }

    private void isFrozenBy(Made lie) {
        must(submit(lie), "an overdraw is written down");
        isPunished();
    }

    private void isPunished() {
        Books.require(
                course.state(number) == State.FROZEN, "a lie is shown, and the chain is %s", course.state(number));
        course.halt(number);
    }

    private void shortTotals() {
        long all = escrow();
        List<Message> messages = messages(List.of(all, all));
        Totals totals = Totals.of(messages.subList(0, 1));
        Made lie = child().next(messages, totals, child().handled(), List.of());
        must(submit(lie), Conduct.SHORT_TOTALS);
        course.acceptLie(number, lie);
        course.halt(number);
        if (all > 0 && random.nextBoolean()) {
            Bytes proof = Hub.proveShortTotals(
                    lie.checkpoint(),
                    totals,
                    messages,
                    Address.ZERO,
                    child().committee().keys());
            must(course.root().send(REPORTER, Hub.PROOFS, UInt256.ZERO, proof), "short totals");
            isPunished();
        }
    }

    private void stale() {
        Made last = child().line().getLast();
        must(submit(last), "the same again");
        if (last.checkpoint().sequence() > 1) {
            Made made = nothing();
            refused(made, Altered.sequence(made.checkpoint(), made.checkpoint().sequence() + 1), Conduct.STALE);
            Made before = child().line().get(child().line().size() - 2);
            refused(before, Altered.block(before.checkpoint(), some()), Conduct.STALE);
        }
    }

    private void conflict() {
        Made honest = child().next();
        child().keep(honest);
        must(submit(honest), Conduct.CONFLICT);
        course.accept(number, honest);
        Checkpoint other = Altered.block(honest.checkpoint(), some());
        Committee committee = child().committee();
        Bytes proof = Hub.proveConflict(
                honest.checkpoint(),
                committee.sign(honest.checkpoint().digest(Ground.DOMAIN), seat -> seat != 0),
                other,
                committee.sign(other.digest(Ground.DOMAIN), seat -> seat != 1),
                committee.keys());
        must(course.root().send(REPORTER, Hub.PROOFS, UInt256.ZERO, proof), "a conflict");
        isPunished();
    }

    private void ignored() {
        must(course.force(Ground.user(false, 0), number, Address.ZERO, 1), "a forced withdrawal");
        child().handle(course.root().seconds());
        Message request = child().asked().getLast();
        Made lie = nothing();
        must(submit(lie), Conduct.IGNORED);
        course.acceptLie(number, lie);
        course.halt(number);
        long index = child().inbox().indexOf(request);
        Bytes proof = Hub.proveIgnored(lie.checkpoint(), index, request, Child.Leaf.none());
        must(course.root().send(REPORTER, Hub.EXITS, UInt256.ZERO, proof), "an ignored withdrawal");
        Books.require(course.state(number) == State.EXIT, "it ignored somebody, and is %s", course.state(number));
    }
}
