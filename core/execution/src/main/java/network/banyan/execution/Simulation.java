// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.precompile.Precompile;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.execution.SimulatedChain.Outcome;
import network.banyan.execution.SimulatedChain.Simulated;
import network.banyan.execution.SimulationRefused.Reason;
import network.banyan.execution.SimulationRequest.AccountOverride;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.execution.SimulationRequest.Call;
import network.banyan.execution.SimulationRequest.SimulatedBlock;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.state.StateView;

/**
 * Runs blocks that nobody made, one on another, and forgets them. Used once, by one thread.
 *
 * <p>Source: {@code eth_simulateV1} of ethereum/execution-apis.
 */
public final class Simulation {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    /**
     * What the simulated blocks stand on.
     *
     * @param state after the block
     * @param ancestors hashes of earlier blocks
     * @param minBaseFee below which the base fee never falls, in wei
     * @param interval seconds from a block to the next
     * @param stateRoot of the state with changes made to it
     */
    public record Base(
            BlockHeader header,
            StateView state,
            BlockContext.Ancestors ancestors,
            UInt256 minBaseFee,
            long interval,
            Function<StateChanges, Hash> stateRoot) {}

    private final ChainRules rules;
    private final Base base;
    private final SimulationRequest request;
    private final JournaledWorld world;
    private final List<BlockHeader> headers = new ArrayList<>();
    private long gasLeft;

    public Simulation(ChainRules rules, Base base, SimulationRequest request) {
        this.rules = rules;
        this.base = base;
        this.request = request;
        this.world = new JournaledWorld(base.state, new CodeCache(CODE_CACHE_BYTES));
        this.gasLeft = request.gasMax();
    }

    /**
     * @throws SimulationRefused if a block or a call cannot be
     */
    public SimulatedChain run() throws SimulationRefused {
        List<Simulated> blocks = new ArrayList<>();
        for (SimulatedBlock block : SimulatedHeaders.placed(request.blocks(), base.header, base.interval)) {
            Simulated simulated = run(block);
            headers.add(simulated.block().header());
            blocks.add(simulated);
        }
        return new SimulatedChain(blocks);
    }

    private BlockHeader parent() {
        return headers.isEmpty() ? base.header : headers.getLast();
    }

    private Hash ancestor(long number) {
        long above = number - base.header.number();
        if (above < 0) {
            return base.ancestors.hash(number);
        }
        return above == 0
                ? base.header.hash()
                : above <= headers.size() ? headers.get((int) above - 1).hash() : Hash.ZERO;
    }

    private Simulated run(SimulatedBlock simulated) throws SimulationRefused {
        long excess = rules.blobs().excessAfter(parent(), rules.fork());
        BlockEnvironment block = environment(simulated.header(), excess);
        Precompiles precompiles = pretend(simulated.accounts());
        var evm = rules.machine(world, block.context(rules, this::ancestor), Engine.interpreting(), precompiles);
        var progress = new BlockInProgress(rules, block, world, evm);
        List<Outcome> outcomes = new ArrayList<>();
        for (Call call : simulated.calls()) {
            Transaction transaction = new UnsignedCall(rules, call, world)
                    .checked(block, progress.gasLeft(), gasLeft, request.validation());
            var transfers = new TransferLogs();
            Evm itsEvm = request.transfers() ? evm.watched(transfers) : evm;
            var applied = new TransactionProcessor(rules, block, world, itsEvm).run(transaction.body(), call.from());
            progress.ran(transaction, applied);
            gasLeft -= applied.gasUsed();
            long most = Math.max(
                    transaction.body().gasLimit() - applied.result().gasLeft(),
                    IntrinsicGas.of(transaction.body(), rules.fork()).floor());
            List<Log> logs = request.transfers() ? transfers.logs() : applied.logs();
            outcomes.add(new Outcome(call.from(), applied.result(), applied.gasUsed(), most, logs));
        }
        return new Simulated(finished(block, progress, excess), outcomes);
    }

    private BlockEnvironment environment(BlockOverride override, long excessBlobGas) {
        BlockHeader parent = parent();
        UInt256 baseFee = request.validation() ? BaseFee.after(parent, base.minBaseFee) : UInt256.ZERO;
        return new BlockEnvironment(
                parent.hash(),
                override.number().orElseThrow(),
                override.timestamp().orElseThrow(),
                override.gasLimit().orElse(parent.gasLimit()),
                override.beneficiary().orElse(parent.beneficiary()),
                override.prevRandao().orElse(Hash.ZERO),
                override.baseFee().orElse(baseFee),
                override.blobBaseFee().orElse(rules.blobs().price(excessBlobGas)),
                Hash.ZERO);
    }

    private Block finished(BlockEnvironment block, BlockInProgress progress, long excessBlobGas)
            throws SimulationRefused {
        var failed = progress.request();
        if (failed.isPresent()) {
            throw new SimulationRefused(Reason.MALFORMED, failed.get());
        }
        BlockExecutor.Outcome.Executed executed = progress.finish();
        var header = new BlockHeader(
                block.parentHash(),
                BlockHeader.NO_OMMERS,
                block.beneficiary(),
                base.stateRoot.apply(executed.changes()),
                HeaderRules.transactionsRoot(progress.transactions()),
                HeaderRules.receiptsRoot(executed.receipts()),
                HeaderRules.bloom(executed.receipts()),
                UInt256.ZERO,
                block.number(),
                block.gasLimit(),
                executed.gasUsed(),
                block.timestamp(),
                Bytes.EMPTY,
                block.prevRandao(),
                BlockHeader.ZERO_NONCE,
                block.baseFee(),
                BlockHeader.EMPTY_ROOT,
                0,
                excessBlobGas,
                block.parentBeaconRoot(),
                executed.requestsHash());
        return new Block(header, progress.transactions());
    }

    /** Makes accounts look as is pretended; the precompiles of this block. */
    private Precompiles pretend(List<AccountOverride> overrides) throws SimulationRefused {
        Precompiles usual = rules.precompiles();
        Set<Address> named = new HashSet<>();
        overrides.forEach(override -> named.add(override.address()));
        Set<Address> gone = new HashSet<>();
        Map<Address, Precompile> moved = new HashMap<>();
        world.beginTransaction();
        for (AccountOverride override : overrides) {
            Precompile precompile = usual.at(override.address());
            if (override.precompileTo().isPresent()) {
                Address to = override.precompileTo().get();
                if (precompile == null) {
                    throw new SimulationRefused(
                            Reason.MALFORMED, "account %s is not a precompile".formatted(override.address()));
                }
                if (named.contains(to)) {
                    throw new SimulationRefused(Reason.MALFORMED, "account %s is already overridden".formatted(to));
                }
                moved.put(to, precompile);
            }
            if (precompile != null) {
                gone.add(override.address());
            }
            world.pretend(override);
        }
        world.endTransaction();
        return gone.isEmpty() ? usual : usual.changed(gone, moved);
    }
}
