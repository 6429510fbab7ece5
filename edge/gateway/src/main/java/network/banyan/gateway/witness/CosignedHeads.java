// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.gateway.log.HeadFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Heads with the cosignatures under them, {@code <size, 16 digits>.note}. Any thread may ask. */
public final class CosignedHeads {
    private static final Logger LOG = LoggerFactory.getLogger(CosignedHeads.class);

    private final HeadFiles files;

    /**
     * @throws network.banyan.gateway.GatewayException if the folder cannot be made or read
     */
    public CosignedHeads(Path folder) {
        this.files = new HeadFiles(folder, "note");
    }

    /**
     * Adds a line under a head, durably.
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
        files.put(size, new SignedNote(head.text(), lines).encode());
    }

    /** The sizes of at most so many heads, from a size on, the smallest first. */
    List<Long> from(long size, int most) {
        return files.from(size, most);
    }

    /** The newest head that anybody cosigned. */
    public Optional<SignedNote> newest() {
        OptionalLong last = files.last();
        return last.isPresent() ? at(last.getAsLong()) : Optional.empty();
    }

    /** A head with its cosignatures; empty if nobody cosigned one of this size, or the disk spoilt it. */
    public Optional<SignedNote> at(long size) {
        if (!files.has(size)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedNote.parse(files.read(size)));
        } catch (IOException | EvidenceFormatException spoilt) {
            LOG.warn("the cosigned head at {} records cannot be read: {}", size, spoilt.getMessage());
            return Optional.empty();
        }
    }
}
