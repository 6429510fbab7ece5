// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.application.Applications;
import network.banyan.crypto.OrderedTrie;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;

/**
 * The chain of ethereum/execution-apis, from genesis on really run: each block's gas, receipts and state are those that its
 * header names. Its forks go from Homestead to Osaka; {@link OldBlock} runs those before Cancun.
 */
final class VectorChain {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    final UInt256 chainId;
    private final JsonNode config;
    private final List<Entry> entries = new ArrayList<>();

    /** A block with what came of it. */
    record Entry(VectorBlock block, List<Receipt> receipts, MemoryState state) {}

    /**
     * @param folder with {@code genesis.json} and {@code chain.rlp}
     */
    VectorChain(Path folder) throws IOException {
        JsonNode genesis =
                new ObjectMapper().readTree(folder.resolve("genesis.json").toFile());
        this.config = genesis.get("config");
        this.chainId = UInt256.of(config.get("chainId").longValue());
        MemoryState state = allocated(genesis.get("alloc"));
        entries.add(new Entry(genesis(genesis, state), List.of(), state));
        var file = new RlpReader(Files.readAllBytes(folder.resolve("chain.rlp")));
        while (file.hasMore()) {
            add(VectorBlock.read(file));
        }
    }

    private static MemoryState allocated(JsonNode accounts) {
        ObjectNode prefixed = new ObjectMapper().createObjectNode();
        accounts.properties().forEach(entry -> prefixed.set("0x" + entry.getKey(), entry.getValue()));
        return MemoryState.of(prefixed);
    }

    private static VectorBlock genesis(JsonNode json, MemoryState state) {
        byte[] encoded = new RlpWriter(600)
                .beginList()
                .beginList()
                .write(Hash.ZERO)
                .write(BlockHeader.NO_OMMERS)
                .write(Address.fromHex("0x" + "0".repeat(40)))
                .write(PlainTrie.root(state))
                .write(BlockHeader.EMPTY_ROOT)
                .write(BlockHeader.EMPTY_ROOT)
                .write(Bytes.wrap(new byte[Bloom.SIZE]))
                .write(MemoryState.quantity(json.get("difficulty")).longValueExact())
                .write(0)
                .write(MemoryState.quantity(json.get("gasLimit")).longValueExact())
                .write(0)
                .write(0)
                .write(Bytes.fromHex(json.get("extraData").asText()))
                .write(Hash.ZERO)
                .write(BlockHeader.ZERO_NONCE)
                .endList()
                .beginList()
                .endList()
                .beginList()
                .endList()
                .endList()
                .toArray();
        return VectorBlock.read(new RlpReader(encoded));
    }

    private void add(VectorBlock block) {
        Entry parent = entries.getLast();
        Invariant.check(
                block.block().header().parentHash().equals(parent.block.hash()),
                "block %d does not follow the one before",
                block.number());
        if (block.number() < VectorBlock.FIRST_CANCUN) {
            OldBlock.Ran ran = new OldBlock(block, chainId, parent.state.after(StateChanges.NONE)).run();
            entries.add(new Entry(block, ran.receipts(), ran.state()));
            return;
        }
        BlockHeader header = block.block().header();
        ChainRules rules = rules(block.number(), header.timestamp());
        var executor = new BlockExecutor(rules, new CodeCache(CODE_CACHE_BYTES), Engine.interpreting());
        var outcome = executor.execute(
                BlockEnvironment.of(header, rules.blobs()),
                block.block().transactions(),
                block.withdrawals(),
                parent.state,
                this::hash);
        Invariant.check(outcome instanceof Executed, "block %d: %s", block.number(), outcome);
        Executed executed = (Executed) outcome;
        MemoryState state = parent.state.after(executed.changes());
        check(header, executed, PlainTrie.root(state));
        entries.add(new Entry(block, executed.receipts(), state));
    }

    private static void check(BlockHeader header, Executed executed, Hash stateRoot) {
        Hash receipts = OrderedTrie.root(
                executed.receipts().stream().map(Receipt::encode).toList());
        boolean right = executed.gasUsed() == header.gasUsed()
                && receipts.equals(header.receiptsRoot())
                && stateRoot.equals(header.stateRoot())
                && (header.number() < VectorBlock.FIRST_PRAGUE
                        || executed.requestsHash().equals(header.requestsHash()));
        Invariant.check(right, "block %d does not lead where its header says", header.number());
    }

    /** Of a block; before Cancun those of Cancun. */
    ChainRules rules(long number) {
        return rules(number, entry(number).block.block().header().timestamp());
    }

    private ChainRules rules(long number, long timestamp) {
        Fork fork = Fork.CANCUN;
        String blobs = "cancun";
        for (String name : List.of("prague", "osaka", "bpo1", "bpo2")) {
            if (timestamp >= config.get(name + "Time").longValue()) {
                fork = name.equals("prague") ? Fork.PRAGUE : Fork.OSAKA;
                blobs = name;
            }
        }
        JsonNode schedule = config.get("blobSchedule").get(blobs);
        return new ChainRules(
                chainId,
                fork,
                new BlobSchedule(
                        schedule.get("target").intValue(),
                        schedule.get("max").intValue(),
                        schedule.get("baseFeeUpdateFraction").longValue()),
                number >= VectorBlock.FIRST_CANCUN,
                false,
                Evm.precompiles(fork),
                Applications.NONE);
    }

    int height() {
        return entries.size() - 1;
    }

    Entry entry(long number) {
        return entries.get((int) number);
    }

    boolean has(long number) {
        return number >= 0 && number <= height();
    }

    List<Entry> entries() {
        return entries;
    }

    /** The true hash of a block; zero if there is none. */
    Hash hash(long number) {
        return has(number) ? entry(number).block.hash() : Hash.ZERO;
    }
}
