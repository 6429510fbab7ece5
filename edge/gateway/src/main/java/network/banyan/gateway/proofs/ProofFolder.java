// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file an anchor, {@code <size, 16 digits>.proof}; whole or not there. Any thread may read. */
final class ProofFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ProofFolder.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{16})\\.proof");

    private final Path folder;
    private final NavigableSet<Long> sizes = new TreeSet<>();

    /**
     * @throws GatewayException if the folder cannot be made or read
     */
    ProofFolder(Path folder) {
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

    synchronized boolean has(long size) {
        return sizes.contains(size);
    }

    /** Anchors that cover a leaf, the first one first. */
    synchronized List<Long> above(long index) {
        return List.copyOf(sizes.tailSet(index, false));
    }

    /**
     * Durable when it returns.
     *
     * @throws IOException if the disk does not take it; the folder is as before
     */
    void put(long size, AnchorProof proof) throws IOException {
        Path file = file(size);
        Path unfinished = folder.resolve(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(proof.encode().toArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel name = FileChannel.open(folder, StandardOpenOption.READ)) {
            name.force(true);
        }
        synchronized (this) {
            sizes.add(size);
        }
    }

    /** Empty if there is none, or if the disk spoilt it: a later anchor proves as much. */
    Optional<AnchorProof> read(long size) {
        try {
            return Optional.of(AnchorProof.decode(Bytes.wrap(Files.readAllBytes(file(size)))));
        } catch (IOException | EvidenceFormatException spoilt) {
            LOG.warn("the proof of the anchor at {} records cannot be read: {}", size, spoilt.getMessage());
            return Optional.empty();
        }
    }

    private Path file(long size) {
        return folder.resolve("%016d.proof".formatted(size));
    }
}
