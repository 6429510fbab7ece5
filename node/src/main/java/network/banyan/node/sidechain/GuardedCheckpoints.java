// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.bridge.member.CheckpointSigner;
import network.banyan.crypto.Bls;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;

/**
 * Signs checkpoints with a key that lies in a folder, and keeps the last one it signed in a file beside the key. Sequences
 * rise, so that the last one tells of all before.
 */
final class GuardedCheckpoints implements CheckpointSigner {
    static final String FILE = "checkpoints";
    private static final int BYTES_MAX = 200;

    /** Of a sequence that somebody may have signed before the record was lost. */
    private static final Hash UNKNOWN = Hash.ZERO;

    private final Bls.SecretKey key;
    private final Path file;
    private Last last;

    private record Last(long sequence, Hash digest) {}

    /**
     * @param keys the folder of the member's keys
     * @throws UserError if there is a record that cannot be read: nothing may be signed then
     */
    GuardedCheckpoints(Bls.SecretKey key, Path keys) {
        this.key = key;
        this.file = keys.resolve(FILE);
        this.last = read();
    }

    private Last read() {
        try {
            if (!Files.exists(file)) {
                return new Last(0, UNKNOWN);
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new IllegalArgumentException("too long");
            }
            String[] words =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(" ", -1);
            if (words.length != 2) {
                throw new IllegalArgumentException("not a number and a digest");
            }
            return new Last(Long.parseUnsignedLong(words[0]), Hash.fromHex(words[1]));
        } catch (IOException | IllegalArgumentException damaged) {
            throw new UserError(
                    "%s cannot be read (%s). It says which checkpoints were signed; without it a second, contradicting signature could cost the bond. If it is lost for good, delete it: nothing that was signed before is signed again then."
                            .formatted(file, damaged.getMessage()),
                    damaged);
        }
    }

    @Override
    public void begin(long floor) {
        if (floor > last.sequence()) {
            remember(new Last(floor, UNKNOWN));
        }
    }

    @Override
    public Optional<Bytes> sign(long sequence, Hash digest) {
        if (sequence > last.sequence()) {
            remember(new Last(sequence, digest));
        }
        return sequence == last.sequence() && digest.equals(last.digest())
                ? Optional.of(key.sign(digest.toArray()))
                : Optional.empty();
    }

    /** On disk when it returns. */
    private void remember(Last next) {
        try {
            String line = "%d %s%n".formatted(next.sequence(), next.digest().toHex());
            WholeFiles.replace(file, line.getBytes(StandardCharsets.US_ASCII));
            last = next;
        } catch (IOException failed) {
            throw new UserError(
                    "%s cannot be written (%s), so nothing is signed.".formatted(file, UserError.why(failed)), failed);
        }
    }
}
