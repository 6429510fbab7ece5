// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.evidence.VerdictFiles.Case;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/**
 * The files in docs/spec/evidence/verdicts, with what this verifier says of each: verifiers in other languages must say the
 * same. {@code -Dbanyan.golden=write} writes them anew.
 */
class VerdictsTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("banyan.root", "../..")).resolve("docs/spec/evidence/verdicts");

    private static final VerdictFiles CASES = VerdictCases.all();

    @Test
    void theVerdictsAreThoseThatOtherVerifiersAreHeldTo() throws IOException {
        SortedMap<String, Bytes> files = files();
        if ("write".equals(System.getProperty("banyan.golden"))) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, Bytes> file : files.entrySet()) {
                Files.write(FOLDER.resolve(file.getKey()), file.getValue().toArray());
            }
        }
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(files.keySet());
        }
        for (Map.Entry<String, Bytes> file : files.entrySet()) {
            assertThat(Bytes.wrap(Files.readAllBytes(FOLDER.resolve(file.getKey()))))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    /** A file's name says which link is meant to break. */
    @Test
    void eachFileBreaksTheLinkItIsThereFor() {
        for (Case one : CASES.cases) {
            String meant = one.file().substring(0, one.file().indexOf('-'));
            if (one.trust().isPresent()
                    || one.wanted().isPresent()
                    || !one.genesis().equals(genesisOf(one.file()))
                    || meant.equals("from")) {
                continue;
            }
            String said = verdict(one).broken().map(link -> link.name().label()).orElse("proven");
            assertThat(said).as(one.file()).contains(meant);
        }
    }

    @Test
    void everyLinkIsBrokenTwiceAtLeast() {
        List<Link.Name> broken = new ArrayList<>();
        for (Case one : CASES.cases) {
            verdict(one).broken().map(Link.Broken::name).ifPresent(broken::add);
        }
        for (Link.Name name : Link.Name.values()) {
            assertThat(broken.stream().filter(name::equals).count())
                    .as(name.label())
                    .isGreaterThan(1);
        }
    }

    private static String genesisOf(String file) {
        return CASES.cases.stream()
                .filter(one -> one.file().equals(file))
                .findFirst()
                .orElseThrow()
                .genesis();
    }

    private static Verdict verdict(Case one) {
        Genesis genesis = CASES.geneses.get(one.genesis());
        Bytes file = CASES.files.get(one.file());
        Verifier verifier = one.trust()
                .map(trust -> Verifier.of(
                        genesis,
                        new Trust(
                                trust.checkpoint(),
                                Trust.DEFAULT_PERIOD_MILLIS,
                                trust.checkpoint().timeMillis() + trust.age())))
                .orElseGet(() -> Verifier.of(genesis));
        return one.wanted().map(verifier::with).orElse(verifier).verify(file);
    }

    private static SortedMap<String, Bytes> files() {
        var files = new TreeMap<>(CASES.files);
        CASES.geneses.forEach((name, genesis) ->
                files.put(name, Bytes.wrap(GenesisJson.write(genesis).getBytes(StandardCharsets.UTF_8))));
        files.put("verdicts.json", index());
        return files;
    }

    private static Bytes index() {
        ArrayNode index = new ObjectMapper().createArrayNode();
        for (Case one : CASES.cases) {
            Verdict verdict = verdict(one);
            ObjectNode node = index.addObject().put("file", one.file()).put("genesis", one.genesis());
            one.trust()
                    .ifPresent(trust -> node.put("checkpoint", trust.file())
                            .put("nowMillis", trust.checkpoint().timeMillis() + trust.age()));
            one.wanted().ifPresent(wanted -> {
                ArrayNode keys = node.putArray("witnesses");
                wanted.keys().forEach(key -> keys.add(key.text()));
                node.put("witnessesNeeded", wanted.needed());
            });
            node.put(
                    "verdict", verdict.broken().map(link -> link.name().label()).orElse("proven"));
            if (verdict.isProven()) {
                ArrayNode texts = node.putArray("texts");
                verdict.links().forEach(link -> texts.add(link.text()));
            }
        }
        return Bytes.wrap((index.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
