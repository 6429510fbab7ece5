// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.watch;

import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.ChainRules;
import network.banyan.execution.DisputeRules;
import network.banyan.execution.Evidence;
import network.banyan.execution.EvidenceMaker;
import network.banyan.execution.GenesisState;
import network.banyan.execution.HeaderRules;
import network.banyan.hub.BlockList;
import network.banyan.hub.Checkpoint;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateLayer;
import network.banyan.state.StateRecording;

/**
 * Executes the blocks that a chain's checkpoints name, one after the other, from block 0 on, and believes nobody. It stands
 * where the last block stands that it found true, which is just where the evidence about the next one begins. Holds the
 * chain's state in memory. Used by one thread.
 */
public final class Watch {
    private static final int CODE_CACHE_BYTES = 16 << 20;

    /** BLOCKHASH asks no further back. */
    private static final int HEADERS_KEPT = 260;

    private final DisputeRules rules;
    private final HeaderRules headerRules;
    private final BlockExecutor executor;
    private final MemoryStateStore store = new MemoryStateStore();
    private final StateChain states = StateChain.open(store, StateChain.Limits.DEFAULT);
    private final TreeMap<Long, BlockHeader> headers = new TreeMap<>();
    private final long runBlocks;

    /**
     * @param committeeRoot the commitment to the committee of genesis
     * @throws IllegalArgumentException if the chain is none of tier D
     */
    public Watch(Genesis genesis, Hash committeeRoot) {
        StateLayer layer = states.apply(states.head(), GenesisState.of(genesis));
        settle(layer);
        BlockHeader header = genesis.header(layer.root(), committeeRoot);
        headers.put(0L, header);
        this.rules = DisputeRules.of(genesis, header.hash());
        this.headerRules = new HeaderRules(genesis.parameters());
        Hash run = Optional.ofNullable(genesis.alloc().get(OutboxContract.ADDRESS))
                .map(outbox -> outbox.storage().getOrDefault(Hash.ZERO, Hash.ZERO))
                .orElse(Hash.ZERO);
        this.runBlocks = Math.max(1, run.toUInt256().d());
        this.executor = new BlockExecutor(ChainRules.of(genesis), new CodeCache(CODE_CACHE_BYTES));
    }

    /**
     * Asks a contract in the state after the last block that was found true, with the evidence that this is the answer.
     *
     * @throws network.banyan.execution.IncompleteEvidence if there is no such contract, or it refuses
     */
    public EvidenceMaker.Asked ask(Address contract, Bytes question) {
        return EvidenceMaker.question(tip(), contract, question, recording());
    }

    /** By which the judge would judge. */
    public DisputeRules rules() {
        return rules;
    }

    /** The last block that was found true. */
    public BlockHeader tip() {
        return headers.lastEntry().getValue();
    }

    /**
     * Looks at a checkpoint that begins with the block after the last one of the checkpoint before; called again after
     * {@link Finding.Missing} it goes on where it was.
     *
     * @param blocks the block with a number and a hash, from wherever; it is checked
     */
    public Finding look(Checkpoint checkpoint, BlockList list, BiFunction<Long, Hash, Optional<Block>> blocks) {
        while (tip().number() < checkpoint.lastBlock()) {
            long number = tip().number() + 1;
            Hash hash = list.hashes().get(Math.toIntExact(number - checkpoint.firstBlock()));
            Optional<Block> block = blocks.apply(number, hash).filter(each -> isWhole(each, hash));
            if (block.isEmpty()) {
                return new Finding.Missing(number, hash);
            }
            Optional<Finding> lie = lie(number, block.get());
            if (lie.isPresent()) {
                return lie.get();
            }
        }
        return ending(checkpoint);
    }

    private boolean isWhole(Block block, Hash hash) {
        return block.hash().equals(hash)
                && headerRules.checkBody(block.header(), block.transactions()) instanceof HeaderRules.Verdict.Valid;
    }

