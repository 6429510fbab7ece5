// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import network.banyan.crypto.Keccak;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.ChainRules;
import network.banyan.execution.JournaledWorld;
import network.banyan.execution.TransactionProcessor;
import network.banyan.ledger.Log;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpWriter;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;
import network.banyan.testkit.evm.Engines;

/**
 * State tests: one transaction on a state, and the root and logs that come of it under each fork.
 *
 * @see <a href="https://eest.ethereum.org/main/consuming_tests/state_test/">the form of their files</a>
 */
public final class StateTests extends Suite {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final Predicate<String> forks;
    private final Engines.Choice engines;
    private final BiConsumer<String, Verdict> ended;

    /**
     * @param forks which forks to run, by the names in the files
     */
    public StateTests(Predicate<String> forks, Engines.Choice engines) {
        this(forks, engines, (test, verdict) -> {});
    }

    /**
     * @param ended is told of every case that ran, right after it
     */
    StateTests(Predicate<String> forks, Engines.Choice engines, BiConsumer<String, Verdict> ended) {
        this.forks = forks;
        this.engines = engines;
        this.ended = ended;
    }

    @Override
    protected List<Case> cases(JsonNode file) {
        List<Case> cases = new ArrayList<>();
        file.properties()
                .forEach(test -> test.getValue().path("post").properties().forEach(fork -> {
                    for (JsonNode post : fork.getValue()) {
                        String name = "%s %s %s".formatted(test.getKey(), fork.getKey(), post.path("indexes"));
                        cases.add(new Case(name, () -> run(name, test.getValue(), fork.getKey(), post)));
                    }
                }));
        return cases;
    }

    private Verdict run(String name, JsonNode test, String fork, JsonNode post) {
        if (!forks.test(fork)) {
            return new Verdict.NotRun("fork " + fork + " was not asked for");
        }
        Optional<ChainRules> rules = Rules.of(fork, test.path("config"));
        if (rules.isEmpty()) {
            return new Verdict.NotRun("fork " + fork + " is not ours");
        }
        Verdict verdict =
                run(test, rules.get(), post, engines.engine(rules.get().fork(), name));
        ended.accept(name, verdict);
        return verdict;
    }

    private static Verdict run(JsonNode test, ChainRules rules, JsonNode post, Engine engine) {
        MemoryState pre = MemoryState.of(test.path("pre"));
        BlockEnvironment block = StateTestBlock.read(test.path("env"), rules);
        var world = new JournaledWorld(pre, new CodeCache(CODE_CACHE_BYTES));
        var context = block.context(rules, StateTestBlock.ANCESTORS);
        var processor = new TransactionProcessor(rules, block, world, new Evm(rules.fork(), world, context, engine));
        Optional<String> refused = Optional.empty();
        List<Log> logs = List.of();
        try {
            byte[] encoded = Hex.decode(post.path("txbytes").asText());
            Transaction transaction = Transaction.decode(encoded, encoded.length);
            switch (processor.process(
                    transaction, block.gasLimit(), rules.blobs().gasMax())) {
                case TransactionProcessor.Outcome.Applied applied -> logs = applied.logs();
                case TransactionProcessor.Outcome.Refused refusal ->
                    refused = Optional.of(refusal.refusal().words());
            }
        } catch (RlpException malformed) {
            refused = Optional.ofNullable(malformed.getMessage());
        }
        if (refused.isPresent() != post.has("expectException")) {
            return Verdict.failed(
                    "expected %s, was %s",
                    post.path("expectException").asText("no exception"),
                    refused.map(words -> "refused: " + words).orElse("applied"));
        }
        MemoryState after = pre.after(world.changes());
        Hash root = PlainTrie.root(after);
        if (!root.toHex().equals(post.path("hash").asText())) {
            return Verdict.failed(
                    "state root %s, expected %s%s",
                    root, post.path("hash").asText(), Differences.between(post.path("state"), after));
        }
        Hash hash = logsHash(logs);
        return hash.toHex().equals(post.path("logs").asText())
                ? new Verdict.Passed()
                : Verdict.failed(
                        "logs hash %s, expected %s", hash, post.path("logs").asText());
    }

    /** How state tests tell logs: Keccak-256 of their RLP. */
    public static Hash logsHash(List<Log> logs) {
        RlpWriter out = new RlpWriter(256).beginList();
        for (Log log : logs) {
            out.beginList().write(log.address()).beginList();
            log.topics().forEach(out::write);
            out.endList().write(log.data()).endList();
        }
        return Keccak.hash(out.endList().toArray());
    }
}
