// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;

/**
 * Whose word a verifier wants.
 *
 * @param keys of the witnesses it knows, 1 to 64
 * @param needed how many of them must have seen the log
 */
public record Witnesses(List<NoteKey> keys, int needed) {
    public static final int MAX_KEYS = 64;

    /**
     * @throws EvidenceFormatException if one is no witness's key or comes twice, or more are needed than there are
     */
    public Witnesses {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new EvidenceFormatException("1 to 64 witnesses can be named");
        }
        if (keys.stream().anyMatch(key -> key.kind() != NoteKey.Kind.COSIGNATURE)) {
            throw new EvidenceFormatException("a witness's key is of kind 4, cosignature");
        }
        if (keys.stream().map(NoteKey::key).distinct().count() < keys.size()) {
            throw new EvidenceFormatException("a witness is named twice");
        }
        if (needed < 1 || needed > keys.size()) {
            throw EvidenceFormatException.of("of %d named witnesses 1 to %d can be needed", keys.size(), keys.size());
        }
    }

    /** What a key is called; empty if nobody named it. */
    public Optional<String> nameOf(Bytes key) {
        return keys.stream()
                .filter(each -> each.key().equals(key))
                .map(NoteKey::name)
                .findFirst();
    }
}
