// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.Tracer;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateView;

/** A block being executed or built: system calls first, then one transaction after another. */
final class BlockInProgress {
    /** Keeps the parent beacon block roots; on our chains, the committees' commitments (EIP-4788). */
    static final Address BEACON_ROOTS = Address.fromHex("0x000f3df6d732807ef1319fb7b8bb8522d0beac02");

    /** Keeps the hashes of the last 8,191 blocks (EIP-2935). */
    static final Address HISTORY = Address.fromHex("0x0000f90827f1c53a10cb7a02335b175320002935");

    /** More coins than any chain has; a balance can bear them. */
    private static final int MINTED_BITS_MAX = 128;

    private final ChainRules rules;
    private final BlockEnvironment block;
    private final JournaledWorld world;
    private final Evm evm;
    private final TransactionProcessor processor;
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<UInt256> gasPrices = new ArrayList<>();
    private long gasUsed;
    private long blobGasLeft;
    private Hash requestsHash = BlockHeader.NO_REQUESTS;

    BlockInProgress(
            ChainRules rules,
            CodeCache codes,
            Engine engine,
            BlockEnvironment block,
            StateView parent,
            BlockContext.Ancestors ancestors) {
        this(rules, block, new JournaledWorld(parent, codes), block.context(rules, ancestors), engine);
    }

    private BlockInProgress(
            ChainRules rules, BlockEnvironment block, JournaledWorld world, BlockContext context, Engine engine) {
        this(rules, block, world, rules.machine(world, context, engine));
    }

    /** A block over what a world holds already. */
    BlockInProgress(ChainRules rules, BlockEnvironment block, JournaledWorld world, Evm evm) {
        this.rules = rules;
        this.block = block;
        this.world = world;
        this.evm = evm;
        this.processor = new TransactionProcessor(rules, block, world, evm);
        this.blobGasLeft = rules.blobs().gasMax();
        systemCall(BEACON_ROOTS, block.parentBeaconRoot().toBytes());
        if (rules.fork().includes(Fork.PRAGUE)) {
            systemCall(HISTORY, block.parentHash().toBytes());
        }
        block.turn().ifPresent(this::begin);
    }

    /** Begins an epoch: mints what the one before has earned, and lets the contracts pay, judge and elect. */
    private void begin(Turn turn) {
        world.beginTransaction();
        due(turn).ifPresent(minted -> {
            int mark = world.mark();
            if (!minted.isZero()) {
                world.credit(RewardsContract.ADDRESS, minted);
            }
            Bytes input = ElectionContract.turn(turn.epoch(), minted, turn.reports());
            if (SystemCall.run(evm, world, ElectionContract.ADDRESS, input).isEmpty()) {
                world.revertTo(mark);
            }
        });
        world.endTransaction();
    }

    private Optional<UInt256> due(Turn turn) {
        return turn.epoch() == 0
                ? Optional.of(UInt256.ZERO)
                : SystemCall.run(evm, world, ElectionContract.ADDRESS, ElectionContract.due(turn.reports()))
                        .flatMap(answer -> ElectionContracts.understood(answer, ElectionContract::due))
                        .filter(minted -> minted.bitLength() <= MINTED_BITS_MAX);
    }

    /** What the contract answers; empty where there is no such contract. */
    private Optional<Result> systemCall(Address contract, Bytes input) {
        world.beginTransaction();
        Optional<Result> result = SystemCall.result(evm, world, contract, input);
        world.endTransaction();
        return result;
    }

    /** Runs a transaction at the end of the block; if it cannot stand here, nothing changes. */
    Optional<Refusal> add(Transaction transaction) {
        return switch (apply(transaction, Optional.empty())) {
            case TransactionProcessor.Outcome.Refused refused -> Optional.of(refused.refusal());
            case TransactionProcessor.Outcome.Applied _ -> Optional.empty();
        };
    }

    /**
     * As {@link #add}.
     *
     * @param tracer sees it run
     */
    TransactionProcessor.Outcome apply(Transaction transaction, Optional<Tracer> tracer) {
        TransactionProcessor itsProcessor = tracer.map(this::watched).orElse(processor);
        TransactionProcessor.Outcome outcome = itsProcessor.process(transaction, gasLeft(), blobGasLeft);
        if (outcome instanceof TransactionProcessor.Outcome.Applied applied) {
            ran(transaction, applied);
        }
        return outcome;
    }

    /** Takes down what came of a transaction that ran on this block's world. */
    void ran(Transaction transaction, TransactionProcessor.Outcome.Applied applied) {
        gasUsed += applied.gasUsed();
        blobGasLeft -= TransactionCheck.blobGas(transaction.body());
        transactions.add(transaction);
        receipts.add(Receipt.of(transaction.type(), applied.succeeded(), gasUsed, applied.logs()));
        gasPrices.add(applied.gasPrice());
    }

    private TransactionProcessor watched(Tracer tracer) {
        return new TransactionProcessor(rules, block, world, evm.watched(tracer));
    }

    /** As it is now. */
    LiveState state() {
        return world;
    }

    /** Hands out what the consensus layer gave, after the last transaction. */
    void withdraw(List<Withdrawal> withdrawals) {
        world.beginTransaction();
        for (Withdrawal withdrawal : withdrawals) {
            world.credit(withdrawal.address(), withdrawal.amount());
        }
        world.endTransaction();
    }

    /** Gathers what the block asks of the consensus layer, at its very end; why it is no block, if that fails. */
    Optional<String> request() {
        if (!rules.requests() || !rules.fork().includes(Fork.PRAGUE)) {
            return Optional.empty();
        }
        try {
            Bytes deposits = Requests.deposits(receipts);
            Optional<Result> withdrawals = systemCall(Requests.WITHDRAWALS, Bytes.EMPTY);
            Optional<Result> consolidations = systemCall(Requests.CONSOLIDATIONS, Bytes.EMPTY);
            if (withdrawals.isEmpty() || consolidations.isEmpty()) {
                return Optional.of("a system contract for requests is missing");
            }
            if (!(withdrawals.get() instanceof Result.Success && consolidations.get() instanceof Result.Success)) {
                return Optional.of("a system contract for requests failed");
            }
            requestsHash = Requests.hash(List.of(
                    deposits, withdrawals.get().output(), consolidations.get().output()));
            return Optional.empty();
        } catch (Requests.BadDeposit bad) {
            return Optional.ofNullable(bad.getMessage());
        }
    }

    long gasLeft() {
        return block.gasLimit() - gasUsed;
    }

    List<Transaction> transactions() {
        return transactions;
    }

    /** Ends it: nothing runs behind what a sidechain's outbox says of a run. */
    BlockExecutor.Outcome.Executed finish() {
        if (rules.outpost()) {
            systemCall(OutboxContract.ADDRESS, OutboxContract.endBlock());
        }
        return new BlockExecutor.Outcome.Executed(receipts, gasUsed, world.changes(), gasPrices, requestsHash);
    }
}
