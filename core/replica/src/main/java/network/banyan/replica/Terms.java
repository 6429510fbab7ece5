// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import network.banyan.contracts.staking.ElectionContract.Report;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.election.Succession;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.ChainRules;
import network.banyan.execution.ElectionContracts;
import network.banyan.execution.Turn;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.state.StateView;

/** The committees of a chain: who sits, who sits next, and how those served whose epoch is over. */
final class Terms {
    private final ChainRules rules;
    private final Optional<Epochs> epochs;
    private final Committee first;
    private final ChainStore store;
    private volatile Committee sitting;
    private volatile Attendance attendance;
    private volatile Attendance former;

    private Terms(Genesis genesis, Committee first, ChainStore store, Committee sitting, Attendance attendance) {
        this.rules = ChainRules.of(genesis);
        this.epochs = genesis.parameters().epochs();
        this.first = first;
        this.store = store;
        this.sitting = sitting;
        this.attendance = attendance;
        this.former = attendance;
    }

    /**
     * Goes on from what the store holds.
     *
     * @param first the committee of genesis
     * @throws ChainState.Unusable if the store lacks a committee or a block
     */
    static Terms open(Genesis genesis, Committee first, ChainStore store) {
        Optional<Epochs> epochs = genesis.parameters().epochs();
        long height = store.height();
        long over = epochs.map(terms -> terms.of(height)).orElse(0L);
        var attendance = new Attendance(committee(over, first, store));
        if (epochs.isPresent()) {
            for (long number = over * epochs.get().blocks() + 1; number <= height; number++) {
                attendance.add(ChainState.stored(store, number).slot().view());
            }
        }
        long next = epochs.map(terms -> terms.of(height + 1)).orElse(0L);
        return new Terms(genesis, first, store, committee(next, first, store), attendance);
    }

    private static Committee committee(long epoch, Committee first, ChainStore store) {
        return epoch == 0
                ? first
                : store.committee(epoch)
                        .orElseThrow(() -> new ChainState.Unusable(
                                "The data folder is not whole: the committee of epoch %d is missing."
                                        .formatted(epoch)));
    }

    /** Who certifies the block after the tip. */
    Committee sitting() {
        return sitting;
    }

    /** Any thread may ask. */
    Optional<EpochView> view(long epoch) {
        if (epoch < 0 || epoch > sitting.epoch()) {
            return Optional.empty();
        }
        Optional<Committee> committee = epoch == 0 ? Optional.of(first) : store.committee(epoch);
        long before = epochs.map(terms -> epoch * terms.blocks()).orElse(0L);
        Optional<List<EpochView.Service>> services =
                committee.filter(_ -> epochs.isPresent()).flatMap(this::services);
        return committee.flatMap(its -> store.block(before)
                .map(block -> new EpochView(
                        its,
                        before + 1,
                        epochs.map(terms -> terms.last(epoch)).orElse(Long.MAX_VALUE),
                        block.header().mixHash(),
                        services)));
    }

    /** How a committee serves or served; nothing yet for one that is drawn and whose first block is still to come. */
    private Optional<List<EpochView.Service>> services(Committee committee) {
        Attendance now = attendance;
        if (committee.epoch() > now.committee().epoch()) {
            return Optional.of(new Attendance(committee).services());
        }
        return Stream.of(now, former)
                .filter(known -> known.committee().epoch() == committee.epoch())
                .findFirst()
                .map(Attendance::services);
    }

    /** The last height of the sitting committee. */
    long last() {
        return epochs.map(terms -> terms.last(sitting.epoch())).orElse(Long.MAX_VALUE);
    }

    /** The height of the last block before an epoch, which everybody in that epoch has; bounded, for a liar may name any. */
    long lastBefore(long epoch) {
        return epochs.filter(terms -> epoch <= Long.MAX_VALUE / terms.blocks())
                .map(terms -> epoch * terms.blocks())
                .orElse(Long.MAX_VALUE);
    }

    /** Whether the tip is where the sitting committee begins. */
    boolean begins(long nextHeight) {
        return nextHeight == 1 || epochs.map(terms -> terms.begins(nextHeight)).orElse(false);
    }

    /**
     * The committee that follows if a block of this height is the last of its epoch.
     *
     * @param state after the parent: the candidates were fixed in the epoch's first block
     * @param beacon after the block
     */
    Optional<Committee> next(long height, BlockHeader parent, StateView state, Hash beacon) {
        return epochs.filter(terms -> terms.ends(height))
                .map(terms -> Succession.after(
                        sitting, candidates(parent, state, sitting.epoch() + 1), beacon, terms.seats()));
    }

    private List<Member> candidates(BlockHeader block, StateView state, long epoch) {
        return Nominees.of(contracts(block, state).candidates(epoch));
    }

    /** Who was or is yet to be drawn, in this epoch and the next, as the state after a final block knows. */
    List<Member> candidates(Candidate tip) {
        if (epochs.isEmpty()) {
            return List.of();
        }
        BlockHeader block = tip.block().header();
        Set<Member> known = new LinkedHashSet<>(candidates(block, tip.layer(), sitting.epoch()));
        known.addAll(candidates(block, tip.layer(), sitting.epoch() + 1));
        return List.copyOf(known);
    }

    /** What the contracts are told if a block of this height is the first of its epoch. */
    Optional<Turn> turn(long height, BlockHeader parent, StateView state) {
        return epochs.filter(terms -> terms.begins(height))
                .map(terms -> new Turn(
                        terms.of(height), height == 1 ? List.of() : reports(contracts(parent, state), height - 1)));
    }

    /**
     * What {@link #turn} said of a block that is final by now. Any thread may ask.
     *
     * @param state after its parent
     */
    Optional<Turn> pastTurn(long height, BlockHeader parent, StateView state) {
        return epochs.filter(terms -> terms.begins(height))
                .map(terms -> new Turn(
                        terms.of(height), height == 1 ? List.of() : pastReports(terms, height - 1, parent, state)));
    }

    private List<Report> pastReports(Epochs terms, long last, BlockHeader parent, StateView state) {
        var served = new Attendance(committee(terms.of(last), first, store));
        for (long number = terms.of(last) * terms.blocks() + 1; number <= last; number++) {
            served.add(ChainState.stored(store, number).slot().view());
        }
        ElectionContracts contracts = contracts(parent, state);
        return served.reports(
                seat -> contracts.delegateOf(served.committee().member(seat).blsPublicKey()));
    }

    private List<Report> reports(ElectionContracts contracts, long last) {
        Committee served = attendance.committee();
        Invariant.check(
                epochs.map(terms -> terms.last(served.epoch())).orElse(0L) == last,
                "an epoch begins after block %d, before the last one is final",
                last);
        return attendance.reports(
                seat -> contracts.delegateOf(served.member(seat).blsPublicKey()));
    }

    private ElectionContracts contracts(BlockHeader block, StateView state) {
        return new ElectionContracts(rules, BlockEnvironment.of(block), state);
    }

    /** A block became final. */
    void advance(Block block, Optional<Committee> next) {
        if (begins(block.number())) {
            former = attendance;
            attendance = new Attendance(sitting);
        }
        if (epochs.isPresent()) {
            attendance.add(block.slot().view());
        }
        next.ifPresent(committee -> sitting = committee);
    }
}
