// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/**
 * The files in docs/spec/evidence, for who writes a verifier in another language. They pin our formats: if they differ from
 * what we write today, evidence that people hold has become unreadable. {@link #main} writes them anew.
 */
class SampleTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("banyan.root", "../..")).resolve("docs/spec/evidence");

    @Test
    void theFormatsAreStillThoseThatPeopleHold() throws IOException {
        for (Map.Entry<String, Bytes> file : files().entrySet()) {
            assertThat(Bytes.wrap(Files.readAllBytes(FOLDER.resolve(file.getKey()))))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void theSampleIsProvenFromItsFilesAlone() throws IOException {
        Genesis genesis = GenesisJson.parse(Files.readAllBytes(FOLDER.resolve("genesis.json")));
        Verifier verifier = Verifier.of(genesis);
        for (String name : new String[] {"bundle.json", "bundle.cbor"}) {
            Bytes file = Bytes.wrap(Files.readAllBytes(FOLDER.resolve(name)));
            assertThat(verifier.verify(file).isProven()).as(name).isTrue();
        }
    }

    private static SortedMap<String, Bytes> files() {
        Story story = new Story(1);
        var files = new TreeMap<String, Bytes>();
        files.put(
                "genesis.json",
                Bytes.wrap(GenesisJson.write(story.chain.genesis).getBytes(StandardCharsets.UTF_8)));
        files.put("bundle.json", story.bundle(3).toJson());
        files.put("bundle.cbor", story.bundle(3).toCbor());
        return files;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        for (Map.Entry<String, Bytes> file : files().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue().toArray());
        }
    }
}
