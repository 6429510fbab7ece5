// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.hub.ChainIds;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Hash;

/**
 * Value or a message on its way between root and chains, under one tracking id (hub rule 32).
 *
 * @param steps what happened, in order
 */
public record Transfer(Hash tracking, List<Step> steps, Standing standing) {
    public Transfer {
        steps = List.copyOf(steps);
    }

    /** A message of an accepted checkpoint that can be brought to its receiver. */
    public record Claimable(Step.Leaving leaving, Step.Accepted accepted) {}

    /**
     * Where a transfer begins, as far as root and chains that were asked know: with what somebody sent, or the first that was
     * seen of it. Refunds have the same id and are later steps.
     */
    public static Optional<Step> beginning(Hash tracking, Facts facts) {
        List<Step.Taken> taken = facts.taken(tracking);
        Optional<Step.Taken> here = taken.stream().filter(Transfer::isFromRoot).findFirst();
        if (here.isPresent()) {
            return Optional.of(here.get());
        }
        List<Step.Sent> sent = facts.sent(tracking);
        Optional<Step.Sent> there = sent.stream()
                .filter(each -> each.message().kind() != MessageKind.REFUND)
                .findFirst();
        if (there.isPresent()) {
            return Optional.of(there.get());
        }
        return taken.isEmpty() ? sent.stream().map(Step.class::cast).findFirst() : Optional.of(taken.getFirst());
    }

    private static boolean isFromRoot(Step.Taken taken) {
        return taken.message().from() == ChainIds.ROOT && taken.message().kind() != MessageKind.REFUND;
    }

    /** Everything that happened from there on. */
    public static Transfer from(Step beginning, Hash tracking, Facts facts) {
        Walk walk = new Walk(facts);
        Standing standing = switch (beginning) {
            case Step.Taken taken -> walk.arrive(taken, isReturn(taken));
            case Step.Leaving leaving -> walk.leave(leaving, leaving.message().kind() == MessageKind.REFUND);
            case Step.Observed _, Step.Handled _, Step.Accepted _, Step.Spending _ -> new Standing.Unknown();
        };
        return new Transfer(tracking, walk.steps, standing);
    }

    /** What the root alone knows of a message whose beginning nobody saw: how it was claimed. */
    public static Transfer unseen(Hash tracking, Facts facts) {
        Walk walk = new Walk(facts);
        List<Step.Spending> spent = facts.spent(tracking);
        walk.steps.addAll(spent);
        Standing standing = spent.isEmpty() ? new Standing.Unknown() : walk.spentBy(spent.getLast(), false);
        return new Transfer(tracking, walk.steps, standing);
    }

    private static boolean isReturn(Step.Taken taken) {
        return taken.message().kind() == MessageKind.REFUND;
    }

    /** What can be claimed now, or could be already; empty if it waits for something else, or is done. */
    public Optional<Claimable> claimable() {
        return switch (standing) {
            case Standing.ForClaim _, Standing.ForLimit _, Standing.ForDelay _ -> {
                Step.Leaving leaving = lastOf(Step.Leaving.class);
                yield Optional.of(new Claimable(leaving, lastOf(Step.Accepted.class)));
            }
            case Standing.Unknown _,
                    Standing.OutOfSight _,
                    Standing.ForQuorum _,
                    Standing.ForHandling _,
                    Standing.ForAnswer _,
                    Standing.ForCheckpoint _,
                    Standing.Final _ -> Optional.empty();
        };
    }

