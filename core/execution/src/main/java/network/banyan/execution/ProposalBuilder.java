// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.state.StateView;

/**
 * Builds the block that follows a parent from transactions that wait: runs what fits in their order, passes over what
 * does not apply, and completes the header. Used by one thread.
 */
public final class ProposalBuilder {
    /** The least gas a transaction can use: with less left, the block is full. */
    private static final long TRANSACTION_GAS = 21_000;

    /** So many in a row that do not fit end the search; a full block must not be tried against a whole pool. */
    private static final int MISFITS_MAX = 64;

    /** Room for the header and the list prefixes beside the transactions. */
    private static final int FRAME_BYTES = 1_024;

    /** The longest prefix RLP puts before a transaction. */
    private static final int PREFIX_BYTES = 4;

    private final ChainRules rules;
    private final Genesis.Parameters parameters;
    private final CodeCache codes;
    private final Engine engine;

    /** One that interprets. */
    public ProposalBuilder(ChainRules rules, Genesis.Parameters parameters, CodeCache codes) {
        this(rules, parameters, codes, Engine.interpreting());
    }

    public ProposalBuilder(ChainRules rules, Genesis.Parameters parameters, CodeCache codes, Engine engine) {
        this.rules = rules;
        this.parameters = parameters;
        this.codes = codes;
        this.engine = engine;
    }

    /**
     * What a block is to be.
     *
     * @param state after the parent
     * @param timestamp seconds since 1970; the slot tells the milliseconds
     * @param committeeRoot the commitment to the committee that certifies this block's children
     * @param prevRandao the beacon's randomness
     * @param turn if the block is the first of an epoch
     * @param bytesMax most bytes of the encoded block
     */
    public record Request(
            BlockHeader parent,
            StateView state,
            Slot slot,
            long timestamp,
            Address beneficiary,
            Hash committeeRoot,
            Hash prevRandao,
            Optional<Turn> turn,
            long bytesMax) {}

    /**
     * A block ready to be proposed.
     *
     * @param skipped what did not apply or fit, and why
     */
    public record Proposal(
            BlockHeader header,
            List<Transaction> transactions,
            List<Receipt> receipts,
            StateChanges changes,
            List<Skipped> skipped) {
        public Proposal {
            transactions = List.copyOf(transactions);
            receipts = List.copyOf(receipts);
            skipped = List.copyOf(skipped);
        }
    }

    /** A transaction that is not in the block. */
    public record Skipped(Transaction transaction, Refusal refusal) {}

    /**
     * @param candidates in the order in which they are to run; asked for no more than fit
     * @param stateRoot the root of the parent's state with changes made to it
     */
    public Proposal build(
            Request request,
            Iterator<Transaction> candidates,
            BlockContext.Ancestors ancestors,
            Function<StateChanges, Hash> stateRoot) {
        UInt256 baseFee = BaseFee.after(request.parent, parameters.minBaseFee());
        BlockEnvironment block = environment(request, baseFee);
        var progress = new BlockInProgress(rules, codes, engine, block, request.state, ancestors);
        List<Skipped> skipped = fill(progress, candidates, request.bytesMax - FRAME_BYTES);
        Executed executed = progress.finish();
        BlockHeader header =
                header(request, block, progress.transactions(), executed, stateRoot.apply(executed.changes()));
        return new Proposal(header, progress.transactions(), executed.receipts(), executed.changes(), skipped);
    }

    private static List<Skipped> fill(BlockInProgress progress, Iterator<Transaction> candidates, long bytesMax) {
        List<Skipped> skipped = new ArrayList<>();
        long bytes = 0;
        int misfits = 0;
        while (misfits < MISFITS_MAX && progress.gasLeft() >= TRANSACTION_GAS && candidates.hasNext()) {
            Transaction candidate = candidates.next();
            long size = (long) candidate.encoded().size() + PREFIX_BYTES;
            Optional<Refusal> refusal = bytes + size > bytesMax
                    ? Optional.of(Refusal.of(Refusal.Reason.BLOCK_FULL, "block size limit reached"))
                    : progress.add(candidate);
            if (refusal.isEmpty()) {
                bytes += size;
                misfits = 0;
            } else {
                skipped.add(new Skipped(candidate, refusal.get()));
                misfits += refusal.get().reason() == Refusal.Reason.BLOCK_FULL ? 1 : 0;
            }
        }
        return skipped;
    }

    private BlockEnvironment environment(Request request, UInt256 baseFee) {
        return new BlockEnvironment(
                request.parent.hash(),
                request.parent.number() + 1,
                request.timestamp,
                parameters.gasLimit(),
                request.beneficiary,
                request.prevRandao,
                baseFee,
                UInt256.ONE,
                request.committeeRoot,
                request.turn);
    }

    private static BlockHeader header(
            Request request,
            BlockEnvironment block,
            List<Transaction> transactions,
            Executed executed,
            Hash stateRoot) {
        return new BlockHeader(
                block.parentHash(),
                BlockHeader.NO_OMMERS,
                block.beneficiary(),
                stateRoot,
                HeaderRules.transactionsRoot(transactions),
                HeaderRules.receiptsRoot(executed.receipts()),
                HeaderRules.bloom(executed.receipts()),
                UInt256.ZERO,
                block.number(),
                block.gasLimit(),
                executed.gasUsed(),
                block.timestamp(),
                request.slot.toExtraData(),
                block.prevRandao(),
                BlockHeader.ZERO_NONCE,
                block.baseFee(),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                block.parentBeaconRoot(),
                BlockHeader.NO_REQUESTS);
    }
}
