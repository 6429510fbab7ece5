// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What root 9 and its chains said, written down step by step; each step is a block later than the one before. */
final class RecordedFacts implements Facts {
    static final HubDomain DOMAIN = HubDomain.of(9);
    static final Address ALICE = Address.ofNumber(0xa11ce);
    static final Address BOB = Address.ofNumber(0xb0b);

    private static final long RUN_BLOCKS = 4;

    private final List<Step> said = new ArrayList<>();
    private final List<Integer> causes = new ArrayList<>();
    private final Set<Long> inSight = new TreeSet<>();
    private Maturity maturity = new Maturity(false, 5_000, true);
    private long block;

    /** A message of Alice's for Bob. */
    static Message message(long from, long to, MessageKind kind, long amount) {
        return new Message(
                from, to, 3, kind, ALICE, BOB, Address.ZERO, UInt256.of(amount), 0, 10_000, ALICE, Bytes.EMPTY);
    }

    /** What brings a message's value back to Alice: by the hub from the root, or by a chain's outpost. */
    static Message back(long from, long to, Message of, Hash tracking) {
        return new Message(
                from,
                to,
                8,
                of.kind() == MessageKind.TOKEN ? MessageKind.TOKEN : MessageKind.REFUND,
                ChainOutpost.OUTPOST,
                of.refund(),
                of.asset(),
                of.amount(),
                0,
                -1,
                of.refund(),
                tracking.toBytes());
    }

    void see(long chain) {
        inSight.add(chain);
    }

    void mature() {
        maturity = new Maturity(true, 5_000, true);
    }

    void stopClock() {
        maturity = new Maturity(false, 5_000, false);
    }

    private Moment next() {
        block++;
        return new Moment(block, 1_000 + block);
    }

    private <S extends Step> S say(S step) {
        said.add(step);
        return step;
    }

    Step.Taken take(long chain, long index, Message message) {
        return say(new Step.Taken(chain, index, message.tracking(DOMAIN), message, next()));
    }

    Step.Observed observe(long chain, long cursor) {
        return say(new Step.Observed(chain, cursor, next()));
    }

    Step.Handled handle(long chain, long index, boolean isDelivered) {
        return say(new Step.Handled(chain, index, isDelivered, next()));
    }

    Step.Sent send(long chain, Message message) {
        Moment at = next();
        return say(new Step.Sent(chain, run(at.block()), message.tracking(DOMAIN), message, at));
    }

    /** In the block in which it was handled. */
    Step.Sent giveBack(Step.Handled handled, Message message) {
        Moment at = handled.at();
        return say(new Step.Sent(handled.chain(), run(at.block()), message.tracking(DOMAIN), message, at));
    }

    Step.Answered answer(long chain, long run, Message message) {
        return say(new Step.Answered(chain, run, message.digest(DOMAIN), message, next()));
    }

    Step.Accepted accept(long chain, long run) {
        var checkpoint = new Checkpoint(
                chain,
                run,
                run == 1 ? Hash.ZERO : DOMAIN.separator(),
                1,
                run == 1 ? 1 : (run - 1) * RUN_BLOCKS + 1,
                run * RUN_BLOCKS,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                0,
                Hash.ZERO,
                DOMAIN.separator(),
                1,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO,
                Hash.ZERO);
        return say(new Step.Accepted(chain, checkpoint, next()));
    }

    Step.Drawn draw(Hash tracking, long chain, long drawn, long amount) {
        return spend(tracking, new Step.Drawn(chain, UInt256.of(drawn), UInt256.of(amount), next()));
    }

    Step.Claimed claim(Hash tracking, long chain, boolean isPaid) {
        return spend(tracking, new Step.Claimed(chain, isPaid, next()));
    }

    Step.Forwarded forward(Hash tracking, long chain, long to, long place) {
        return spend(tracking, new Step.Forwarded(chain, to, place, next()));
    }

    private final List<Hash> spentUnder = new ArrayList<>();

    private <S extends Step.Spending> S spend(Hash tracking, S step) {
        spentUnder.add(tracking);
        causes.add(said.size());
        return say(step);
    }

    static long run(long block) {
        return (block + RUN_BLOCKS - 1) / RUN_BLOCKS;
    }

    private <S extends Step> List<S> all(Class<S> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public List<Step.Taken> taken(Hash tracking) {
        return all(Step.Taken.class).stream()
                .filter(step -> step.tracking().equals(tracking))
                .toList();
    }

    @Override
    public Optional<Step.Taken> taken(long chain, long index) {
        return all(Step.Taken.class).stream()
                .filter(step -> step.chain() == chain && step.index() == index)
                .findFirst();
    }

    @Override
    public List<Step.Spending> spent(Hash tracking) {
        List<Step.Spending> spent = new ArrayList<>();
        for (int i = 0; i < causes.size(); i++) {
            if (spentUnder.get(i).equals(tracking) && said.get(causes.get(i)) instanceof Step.Spending step) {
                spent.add(step);
            }
        }
        return spent;
    }

    @Override
    public Optional<Step.Accepted> accepted(long chain, long run) {
        return all(Step.Accepted.class).stream()
                .filter(step -> step.chain() == chain && step.checkpoint().lastBlock() == run * RUN_BLOCKS)
                .findFirst();
    }

    @Override
    public Maturity maturity(long chain, long sequence) {
        return maturity;
    }

    @Override
    public boolean isInSight(long chain) {
        return inSight.contains(chain);
    }

    @Override
    public List<Step.Sent> sent(Hash tracking) {
        return all(Step.Sent.class).stream()
                .filter(step ->
                        inSight.contains(step.chain()) && step.tracking().equals(tracking))
                .toList();
    }

    @Override
    public Optional<Step.Observed> observed(long chain, long index) {
        return all(Step.Observed.class).stream()
                .filter(step -> step.chain() == chain && step.cursor() > index)
                .findFirst();
    }

    @Override
    public Optional<Step.Handled> handled(long chain, long index) {
        return all(Step.Handled.class).stream()
                .filter(step -> step.chain() == chain && step.index() == index)
                .findFirst();
    }

    @Override
    public Optional<Step.Sent> wentBack(Step.Handled handled, Hash tracking) {
        return all(Step.Sent.class).stream()
                .filter(step ->
                        step.at().equals(handled.at()) && step.message().data().equals(tracking.toBytes()))
                .findFirst();
    }

    @Override
    public Optional<Step.Answered> answered(Step.Handled handled, Hash request) {
        return all(Step.Answered.class).stream()
                .filter(step -> step.message().data().equals(request.toBytes()))
                .findFirst();
    }
}
