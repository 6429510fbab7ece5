// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.ethereum;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.BlockExecutor.Outcome;
import network.banyan.execution.ChainRules;
import network.banyan.primitives.Hash;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;

/** Blocks imported on a genesis, branches included, each with the state after it. */
public final class EthereumChain {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final Schedule schedule;
    private final Engines engines;
    private final Map<Hash, Node> nodes = new HashMap<>();

    /** Which rules hold for a block. */
    public interface Schedule {
        /**
         * @param timestamp of the block, in seconds since 1970, unsigned
         */
        ChainRules at(long timestamp);
    }

    /** Makes the engine for a block. */
    public interface Engines {
        Engine engine(ChainRules rules);
    }

    private record Node(EthereumBlock block, MemoryState state) {}

    public EthereumChain(Schedule schedule, Engines engines, EthereumBlock genesis, MemoryState state) {
        this.schedule = schedule;
        this.engines = engines;
        nodes.put(genesis.hash(), new Node(genesis, state));
    }

    /** Adds a block to its parent; why it may not be, if so, and then nothing changed. */
    public Optional<String> add(EthereumBlock block) {
        Node parent = nodes.get(block.header().parentHash());
        if (parent == null) {
            return Optional.of("unknown parent " + block.header().parentHash());
        }
        ChainRules rules = schedule.at(block.header().timestamp());
        Optional<String> broken = EthereumHeader.check(block, parent.block, rules);
        if (broken.isPresent()) {
            return broken;
        }
        var executor = new BlockExecutor(rules, new CodeCache(CODE_CACHE_BYTES), engines.engine(rules));
        Outcome outcome = executor.execute(
                BlockEnvironment.of(block.header(), rules.blobs()),
                block.transactions(),
                block.withdrawals(),
                parent.state,
                ancestors(parent));
        return switch (outcome) {
            case Outcome.Invalid(String reason) -> Optional.of(reason);
            case Outcome.Executed executed -> {
                MemoryState state = parent.state.after(executed.changes());
                Optional<String> wrong = EthereumHeader.checkOutcome(block.header(), executed, PlainTrie.root(state));
                if (wrong.isEmpty()) {
                    nodes.put(block.hash(), new Node(block, state));
                }
                yield wrong;
            }
        };
    }

    /** The state after a block that was added; empty if it was not. */
    public Optional<MemoryState> state(Hash block) {
        return Optional.ofNullable(nodes.get(block)).map(Node::state);
    }

    private BlockContext.Ancestors ancestors(Node parent) {
        return number -> {
            Node node = parent;
            while (node != null && node.block.header().number() > number) {
                node = nodes.get(node.block.header().parentHash());
            }
            return node == null ? Hash.ZERO : node.block.hash();
        };
    }
}
