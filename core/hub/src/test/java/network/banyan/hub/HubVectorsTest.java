// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/**
 * The files in hub/vectors (rule 50): chains in other languages must judge them alike, and so must the root's contracts, which
 * {@code contracts/test/hub-vectors.test.mjs} asks. {@code -Dbanyan.golden=write} writes them anew.
 */
class HubVectorsTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("banyan.root", "../..")).resolve("hub/vectors");
    private static final List<String> CLAIMS =
            List.of("encoding", "digest", "tracking", "signature", "signatureEncoding");
    private static final List<VectorFile> FILES = HubVectors.all();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> vectors(JsonNode file) {
        return VectorJson.list(file.path("vectors"), each -> each);
    }

    private static JsonNode read(VectorFile file) throws IOException {
        return JSON.readTree(Files.readAllBytes(FOLDER.resolve(file.name())));
    }

    @Test
    void theFilesAreThoseThatOthersAreHeldTo() throws IOException {
        if ("write".equals(System.getProperty("banyan.golden"))) {
            Files.createDirectories(FOLDER);
            for (VectorFile file : FILES) {
                Files.write(FOLDER.resolve(file.name()), file.toBytes().toArray());
            }
        }
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(path -> path.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(
                            FILES.stream().map(VectorFile::name).toList());
        }
        for (VectorFile file : FILES) {
            assertThat(Bytes.wrap(Files.readAllBytes(FOLDER.resolve(file.name()))))
                    .as(file.name())
                    .isEqualTo(file.toBytes());
        }
    }

    @Test
    void everyVectorIsJudgedAsItSays() throws IOException {
        for (VectorFile file : FILES) {
            JsonNode root = read(file);
            var judge = new VectorJudge(root.path("domain"));
            for (JsonNode vector : vectors(root)) {
                assertThat(judge.accepts(file.name(), vector) ? VectorFile.ACCEPTED : VectorFile.REFUSED)
                        .as("%s in %s", vector.path("name").asText(), file.name())
                        .isEqualTo(vector.path("verdict").asText());
            }
        }
    }

    /** A file whose false vectors are all false by the same claim would let the others go unchecked. */
    @Test
    void noClaimOfATrueVectorMayChange() throws IOException {
        for (VectorFile file : FILES) {
            JsonNode root = read(file);
            var judge = new VectorJudge(root.path("domain"));
            for (JsonNode vector : vectors(root)) {
                if (vector.path("verdict").asText().equals(VectorFile.REFUSED)) {
                    continue;
                }
                for (String claim : CLAIMS) {
                    if (vector.has(claim)) {
                        ObjectNode changed = vector.deepCopy();
                        Bytes bytes = VectorJson.bytes(vector, claim);
                        changed.put(
                                claim,
                                Given.flipped(bytes, 8 * (bytes.size() / 2) + 1).toHex());
                        assertThat(judge.accepts(file.name(), changed))
                                .as("%s of %s in %s", claim, vector.path("name").asText(), file.name())
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void everyFileHasBothVerdictsAndEveryVectorItsNameAndReason() throws IOException {
        for (VectorFile file : FILES) {
            Set<String> names = new HashSet<>();
            Set<String> verdicts = new HashSet<>();
            for (JsonNode vector : vectors(read(file))) {
                assertThat(names.add(vector.path("name").asText()))
                        .as(vector.path("name").asText())
                        .isTrue();
                assertThat(vector.path("name").asText()).matches("[a-z0-9-]+");
                assertThat(vector.path("reason").asText()).isNotBlank();
                verdicts.add(vector.path("verdict").asText());
            }
            assertThat(verdicts).as(file.name()).containsExactlyInAnyOrder(VectorFile.ACCEPTED, VectorFile.REFUSED);
        }
    }
}
