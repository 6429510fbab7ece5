// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.VoteType;
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

    @Test
    void theSamplesOfLaterEpochsAreProvenOrRefusedFromTheirFilesAlone() throws IOException {
        Path folder = FOLDER.resolve("epochs");
        Genesis genesis = GenesisJson.parse(Files.readAllBytes(folder.resolve("genesis.json")));
        Verifier verifier = Verifier.of(genesis);
        Checkpoint checkpoint = Checkpoint.parse(read(folder.resolve("checkpoint.json")));
        Verifier trusting = Verifier.of(
                genesis, new Trust(checkpoint, Trust.DEFAULT_PERIOD_MILLIS, checkpoint.timeMillis() + 1000));
        for (String name : List.of("bundle.json", "bundle.cbor")) {
            Verdict verdict = verifier.verify(read(folder.resolve(name)));
            assertThat(verdict.isProven()).as(name).isTrue();
            assertThat(verdict.checkpoint().orElseThrow().toJson()).isEqualTo(checkpoint.toJson());
        }
        Bytes late = read(folder.resolve("bundle-from-checkpoint.json"));
        assertThat(trusting.verify(late).isProven()).isTrue();
        assertThat(verifier.verify(late).isProven()).isFalse();
        for (String name : refused(new Story(TestChain.withEpochs(4), 13, 0)).keySet()) {
            assertThat(verifier.verify(read(folder.resolve(name))).broken())
                    .as(name)
                    .get()
                    .extracting(Link.Broken::name)
                    .isEqualTo(Link.Name.HANDOVERS);
        }
    }

    private static Bytes read(Path file) throws IOException {
        return Bytes.wrap(Files.readAllBytes(file));
    }

    private static SortedMap<String, Bytes> files() {
        SortedMap<String, Bytes> files = epochs();
        Story story = new Story(1);
        files.put(
                "genesis.json",
                Bytes.wrap(GenesisJson.write(story.chain.genesis).getBytes(StandardCharsets.UTF_8)));
        files.put("bundle.json", story.bundle(3).toJson());
        files.put("bundle.cbor", story.bundle(3).toCbor());
        return files;
    }

    private static SortedMap<String, Bytes> epochs() {
        Story story = new Story(TestChain.withEpochs(4), 13, 0);
        var files = new TreeMap<String, Bytes>();
        files.put(
                "epochs/genesis.json",
                Bytes.wrap(GenesisJson.write(story.chain.genesis).getBytes(StandardCharsets.UTF_8)));
        files.put("epochs/bundle.json", story.bundle(3).toJson());
        files.put("epochs/bundle.cbor", story.bundle(3).toCbor());
        files.put("epochs/bundle-from-checkpoint.json", story.bundle(3, 3).toJson());
        files.put(
                "epochs/checkpoint.json",
                Verifier.verify(story.bundle(3).toCbor(), story.chain.genesis)
                        .checkpoint()
                        .orElseThrow()
                        .toJson());
        refused(story).forEach((name, file) -> files.put("epochs/" + name, file));
        return files;
    }

    /** Well-formed files whose committees do not follow from each other; docs/spec/light-client.md tells why. */
    private static SortedMap<String, Bytes> refused(Story story) {
        EvidenceBundle honest = story.bundle(3);
        List<Bytes> chain = honest.handovers().chain();
        Handover second = story.chain.handover(1);
        var few = new Handover(
                second.header(),
                story.chain.certify(
                        story.chain.block(second.header().number()).orElseThrow(),
                        VoteType.FINALIZE,
                        TestChain.CHAIN_ID,
                        0,
                        1),
                second.members());
        var codec = HandoverCodec.from(
                story.chain.genesis,
                0,
                LightClient.of(story.chain.genesis).committee().members());
        List<Bytes> unsigned = Stream.of(story.chain.handover(0), few, story.chain.handover(2))
                .map(codec::write)
                .toList();
        var files = new TreeMap<String, Bytes>();
        files.put("refused-no-handovers.cbor", with(honest, List.of()));
        files.put("refused-one-is-missing.cbor", with(honest, List.of(chain.get(0), chain.get(2))));
        files.put(
                "refused-members-reordered.cbor",
                with(honest, List.of(chain.get(0), swapped(chain.get(1)), chain.get(2))));
        files.put("refused-no-quorum.cbor", with(honest, unsigned));
        files.put(
                "refused-another-chains-committees.cbor",
                with(
                        honest,
                        new Story(TestChain.withEpochs(4, 1), 13, 0)
                                .bundle(3)
                                .handovers()
                                .chain()));
        return files;
    }

    private static Bytes with(EvidenceBundle of, List<Bytes> handovers) {
        return ChangedBundle.with(of)
                .handovers(new EvidenceBundle.Handovers(0, handovers))
                .toCbor();
    }

    /** The last two members of a handover change seats. */
    private static Bytes swapped(Bytes handover) {
        byte[] bytes = handover.toArray();
        int last = bytes.length - 1;
        byte member = bytes[last];
        bytes[last] = bytes[last - 1];
        bytes[last - 1] = member;
        return Bytes.wrap(bytes);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, Bytes> file : files().entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.write(folder.resolve(file.getKey()), file.getValue().toArray());
        }
    }
}
