// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.PartialState;

/**
 * Executes what another chain did, on the part of its state that is shown. The same run makes a witness, on a state that
 * records, and judges with it: so what suffices for the one suffices for the other.
 */
final class Reexecution {
    /** What a question may take. */
    static final long QUESTION_GAS = 3_000_000;

    private static final int CODE_CACHE_BYTES = 1 << 20;

    private Reexecution() {}

    /**
     * Why a block is false; empty if it is true.
     *
     * @param parent whose child the block is
     * @param before the state after the parent
     * @throws IncompleteEvidence if the block's body is not the one that its header names
     * @throws PartialState.Missing if the state is not shown
     */
    static Optional<String> falsehood(
            DisputeRules rules,
            BlockHeader parent,
            Block block,
            PartialState before,
            BlockContext.Ancestors ancestors) {
        var headers = new HeaderRules(rules.parameters());
        BlockHeader header = block.header();
        if (headers.checkBody(header, block.transactions()) instanceof HeaderRules.Verdict.Invalid invalid) {
            throw new IncompleteEvidence(invalid.reason());
        }
        if (headers.check(header, parent) instanceof HeaderRules.Verdict.Invalid invalid) {
            return Optional.of(invalid.reason());
        }
        try {
            return outcome(rules, block, before, ancestors);
        } catch (PartialState.TooMuch beyond) {
            // Or nobody could show a block of which more had to be shown than fits.
            return Optional.ofNullable(beyond.getMessage());
        }
    }

    private static Optional<String> outcome(
            DisputeRules rules, Block block, PartialState before, BlockContext.Ancestors ancestors) {
        BlockHeader header = block.header();
        var executor = new BlockExecutor(rules.chain(), new CodeCache(CODE_CACHE_BYTES));
        return switch (executor.execute(BlockEnvironment.of(header), block.transactions(), before, ancestors)) {
            case BlockExecutor.Outcome.Invalid invalid -> Optional.of(invalid.reason());
            case BlockExecutor.Outcome.Executed executed -> {
                Hash root = before.after(executed.changes());
                yield new HeaderRules(rules.parameters()).checkOutcome(header, executed, root)
                                instanceof HeaderRules.Verdict.Invalid invalid
                        ? Optional.of(invalid.reason())
                        : Optional.empty();
            }
        };
    }

    /**
     * What a contract answers the protocol in the state after a block.
     *
     * @throws IncompleteEvidence if there is no such contract, or it fails
     * @throws PartialState.Missing if the state is not shown
     */
    static Bytes answer(BlockHeader header, Address contract, Bytes question, PartialState after) {
        var rules = ChainRules.disputable(UInt256.ZERO, Fork.OSAKA);
        var world = new JournaledWorld(after, new CodeCache(CODE_CACHE_BYTES));
        BlockContext.Ancestors nobody = number -> Hash.ZERO;
        var evm = rules.machine(world, BlockEnvironment.of(header).context(rules, nobody), Engine.interpreting());
        world.beginTransaction();
        if (world.code(contract).isEmpty()) {
            throw new IncompleteEvidence("nobody is asked: " + contract + " has no code");
        }
        Result result = evm.call(
                TransactionContext.of(SystemCall.SYSTEM, UInt256.ZERO),
                SystemCall.SYSTEM,
                contract,
                UInt256.ZERO,
                question,
                QUESTION_GAS);
        if (result instanceof Result.Success success) {
            return success.output();
        }
        throw new IncompleteEvidence("the question is refused");
    }
}
