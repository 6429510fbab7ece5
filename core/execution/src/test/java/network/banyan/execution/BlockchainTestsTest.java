// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Fork;
import network.banyan.execution.BlockExecutor.Outcome;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/**
 * The official block tests at Prague and Osaka, as far as they are about execution: blocks with withdrawals or requests
 * have no place on our chains, nor have the header rules of Ethereum's own consensus. They are counted, not hidden.
 */
class BlockchainTestsTest {
    private static final int SAMPLE_EVERY = 8;

    private final SortedMap<String, Integer> outside = new TreeMap<>();

    @Test
    void blocksDoWhatTheOfficialBlockTestsSay() {
        Path folder = Vectors.folder("ethereum/blockchain_tests", "2,548 official block tests");
        boolean all = Boolean.getBoolean("banyan.long");
        List<String> failures = new ArrayList<>();
        int number = 0;
        int passed = 0;
        for (Path file : Vectors.files(folder)) {
            for (var test : Vectors.read(file).properties()) {
                if (!all && number++ % SAMPLE_EVERY != 0) {
                    continue;
                }
                Optional<String> wrong =
                        elsewhere(file).isPresent() ? notOurs(elsewhere(file).get()) : run(test.getValue());
                wrong.ifPresent(what -> failures.add(test.getKey() + ": " + what));
                passed += wrong.isEmpty() ? 1 : 0;
            }
        }
        System.out.printf(
                "block tests: %d passed as far as they concern us, %d failed; not ours: %s%n",
                passed, failures.size(), outside);
        assertThat(failures).isEmpty();
    }

    /** What a whole folder of tests is about, if our chains have no such thing. */
    private static Optional<String> elsewhere(Path file) {
        String path = file.toString();
        if (path.contains("eip7002")
                || path.contains("eip7251")
                || path.contains("eip6110")
                || path.contains("eip7685")) {
            return Optional.of("requests");
        }
        return path.contains("eip7610") ? Optional.of("genesis storage without an account") : Optional.empty();
    }

    private Optional<String> run(JsonNode test) {
        MemoryState state = StateTestCase.state(test.get("pre"));
        List<Hash> hashes = new ArrayList<>();
        hashes.add(Hash.fromHex(test.at("/genesisBlockHeader/hash").asText()));
        for (JsonNode node : test.get("blocks")) {
            Optional<Block> block = decode(node);
            if (block.isEmpty()) {
                return Optional.empty();
            }
            String expected = node.path("expectException").asText("");
            if (expected.startsWith("BlockException")) {
                return notOurs("headers of Ethereum's own rules");
            }
            BlockHeader header = block.get().header();
            if (!header.requestsHash().equals(BlockHeader.NO_REQUESTS)) {
                return notOurs("requests");
            }
            var outcome = execute(test, block.get(), state, hashes);
            if (outcome instanceof Outcome.Executed executed) {
                if (!expected.isEmpty()) {
                    return Optional.of("should be refused with " + expected);
                }
                state = state.after(executed.changes());
                var verdict = new HeaderRules(Scene.PARAMETERS).checkOutcome(header, executed, PlainTrie.root(state));
                if (verdict instanceof HeaderRules.Verdict.Invalid invalid) {
                    return Optional.of("block " + header.number() + ": " + invalid.reason());
                }
                hashes.add(block.get().hash());
            } else if (expected.isEmpty()) {
                return Optional.of("block " + header.number() + ": " + outcome);
            }
        }
        return Optional.empty();
    }

    private Optional<String> notOurs(String why) {
        outside.merge(why, 1, Integer::sum);
        return Optional.empty();
    }

    private Optional<Block> decode(JsonNode node) {
        try {
            return Optional.of(Block.decode(Hex.decode(node.get("rlp").asText())));
        } catch (RlpException refused) {
            notOurs(node.has("expectException") ? "malformed, as expected" : "withdrawals or headers before Prague");
            return Optional.empty();
        }
    }

    private static Outcome execute(JsonNode test, Block block, MemoryState state, List<Hash> hashes) {
        String network = test.get("network").asText();
        boolean late = block.header().timestamp() >= 15_000;
        Fork fork = switch (network) {
            case "Prague" -> Fork.PRAGUE;
            case "PragueToOsakaAtTime15k" -> late ? Fork.OSAKA : Fork.PRAGUE;
            case "CancunToPragueAtTime15k" -> late ? Fork.PRAGUE : Fork.CANCUN;
            default -> Fork.OSAKA;
        };
        JsonNode schedule = test.at("/config/blobSchedule/" + (fork == Fork.PRAGUE ? "Prague" : "Osaka"));
        var rules = new ChainRules(
                UInt256.ONE, fork, Integer.decode(schedule.get("max").asText()));
        var executor = new BlockExecutor(rules, new CodeCache(1 << 20));
        return executor.execute(
                BlockEnvironment.of(block.header()),
                block.transactions(),
                state,
                number -> number < hashes.size() ? hashes.get((int) number) : Hash.ZERO);
    }

    @Test
    void theBlobPriceIsThePowerOfE() {
        assertThat(BlobFee.of(0)).isEqualTo(UInt256.ONE);
        assertThat(BlobFee.of(5_007_716L * 7)).isEqualTo(UInt256.of(1096));
        assertThat(BlobFee.of(Long.MAX_VALUE)).isEqualTo(UInt256.MAX);
        assertThat(BlobFee.of(BigInteger.valueOf(2), BigInteger.ONE)).isEqualTo(UInt256.of(6));
    }
}
