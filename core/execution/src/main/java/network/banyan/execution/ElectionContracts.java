// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Member;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.ElectionContract.Candidate;
import network.banyan.crypto.BlsPoints;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.StateView;

/**
 * What the protocol asks of the staking contracts (docs/spec/staking.md). Where there are none, or their answer is none,
 * there is nobody: nothing that contracts do may stop the chain.
 */
public final class ElectionContracts {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final ChainRules rules;
    private final BlockEnvironment block;
    private final StateView state;

    /**
     * @param block by whose header the contracts see time and height
     * @param state to ask; nothing is written to it
     */
    public ElectionContracts(ChainRules rules, BlockEnvironment block, StateView state) {
        this.rules = rules;
        this.block = block;
        this.state = state;
    }

    /** The candidates of an epoch in the order of their ranks; none if none were fixed. */
    public List<Member> candidates(long epoch) {
        return ask(ElectionContract.ADDRESS, ElectionContract.candidates(epoch), ElectionContract::candidates)
                .filter(candidates -> !candidates.isEmpty())
                .flatMap(this::members)
                .orElse(List.of());
    }

    private Optional<List<Member>> members(List<Candidate> candidates) {
        List<Long> identities = candidates.stream().map(Candidate::identity).toList();
        return ask(
                DelegatesContract.ADDRESS,
                DelegatesContract.members(identities),
                answer -> DelegatesContract.members(answer, identities.size()));
    }

    /** Who registered a BLS key of 48 bytes, be it replaced since; 0 for nobody. */
    public long delegateOf(Bytes blsPublicKey) {
        return BlsPoints.ofKey(blsPublicKey)
                .flatMap(key ->
                        ask(DelegatesContract.ADDRESS, DelegatesContract.delegateOfKey(key), DelegatesContract::number))
                .orElse(0L);
    }

    private <T> Optional<T> ask(Address contract, Bytes input, Function<Bytes, T> meaning) {
        var world = new JournaledWorld(state, new CodeCache(CODE_CACHE_BYTES));
        BlockContext.Ancestors none = number -> Hash.ZERO;
        var evm = rules.machine(world, block.context(rules, none), Engine.interpreting());
        world.beginTransaction();
        return SystemCall.run(evm, world, contract, input).flatMap(answer -> understood(answer, meaning));
    }

    static <T> Optional<T> understood(Bytes answer, Function<Bytes, T> meaning) {
        try {
            return Optional.of(meaning.apply(answer));
        } catch (AbiException malformed) {
            return Optional.empty();
        }
    }
}
