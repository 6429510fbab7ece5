// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.util.Optional;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Hash;

/**
 * What one witness holds of one log, and what it says to the next head. It never goes back: whoever accepts must keep the
 * note durably before anybody hears of it, and put {@link #after} in the place of this.
 *
 * <p>Source: C2SP tlog-witness, in the order of its checks.
 *
 * @param key the log's, whose name is its origin
 * @param last what it saw last; empty if it never saw anything of the log
 */
public record WitnessRule(NoteKey key, Optional<SignedNote> last) {
    /**
     * @throws EvidenceFormatException if what it saw is not of this log, or not signed by it
     */
    public WitnessRule {
        last.ifPresent(note -> {
            if (!TreeHead.parse(note.text()).origin().equals(key.name()) || !note.isSignedBy(key)) {
                throw EvidenceFormatException.of("the note is not one that log %s signed", key.name());
            }
        });
    }

    /** One that has seen nothing yet. */
    public static WitnessRule of(NoteKey key) {
        return new WitnessRule(key, Optional.empty());
    }

    /** What becomes of a request. */
    public sealed interface Verdict {
        /** It only adds to what was seen, or is that: keep it, then cosign it. */
        record Cosign() implements Verdict {}

        /** The log's key did not sign it. */
        record Unsigned() implements Verdict {}

        /** The proof begins elsewhere than at what was seen last. */
        record OtherSize(long size) implements Verdict {}

        /** Two heads of one size with two roots, both signed by the log: it lied to somebody. */
        record Fork(SignedNote seen) implements Verdict {}

        /**
         * The proof does not lead from what was seen to this head. The log has another history, or whoever asks cannot
         * prove this one: its key signed both heads, and until somebody joins them they are evidence against it.
         */
        record Unproven(SignedNote seen) implements Verdict {}
    }

    /** Leaves of the head that was seen last. */
    public long size() {
        return last.map(note -> TreeHead.parse(note.text()).size()).orElse(0L);
    }

    private Hash root() {
        return last.map(note -> TreeHead.parse(note.text()).root()).orElse(MerkleTree.EMPTY);
    }

    /** @param request of this log, as its origin says */
    public Verdict judge(AddCheckpoint request) {
        TreeHead head = request.head();
        if (!head.origin().equals(key.name()) || !request.note().isSignedBy(key)) {
            return new Verdict.Unsigned();
        }
        if (request.oldSize() != size()) {
            return new Verdict.OtherSize(size());
        }
        if (last.isPresent() && head.size() == size() && !head.root().equals(root())) {
            return new Verdict.Fork(last.get());
        }
        if (!MerkleLog.isConsistent(size(), root(), head.size(), head.root(), request.proof())) {
            // Of a log that was never seen there is nothing to prove.
            return new Verdict.Unproven(last.orElseThrow());
        }
        return new Verdict.Cosign();
    }

    /** What it holds once it has kept a head that it was to cosign. Of the note's signatures it keeps the log's alone. */
    public WitnessRule after(AddCheckpoint accepted) {
        var own = accepted.note().signatures().stream().filter(key::isNamedBy).toList();
        return new WitnessRule(key, Optional.of(new SignedNote(accepted.note().text(), own)));
    }
}
