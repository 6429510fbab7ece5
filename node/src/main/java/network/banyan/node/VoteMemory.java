// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import network.banyan.sdk.WholeFiles;

/**
 * Notices that a validator has lost the log of its votes. Agreement rests on that log: who voted, forgot it and votes again
 * may contradict itself. So beside the key stands a mark that it has voted; a key with the mark and an empty data folder
 * follows without voting until a final block is safely younger than the loss, for then every view it may have voted in is
 * closed.
 */
final class VoteMemory {
    private static final String MARK = "voted";
    private static final String WHOLE = "whole";

    /** Clocks of validators differ, and a proposal's time may lie a little ahead. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Path mark;

    /** @param keys the folder of the validator's key */
    VoteMemory(Path keys) {
        this.mark = keys.resolve(MARK);
    }

    /** A new key has never voted. */
    void begin() throws IOException {
        Files.deleteIfExists(mark);
    }

    /** The data folder holds a chain, but not what was voted for. */
    void lost(long nowMillis) throws IOException {
        if (Files.exists(mark)) {
            write(Long.toString(nowMillis));
        }
    }

    Path mark() {
        return mark;
    }

    /**
     * Decides, once at start, whether the validator may vote, and remembers what must be remembered.
     *
     * @param empty whether the data folder held no chain when it was opened
     * @param tipMillis time of the last final block in it
     * @throws UserError if the mark cannot be read or written
     */
    boolean isWhole(boolean empty, long tipMillis, long nowMillis) {
        try {
            Optional<Long> lost = lostAt(empty, nowMillis);
            boolean whole = lost.isEmpty() || tipMillis > lost.get() + MARGIN.toMillis();
            write(whole ? WHOLE : Long.toString(lost.get()));
            return whole;
        } catch (IOException failed) {
            throw new UserError(
                    "The file %s cannot be written (%s). A validator keeps there that it has voted; the folder of its keys must be writable."
                            .formatted(mark, UserError.why(failed)),
                    failed);
        }
    }

    /** When the log was lost, as far as is known; empty if it never was, or the loss is overcome. */
    private Optional<Long> lostAt(boolean empty, long nowMillis) throws IOException {
        if (!Files.exists(mark)) {
            return Optional.empty();
        }
        String text = Files.readString(mark).strip();
        if (empty) {
            return Optional.of(nowMillis);
        }
        try {
            return text.equals(WHOLE) ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException damaged) {
            return Optional.of(nowMillis);
        }
    }

    /** Durable when it returns: a mark that a power cut takes back would let the validator contradict itself. */
    private void write(String text) throws IOException {
        if (!Files.exists(mark) || !Files.readString(mark).strip().equals(text)) {
            WholeFiles.replace(mark, (text + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
