// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.gateway.log.HeadFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proofs of anchors, {@code <size, 16 digits>.proof}. Any thread may read. */
final class ProofFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ProofFolder.class);

    private final HeadFiles files;

    /**
     * @throws network.banyan.gateway.GatewayException if the folder cannot be made or read
     */
    ProofFolder(Path folder) {
        this.files = new HeadFiles(folder, "proof");
    }

    boolean has(long size) {
        return files.has(size);
    }

    /** Anchors that cover a leaf, the first one first. */
    List<Long> above(long index) {
        return files.from(index + 1, Integer.MAX_VALUE);
    }

    /**
     * Durable when it returns.
     *
     * @throws IOException if the disk does not take it; the folder is as before
     */
    void put(long size, AnchorProof proof) throws IOException {
        files.put(size, proof.encode());
    }

    /** Empty if there is none, or if the disk spoilt it: a later anchor proves as much. */
    Optional<AnchorProof> read(long size) {
        try {
            return Optional.of(AnchorProof.decode(files.read(size)));
        } catch (IOException | EvidenceFormatException spoilt) {
            LOG.warn("the proof of the anchor at {} records cannot be read: {}", size, spoilt.getMessage());
            return Optional.empty();
        }
    }
}
