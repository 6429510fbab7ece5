// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.WitnessRule;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;

/**
 * All that a witness must not forget: its key ({@code witness.key}), and of each log the last head that it saw ({@code
 * heads/<log>.note}, the note as the log signed it, so that damage shows). One process holds it.
 */
public final class WitnessFolder implements AutoCloseable {
    private static final String KEY = "witness.key";
    private static final String HEADS = "heads";
    private static final String LOCK = "witness.lock";
    private static final int KEY_CHARACTERS = 2 + 2 * Ed25519.SEED_SIZE;

    private final Path folder;
    private final FileChannel lock;
    private final Ed25519.KeyPair key;

    private WitnessFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        this.lock = lock(folder);
        try {
            this.key = openOrCreateKey();
        } catch (IOException | RuntimeException cannot) {
            lock.close();
            throw cannot;
        }
    }

    /**
     * Opens a witness's folder, or begins a new witness in an empty one.
     *
     * @throws WitnessException if another process has it, something in it is missing or damaged, or it cannot be written
     */
    public static WitnessFolder open(Path folder) {
        try {
            return new WitnessFolder(folder);
        } catch (IOException cannot) {
            throw new WitnessException(
                    "the folder %s cannot be used: %s".formatted(folder, cannot.getMessage()), cannot);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldHere) {
            // Told below.
        }
        channel.close();
        throw new WitnessException("another witness runs in %s; stop it first".formatted(folder));
    }

    private Ed25519.KeyPair openOrCreateKey() throws IOException {
        Path file = folder.resolve(KEY);
        Path heads = folder.resolve(HEADS);
        if (!Files.exists(file)) {
            byte[] seed = new byte[Ed25519.SEED_SIZE];
            new SecureRandom().nextBytes(seed);
            // First what the key is going to vouch for: a key without it is one that forgot.
            Files.createDirectories(heads);
            WholeFiles.create(file, (Bytes.wrap(seed).toHex() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (!Files.isDirectory(heads)) {
            throw new WitnessException(
                    "there is a key in %s and no folder %s: this witness does not know what it saw; begin a new one in an empty folder"
                            .formatted(folder, HEADS));
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("0x[0-9a-f]{64}") || text.length() != KEY_CHARACTERS) {
            throw new WitnessException("%s holds no key: 0x and 64 hex digits".formatted(file));
        }
        return Ed25519.KeyPair.fromSeed(Bytes.fromHex(text));
    }

    /** What signs its cosignatures. */
    public Ed25519.KeyPair key() {
        return key;
    }

    /**
     * What it holds of a log.
     *
     * @throws WitnessException if the disk spoilt it; then it must not be forgotten either
     */
    WitnessRule read(NoteKey log) {
        Path file = head(log);
        try {
            var note = SignedNote.parse(Bytes.wrap(Files.readAllBytes(file)));
            return new WitnessRule(log, Optional.of(note));
        } catch (NoSuchFileException never) {
            return WitnessRule.of(log);
        } catch (EvidenceFormatException spoilt) {
            throw new WitnessException(
                    "%s is not the head of log %s that it should be: %s; do not delete it, or this witness forgets what it vouched for"
                            .formatted(file, log.name(), spoilt.getMessage()),
                    spoilt);
        } catch (IOException unreadable) {
            throw new WitnessException("%s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    /** Durable when it returns.
     *
     * @throws IOException if the disk does not take it; what was there is there still
     */
    void write(WitnessRule rule) throws IOException {
        WholeFiles.replace(head(rule.key()), rule.last().orElseThrow().encode().toArray());
    }

    Lies lies() {
        return new Lies(folder.resolve("lies"));
    }

    private Path head(NoteKey log) {
        return folder.resolve(HEADS).resolve(fileName(log) + ".note");
    }

    /** A log's name can be anything, so its file is named by the hash. */
    static String fileName(NoteKey log) {
        Hash name = Sha256.hash(log.name().getBytes(StandardCharsets.UTF_8));
        return name.toHex().substring(2, 34);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException harmless) {
            // Everything is synced already.
        }
    }
}
