// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.execution.Onlooker;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.AccountProof;
import network.banyan.state.StateView;

/**
 * What the outside may ask a node: finalised blocks, their state, and the transactions that wait. Any thread may call;
 * calls may read the disk. Nothing that is not final is ever shown, except the pool.
 */
public interface ChainView {
    Genesis genesis();

    Hash genesisHash();

    /** Height of the last finalised block. */
    long height();

    Optional<Block> block(long number);

    Optional<Block> block(Hash hash);

    /** The header of a final block, for whoever needs no more: there are views that fetch bodies from afar. */
    default Optional<BlockHeader> header(long number) {
        return block(number).map(Block::header);
    }

    /** Receipts of a finalised block, in the order of its transactions; empty if there is no such block. */
    Optional<List<Receipt>> receipts(long number);

    /** The FINALIZE certificate that covers a block: its own, or that of the nearest later block (rule 6). */
    Optional<Certificate> certificate(long number);

    /** The epoch of the block that comes next. */
    long epoch();

    /** An epoch from 0 on; empty if its committee is not decided yet. */
    Optional<EpochView> epoch(long number);

    Optional<Location> locate(Hash transaction);

    /** Where a transaction stands in the chain. */
    record Location(long block, int index) {}

    /**
     * Transactions that an account sent, received, or created a contract with, newest first.
     *
     * @param before only those that stand before this place; {@code (Long.MAX_VALUE, 0)} for the newest
     * @param limit 1 to 1,000
     */
    List<Location> history(Address account, Location before, int limit);

    /**
     * The same from oldest to newest.
     *
     * @param after only those that stand behind this place; {@code (0, 0)} for the oldest
     * @param limit 1 to 1,000
     */
    List<Location> historyAfter(Address account, Location after, int limit);

    /** The state after a block; empty if the block is not final or its state is no longer kept. */
    Optional<StateView> state(long number);

    /** Proof of an account and slots after a block; empty as {@link #state}. */
    Optional<AccountProof> prove(Address address, List<UInt256> slots, long number);

    /** Runs a message on the state after a block, keeping nothing; empty as {@link #state}. */
    Optional<CallOutcome> call(CallRequest request, long number);

    /** The least gas limit with which the message succeeds, or how it fails; empty as {@link #state}. */
    Optional<GasEstimate> estimateGas(CallRequest request, long number);

    /** What the message would name in its access list (EIP-2930), and how it then ends; empty as {@link #state}. */
    Optional<AccessListing> accessList(CallRequest request, long number);

    /**
     * Runs transactions of a final block again, on the state after the block before, for somebody to watch.
     *
     * @param number from 1 on; genesis has no block before it
     * @param count how many of its transactions, from the first on
     * @return false, and nothing ran, if there is no such block or the state before it is no longer kept
     */
    boolean replay(long number, int count, Onlooker onlooker);

    /** As {@link #call}, for somebody to watch as the only transaction. */
    Optional<CallOutcome> call(CallRequest request, long number, Onlooker onlooker);

    /**
     * Runs blocks that nobody made on the state after a block, keeping nothing; empty as {@link #state}. Their headers name no
     * state root: it would take the trie, which one thread alone may change.
     *
     * @throws SimulationRefused if one of them, or a call in it, cannot be
     */
    Optional<SimulatedChain> simulate(SimulationRequest request, long number) throws SimulationRefused;

    record AccessListing(List<AccessListEntry> accessList, CallOutcome outcome) {}

    /**
     * A message that nobody signed.
     *
     * @param gasLimit empty: as much as a block holds
     * @param gasPrice empty: nothing is paid
     * @param authorizations not empty: as a transaction of type 4 would run (EIP-7702), which needs a receiver
     * @param state changes made to the state before the message runs; see {@link StateOverride}
     * @param block what the block is pretended to be
     */
    record CallRequest(
            Address from,
            Optional<Address> to,
            Optional<Long> gasLimit,
            Optional<UInt256> gasPrice,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            List<Authorization> authorizations,
            List<StateOverride> state,
            BlockOverride block) {
        /** One that lets no account borrow code, in the block as it is. */
        public CallRequest(
                Address from,
                Optional<Address> to,
                Optional<Long> gasLimit,
                Optional<UInt256> gasPrice,
                UInt256 value,
                Bytes data,
                List<AccessListEntry> accessList,
                List<StateOverride> state) {
            this(from, to, gasLimit, gasPrice, value, data, accessList, List.of(), state, BlockOverride.NONE);
        }
    }

    /** As the third parameter of {@code eth_call} in every client: pretend that an account looks like this. */
    record StateOverride(
            Address address,
            Optional<UInt256> balance,
            Optional<Long> nonce,
            Optional<Bytes> code,
            List<SlotOverride> slots) {
        public record SlotOverride(UInt256 slot, UInt256 value) {}
    }

    sealed interface CallOutcome {
        long gasUsed();

        record Returned(Bytes output, long gasUsed) implements CallOutcome {}

        /** REVERT, with the reason's bytes. */
        record Reverted(Bytes output, long gasUsed) implements CallOutcome {}

        /** The EVM halted: {@code out of gas}, {@code invalid opcode: INVALID}, {@code stack underflow} and the like. */
        record Halted(String reason, long gasUsed) implements CallOutcome {}

        /** The message could not start: not enough funds, gas limit below the intrinsic gas. */
        record Refused(String reason) implements CallOutcome {
            @Override
            public long gasUsed() {
                return 0;
            }
        }
    }

    sealed interface GasEstimate {
        record Enough(long gas) implements GasEstimate {}

        record Fails(CallOutcome outcome) implements GasEstimate {}
    }

    /** Offers a transaction to the pool; once accepted it is spread to the other nodes. */
    Submission submit(Transaction transaction);

    sealed interface Submission {
        record Accepted() implements Submission {}

        /** With Ethereum's usual words: {@code nonce too low: ...}, {@code insufficient funds for gas * price + value}. */
        record Refused(String reason) implements Submission {}
    }

    Optional<Transaction> pooled(Hash transaction);

    /** Every waiting transaction, by sender and nonce. */
    List<Transaction> pool();

    /** How many wait; cheap, unlike {@link #pool}. */
    int poolSize();

    /** The nonce the sender's next transaction needs, counting those that wait without a gap. */
    long pendingNonce(Address sender);

    /** Base fee of the block after the last finalised one. */
    UInt256 nextBaseFee();

    /** Number of connected peers. */
    int peers();

    /** The highest block any peer has shown to be final; at least {@link #height}. */
    long bestKnownHeight();

    /** Calls back, on the node's own thread and in order, for every block that becomes final. The callback must be quick. */
    Subscription onFinalized(Consumer<FinalizedBlock> listener);

    /** Calls back for every transaction that enters the pool. The callback must be quick. */
    Subscription onPooled(Consumer<Transaction> listener);

    record FinalizedBlock(Block block, List<Receipt> receipts, Certificate certificate) {}

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
