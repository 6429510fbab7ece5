// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Signs checkpoints with a member's voting key, each sequence once: it remembers durably before it signs (docs/spec/member.md,
 * rule 8), for two signatures of one sequence cost the whole bond.
 */
public interface CheckpointSigner {
    /**
     * Before the first signature of a process.
     *
     * @param floor up to which sequence somebody may have signed before, as both chains show; if its record is lost, nothing at
     *     or below is ever signed
     */
    void begin(long floor);

    /** 96 bytes; empty if this sequence, or a later one, was signed otherwise or may have been. */
    Optional<Bytes> sign(long sequence, Hash digest);
}
