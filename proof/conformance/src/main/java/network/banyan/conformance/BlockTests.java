// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.conformance.ethereum.EthereumBlock;
import network.banyan.conformance.ethereum.EthereumChain;
import network.banyan.execution.ChainRules;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;
import network.banyan.testkit.evm.Engines;

/**
 * Block tests: blocks imported on a genesis, through the rules of headers and the execution, those that must be refused too;
 * then the hash and the state at the end.
 *
 * @see <a href="https://eest.ethereum.org/main/consuming_tests/blockchain_test/">the form of their files</a>
 */
public final class BlockTests extends Suite {
    private static final Pattern TRANSITION = Pattern.compile("(\\w+)To(\\w+)AtTime(\\d+)k");

    private final Engines.Choice engines;

    public BlockTests(Engines.Choice engines) {
        this.engines = engines;
    }

    @Override
    protected List<Case> cases(JsonNode file) {
        return file.properties().stream()
                .map(test -> new Case(test.getKey(), () -> run(test.getKey(), test.getValue())))
                .toList();
    }

    private Verdict run(String name, JsonNode test) {
        String network = test.path("network").asText();
        Optional<EthereumChain.Schedule> schedule = schedule(network, test.path("config"));
        if (schedule.isEmpty()) {
            return new Verdict.NotRun("network " + network + " is not ours");
        }
        EthereumBlock genesis =
                EthereumBlock.decode(Hex.decode(test.path("genesisRLP").asText()));
        MemoryState pre = MemoryState.of(test.path("pre"));
        Hash root = PlainTrie.root(pre);
        if (!root.equals(genesis.header().stateRoot())) {
            return Verdict.failed(
                    "genesis: state root %s, expected %s",
                    root, genesis.header().stateRoot());
        }
        var chain = new EthereumChain(schedule.get(), rules -> engines.engine(rules.fork(), name), genesis, pre);
        int number = 0;
        for (JsonNode block : test.path("blocks")) {
            number++;
            Optional<String> refused = add(chain, block);
            if (refused.isPresent() != block.has("expectException")) {
                return Verdict.failed(
                        "block %d: expected %s, was %s",
                        number,
                        block.path("expectException").asText("no exception"),
                        refused.map(words -> "refused: " + words).orElse("imported"));
            }
        }
        return end(test, chain);
    }

    private static Optional<String> add(EthereumChain chain, JsonNode block) {
        try {
            return chain.add(EthereumBlock.decode(Hex.decode(block.path("rlp").asText())));
        } catch (RlpException malformed) {
            return Optional.of("malformed: " + malformed.getMessage());
        }
    }

    private static Verdict end(JsonNode test, EthereumChain chain) {
        Hash last = Hash.fromHex(test.path("lastblockhash").asText());
        Optional<MemoryState> state = chain.state(last);
        if (state.isEmpty()) {
            return Verdict.failed("the last block %s was not imported", last);
        }
        Hash root = PlainTrie.root(state.get());
        JsonNode expected = test.path("postState");
        String wanted = expected.isMissingNode()
                ? test.path("postStateHash").asText()
                : PlainTrie.root(MemoryState.of(expected)).toHex();
        return root.toHex().equals(wanted)
                ? new Verdict.Passed()
                : Verdict.failed(
                        "state root %s, expected %s%s", root, wanted, Differences.between(expected, state.get()));
    }

    /** One fork for ever, or two with a time between, such as {@code PragueToOsakaAtTime15k}. */
    private static Optional<EthereumChain.Schedule> schedule(String network, JsonNode config) {
        Matcher transition = TRANSITION.matcher(network);
        if (!transition.matches()) {
            return Rules.of(network, config).map(rules -> timestamp -> rules);
        }
        Optional<ChainRules> before = Rules.of(transition.group(1), config);
        Optional<ChainRules> after = Rules.of(transition.group(2), config);
        long time = Long.parseLong(transition.group(3)) * 1_000;
        return before.isEmpty() || after.isEmpty()
                ? Optional.empty()
                : Optional.of(timestamp -> Long.compareUnsigned(timestamp, time) < 0 ? before.get() : after.get());
    }
}
