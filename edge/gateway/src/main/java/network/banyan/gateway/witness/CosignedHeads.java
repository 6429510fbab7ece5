// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Heads with the cosignatures under them, one file a head, {@code <size, 16 digits>.note}. Any thread may ask. */
public final class CosignedHeads {
    private static final Logger LOG = LoggerFactory.getLogger(CosignedHeads.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{16})\\.note");

    private final Path folder;
    private final NavigableSet<Long> sizes = new TreeSet<>();

    /**
     * @throws GatewayException if the folder cannot be made or read
     */
    public CosignedHeads(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    var name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        sizes.add(Long.parseLong(name.group(1)));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new GatewayException(
                    "the folder %s cannot be read: %s".formatted(folder, unreadable.getMessage()), unreadable);
        }
    }

    /** Adds a line under a head, durably.
     *
     * @param head the note as the log signed it, for a head that nobody cosigned yet
     * @throws IOException if the disk does not take it
     */
    synchronized void add(long size, SignedNote head, SignedNote.Line cosignature) throws IOException {
        SignedNote before =
                at(size).filter(kept -> kept.text().equals(head.text())).orElse(head);
        List<SignedNote.Line> lines = new ArrayList<>(before.signatures());
        lines.removeIf(
                line -> line.keyId() == cosignature.keyId() && line.name().equals(cosignature.name()));
        lines.add(cosignature);
        WholeFiles.replace(
                file(size), new SignedNote(head.text(), lines).encode().toArray());
        sizes.add(size);
    }

    /** The sizes of at most so many heads, from a size on, the smallest first. */
    synchronized List<Long> from(long size, int most) {
        return sizes.tailSet(size).stream().limit(most).toList();
    }

    /** The newest head that anybody cosigned. */
    public synchronized Optional<SignedNote> newest() {
        return sizes.isEmpty() ? Optional.empty() : at(sizes.last());
    }

    /** A head with its cosignatures; empty if nobody cosigned one of this size, or the disk spoilt it. */
    public Optional<SignedNote> at(long size) {
        synchronized (this) {
            if (!sizes.contains(size)) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(SignedNote.parse(Bytes.wrap(Files.readAllBytes(file(size)))));
        } catch (IOException | EvidenceFormatException spoilt) {
            LOG.warn("the cosigned head at {} records cannot be read: {}", size, spoilt.getMessage());
            return Optional.empty();
        }
    }

    private Path file(long size) {
        return folder.resolve("%016d.note".formatted(size));
    }
}