    private <S extends Step> S lastOf(Class<S> kind) {
        return steps.reversed().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Follows a message from inbox to outbox to inbox. */
    private static final class Walk {
        /** There and back between two chains, and to the root: three at most. What nodes say could be anything. */
        private static final int INBOXES_MAX = 8;

        private final Facts facts;
        private final List<Step> steps = new ArrayList<>();
        private int inboxes;

        Walk(Facts facts) {
            this.facts = facts;
        }

        /** @param isReturn whether its receiver is who has the refund */
        Standing arrive(Step.Taken taken, boolean isReturn) {
            steps.add(taken);
            long chain = taken.chain();
            if (!facts.isInSight(chain) || ++inboxes > INBOXES_MAX) {
                return new Standing.OutOfSight(chain);
            }
            Optional<Step.Observed> observed = facts.observed(chain, taken.index());
            Optional<Step.Handled> handled = facts.handled(chain, taken.index());
            observed.ifPresent(steps::add);
            handled.ifPresent(steps::add);
            if (handled.isEmpty()) {
                return observed.isEmpty()
                        ? new Standing.ForQuorum(chain, taken.index())
                        : new Standing.ForHandling(chain, taken.index());
            }
            return handled(taken, handled.get(), isReturn);
        }

        private Standing handled(Step.Taken taken, Step.Handled handled, boolean isReturn) {
            long chain = taken.chain();
            if (taken.message().kind() == MessageKind.FORCED) {
                Optional<Step.Answered> answer = facts.answered(handled, taken.tracking());
                return answer.isPresent() ? leave(answer.get(), false) : new Standing.ForAnswer(chain, taken.index());
            }
            if (handled.isDelivered()) {
                return arrived(chain, isReturn);
            }
            Optional<Step.Sent> back = facts.wentBack(handled, taken.tracking());
            return back.isPresent() ? leave(back.get(), true) : new Standing.Failed(chain);
        }

        Standing leave(Step.Leaving leaving, boolean isReturn) {
            steps.add(leaving);
            long chain = leaving.chain();
            Optional<Step.Accepted> accepted = facts.accepted(chain, leaving.run());
            if (accepted.isEmpty()) {
                return new Standing.ForCheckpoint(chain, leaving.run());
            }
            steps.add(accepted.get());
            boolean isForRoot = leaving.message().to() == ChainIds.ROOT;
            List<Step.Spending> spent = facts.spent(leaving.tracking()).stream()
                    .filter(step -> step.chain() == chain
                            && step.at().block() >= accepted.get().at().block()
                            && !(isForRoot ? step instanceof Step.Forwarded : step instanceof Step.Claimed))
                    .toList();
            for (Step.Spending step : spent) {
                steps.add(step);
                if (!(step instanceof Step.Drawn)) {
                    return spentBy(step, isReturn);
                }
            }
            if (!spent.isEmpty() && spent.getLast() instanceof Step.Drawn drawn) {
                return new Standing.ForLimit(chain, sequence(accepted.get()), drawn.drawn(), leaving.message());
            }
            Facts.Maturity maturity = facts.maturity(chain, sequence(accepted.get()));
            return maturity.isMature()
                    ? new Standing.ForClaim(chain, sequence(accepted.get()))
                    : new Standing.ForDelay(
                            chain, sequence(accepted.get()), maturity.payableAt(), maturity.isClockRunning());
        }

        Standing spentBy(Step.Spending step, boolean isReturn) {
            return switch (step) {
                case Step.Drawn drawn -> new Standing.OutOfSight(drawn.chain());
                case Step.Claimed claimed -> arrived(ChainIds.ROOT, isReturn || !claimed.isPaid());
                case Step.Forwarded forwarded -> {
                    if (forwarded.to() == ChainIds.ROOT) {
                        yield new Standing.CameBack(ChainIds.ROOT);
                    }
                    Optional<Step.Taken> next = facts.taken(forwarded.to(), forwarded.place());
                    yield next.isPresent()
                            ? arrive(next.get(), isReturn || forwarded.to() == forwarded.chain())
                            : new Standing.OutOfSight(forwarded.to());
                }
            };
        }

        private static Standing arrived(long on, boolean isReturn) {
            return isReturn ? new Standing.CameBack(on) : new Standing.Delivered(on);
        }

        private static long sequence(Step.Accepted accepted) {
            return accepted.checkpoint().sequence();
        }
    }
}
