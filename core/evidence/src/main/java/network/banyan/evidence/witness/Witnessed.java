// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.util.List;
import network.banyan.crypto.MerkleLog;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Hash;

/**
 * What witnesses said of a gateway's log, as evidence carries it: a head that they cosigned, and the proof that it extends
 * the anchored one. The anchored head itself needs no proof.
 *
 * @param size leaves of the cosigned head
 * @param consistency from the anchored head to this one (RFC 9162, section 2.1.4)
 * @param cosignatures 1 to 16, in the order of their keys, each key once
 */
public record Witnessed(long size, Hash root, List<Hash> consistency, List<Cosignature> cosignatures) {
    public static final int MAX_COSIGNATURES = 16;
    public static final int MAX_CONSISTENCY = AddCheckpoint.MAX_PROOF;

    /**
     * @throws EvidenceFormatException if a number is out of range, or the order is another
     */
    public Witnessed {
        consistency = List.copyOf(consistency);
        cosignatures = List.copyOf(cosignatures);
        if (size < 1 || size > TreeHead.MAX_SIZE) {
            throw new EvidenceFormatException("a cosigned log has 1 to 2^53 - 1 leaves");
        }
        if (consistency.size() > MAX_CONSISTENCY) {
            throw new EvidenceFormatException("a consistency proof has at most 63 hashes");
        }
        if (cosignatures.isEmpty() || cosignatures.size() > MAX_COSIGNATURES) {
            throw new EvidenceFormatException("a head is cosigned by 1 to 16 witnesses");
        }
        for (int i = 1; i < cosignatures.size(); i++) {
            if (cosignatures.get(i - 1).key().compareTo(cosignatures.get(i).key()) >= 0) {
                throw new EvidenceFormatException("cosignatures stand in the order of their keys, each key once");
            }
        }
    }

    /** Whether the cosigned head extends, or is, a head of the log. */
    public boolean extendsHead(long size, Hash root) {
        return MerkleLog.isConsistent(size, root, this.size, this.root, consistency);
    }

    /** The head in a gateway's log. */
    public TreeHead head(Hash gateway) {
        return TreeHead.ofGateway(gateway, size, root);
    }
}
