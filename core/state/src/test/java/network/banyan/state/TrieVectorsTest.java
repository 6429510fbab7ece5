// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import org.junit.jupiter.api.Test;

/** The official TrieTests, on the trie that holds the state. */
class TrieVectorsTest {
    /** A key and its value, as text or as hex; no value removes the key. */
    private record Step(String key, JsonNode value) {}

    @Test
    void roots() throws IOException {
        assertThat(check("trietest.json", false)).isEqualTo(5);
        assertThat(check("trietest_secureTrie.json", true)).isEqualTo(3);
        assertThat(check("hex_encoded_securetrie_test.json", true)).isEqualTo(3);
    }

    @Test
    void rootsInAnyOrder() throws IOException {
        assertThat(checkAnyOrder("trieanyorder.json", false)).isEqualTo(7);
        assertThat(checkAnyOrder("trieanyorder_secureTrie.json", true)).isEqualTo(7);
    }

    @Test
    void keysStandInOrder() throws IOException {
        for (Map.Entry<String, JsonNode> test : vectors("trietestnextprev.json").properties()) {
            var trie = emptyTrie();
            for (JsonNode key : test.getValue().get("in")) {
                trie.put(key(key.asText(), false), new byte[] {1}, null);
            }
            List<String> keys = trie.removeAll().stream()
                    .map(entry -> new String(packed(entry.path()), StandardCharsets.UTF_8))
                    .toList();
            for (JsonNode row : test.getValue().get("tests")) {
                String asked = row.get(0).asText();
                assertThat(keys.stream().filter(key -> key.compareTo(asked) < 0).reduce("", (a, b) -> b))
                        .isEqualTo(row.get(1).asText());
                assertThat(keys.stream()
                                .filter(key -> key.compareTo(asked) > 0)
                                .findFirst()
                                .orElse(""))
                        .isEqualTo(row.get(2).asText());
            }
        }
    }

    private static int check(String file, boolean secure) throws IOException {
        int checked = 0;
        for (Map.Entry<String, JsonNode> test : vectors(file).properties()) {
            assertThat(root(steps(test.getValue().get("in")), secure))
                    .as(test.getKey())
                    .isEqualTo(Hash.fromHex(test.getValue().get("root").asText()));
            checked++;
        }
        return checked;
    }

    private static int checkAnyOrder(String file, boolean secure) throws IOException {
        var random = new Random(1);
        int checked = 0;
        for (Map.Entry<String, JsonNode> test : vectors(file).properties()) {
            List<Step> steps = steps(test.getValue().get("in"));
            for (int round = 0; round < 50; round++) {
                assertThat(root(steps, secure))
                        .as(test.getKey())
                        .isEqualTo(Hash.fromHex(test.getValue().get("root").asText()));
                Collections.shuffle(steps, random);
            }
            checked++;
        }
        return checked;
    }

    private static Hash root(List<Step> steps, boolean secure) {
        var trie = emptyTrie();
        for (Step step : steps) {
            if (step.value().isNull()) {
                trie.remove(key(step.key(), secure));
            } else {
                trie.put(key(step.key(), secure), raw(step.value().asText()), null);
            }
        }
        return trie.rootHash();
    }

    private static List<Step> steps(JsonNode in) {
        List<Step> steps = new ArrayList<>();
        if (in.isArray()) {
            in.forEach(pair -> steps.add(new Step(pair.get(0).asText(), pair.get(1))));
        } else {
            in.properties().forEach(entry -> steps.add(new Step(entry.getKey(), entry.getValue())));
        }
        return steps;
    }

    private static TrieEdit emptyTrie() {
        return new TrieEdit(TrieSpace.accounts(new MemoryStateStore()), null, 2);
    }

    static byte[] key(byte[] raw) {
        byte[] nibbles = HexPrefix.nibbles(raw);
        byte[] path = Arrays.copyOf(nibbles, nibbles.length + 1);
        path[nibbles.length] = Node.END;
        return path;
    }

    private static byte[] key(String text, boolean secure) {
        return key(secure ? Keccak.hash(raw(text)).toArray() : raw(text));
    }

    private static byte[] packed(Bytes path) {
        byte[] packed = HexPrefix.encode(path.unsafeArray(), 0, path.size() - 1, false);
        return Arrays.copyOfRange(packed, 1, packed.length);
    }

    private static byte[] raw(String text) {
        return text.startsWith("0x") ? Hex.decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode vectors(String file) throws IOException {
        String configured = System.getenv("BANYAN_VECTORS");
        Path folder = configured != null
                ? Path.of(configured)
                : Path.of(System.getProperty("banyan.root"), "..", "shared", "vectors");
        Path path = folder.resolve("ethereum/TrieTests").resolve(file);
        assumeTrue(Files.exists(path), () -> "skipped all of " + file + ": no vectors in " + folder);
        return new ObjectMapper().readTree(path.toFile());
    }
}
