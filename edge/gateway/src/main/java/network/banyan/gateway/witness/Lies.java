// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.sdk.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pairs of heads that one log signed and nobody could join, a JSON file each, {@code <log>-<kind>-<hash>.json}: the log's
 * key, the head that was seen, the head that was shown, and the proof that was no proof. Of each log and kind the newest few
 * are kept, because whoever holds a log's heads can show them with a false proof.
 */
final class Lies {
    private static final Logger LOG = LoggerFactory.getLogger(Lies.class);
    private static final int MOST = 16;

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;

    /** What the two heads are to each other. */
    enum Kind {
        /** Of one size, with two roots. */
        FORK,
        /** Of two sizes, and the proof does not lead from one to the other. */
        UNPROVEN
    }

    Lies(Path folder) {
        this.folder = folder;
    }

    /** Keeps a pair; that the disk refuses it changes nothing about the answer. */
    synchronized void keep(Kind kind, NoteKey log, SignedNote seen, AddCheckpoint shown) {
        ObjectNode node = json.createObjectNode()
                .put("format", "banyan-two-heads-1")
                .put("kind", kind == Kind.FORK ? "fork" : "unproven")
                .put("log", log.text())
                .put("seen", text(seen))
                .put("shown", text(shown.note()));
        ArrayNode proof = node.putArray("proof");
        shown.proof().forEach(hash -> proof.add(hash.toHex()));
        String begin = WitnessFolder.fileName(log) + "-" + node.path("kind").asText() + "-";
        // By the texts: a key can sign one text in many ways.
        String end = Sha256.hash((seen.text() + shown.note().text()).getBytes(StandardCharsets.UTF_8))
                .toHex()
                .substring(2, 18);
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(begin + end + ".json");
            if (Files.exists(file)) {
                return;
            }
            dropOldest(begin);
            WholeFiles.replace(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
            LOG.warn("log {} signed two heads that nobody joined; both are kept in {}", log.name(), file);
        } catch (IOException cannot) {
            LOG.warn("two heads of log {} cannot be kept: {}", log.name(), cannot.getMessage());
        }
    }

    private void dropOldest(String begin) throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            oldestFirst = files.filter(file -> file.getFileName().toString().startsWith(begin))
                    .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .toList();
        }
        for (int i = 0; i <= oldestFirst.size() - MOST; i++) {
            Files.delete(oldestFirst.get(i));
        }
    }

    private static String text(SignedNote note) {
        return new String(note.encode().unsafeArray(), StandardCharsets.UTF_8);
    }
}