    /** What is wrong with a block; if nothing is, it is the tip from now on. */
    private Optional<Finding> lie(long number, Block block) {
        BlockHeader header = block.header();
        if (!header.parentHash().equals(tip().hash())) {
            return Optional.of(list(header, number, "block %d has another parent".formatted(number)));
        }
        if (header.number() != number) {
            return Optional.of(list(header, number, "block %d has another number".formatted(number)));
        }
        Optional<StateLayer> after = executed(block);
        if (after.isEmpty()) {
            EvidenceMaker.Tried tried = EvidenceMaker.block(rules, tip(), block, recording(), headers::get);
            String why = tried.falsehood().orElse("");
            Invariant.check(!why.isEmpty(), "block %d is false for the watcher and true for the judge", number);
            return Optional.of(new Finding.FalseBlock(number, tried.evidence(), why));
        }
        settle(after.get());
        headers.put(number, header);
        headers.headMap(number - HEADERS_KEPT).clear();
        return Optional.empty();
    }

    /** The state after a block that is true. */
    private Optional<StateLayer> executed(Block block) {
        BlockHeader header = block.header();
        if (headerRules.check(header, tip()) instanceof HeaderRules.Verdict.Invalid) {
            return Optional.empty();
        }
        BlockContext.Ancestors ancestors =
                number -> Invariant.present(headers.get(number)).hash();
        return switch (executor.execute(BlockEnvironment.of(header), block.transactions(), states.head(), ancestors)) {
            case BlockExecutor.Outcome.Invalid _ -> Optional.empty();
            case BlockExecutor.Outcome.Executed executed -> {
                StateLayer layer = states.apply(states.head(), executed.changes());
                yield headerRules.checkOutcome(header, executed, layer.root()) instanceof HeaderRules.Verdict.Valid
                        ? Optional.of(layer)
                        : Optional.empty();
            }
        };
    }

    /** What is wrong with what a checkpoint says of its blocks, all of which are true. */
    private Finding ending(Checkpoint checkpoint) {
        boolean isLast =
                tip().hash().equals(checkpoint.blockHash()) && tip().stateRoot().equals(checkpoint.postState());
        if (!isLast) {
            return list(tip(), tip().number(), "the checkpoint ends with another block than its list");
        }
        for (long number = checkpoint.firstBlock(); number < checkpoint.lastBlock(); number++) {
            if (number % runBlocks == 0) {
                EvidenceMaker.Asked asked = asked(number);
                if (OutboxContract.recordAt(asked.answer())
                        .filter(run -> run.count() > 0)
                        .isPresent()) {
                    String why = "messages of the run that ends with block %d are left out".formatted(number);
                    return new Finding.FalseRecord(number, asked.evidence(), why);
                }
            }
        }
        EvidenceMaker.Asked asked = asked(checkpoint.lastBlock());
        return OutboxContract.recordAt(asked.answer())
                        .filter(run -> says(checkpoint, run))
                        .isPresent()
                ? new Finding.True()
                : new Finding.FalseRecord(
                        checkpoint.lastBlock(), asked.evidence(), "the chain's own contract says something else");
    }

    private EvidenceMaker.Asked asked(long number) {
        return ask(OutboxContract.ADDRESS, OutboxContract.recordAt(number));
    }

    private static boolean says(Checkpoint checkpoint, OutboxContract.Run run) {
        return checkpoint.inboxCursor() == run.cursor()
                && checkpoint.inboxHash().equals(run.inboxHash())
                && checkpoint.outboxRoot().equals(run.outboxRoot())
                && checkpoint.outboxCount() == run.count()
                && checkpoint.totals().equals(run.totals());
    }

    private static Finding.FalseList list(BlockHeader header, long number, String why) {
        return new Finding.FalseList(number, Bytes.wrap(header.encode()), why);
    }

    private StateRecording recording() {
        return states.record(tip().number(), Evidence.STATE_BYTES_MAX).orElseThrow();
    }

    private void settle(StateLayer layer) {
        store.write(states.commit(layer));
        states.committed(layer);
    }
}
