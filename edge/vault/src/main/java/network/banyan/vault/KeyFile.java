// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;
import network.banyan.vault.Manifest.Head;

/**
 * Where an owner keeps the keys of one stream. There is one such file of a stream: two would seal under different keys of
 * one epoch. It is replaced whole, and a key is in it before anything is sealed under it.
 */
public final class KeyFile {
    private final Path file;
    private final SecureRandom random;

    public KeyFile(Path folder, Hash stream, long tenure, SecureRandom random) {
        this.file = folder.resolve("keys")
                .resolve("%s-%d.keys".formatted(stream.toHex().substring(2), tenure));
        this.random = random;
    }

    /**
     * @throws VaultException if the file cannot be read, others may read it, or it is no key file
     */
    public Optional<KeyRing> read() {
        try {
            if (Files.size(file) > KeyRing.MAX_BYTES) {
                throw VaultException.of("%s is over %d bytes: no key file is", file, KeyRing.MAX_BYTES);
            }
            if (Files.getPosixFilePermissions(file).stream().anyMatch(KeyFile::isForOthers)) {
                throw VaultException.of("others may read %s, so it is no secret: run chmod 600 on it first", file);
            }
            return Optional.of(KeyRing.decode(Bytes.wrap(Files.readAllBytes(file))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure("read", failed);
        }
    }

    private static boolean isForOthers(PosixFilePermission permission) {
        return permission.name().startsWith("GROUP") || permission.name().startsWith("OTHERS");
    }

    /** The ring with the keys of an epoch, which are made and kept if they were not there. */
    public KeyRing withEpoch(Head head, long epoch) {
        KeyRing ring = read().orElseGet(() -> KeyRing.empty(head));
        if (!ring.head().equals(head)) {
            throw VaultException.of(
                    "%s is of slots of %d seconds, the stream of %d",
                    file, ring.head().slotSeconds(), head.slotSeconds());
        }
        if (ring.has(epoch)) {
            return ring;
        }
        byte[] root = new byte[Hash.SIZE];
        random.nextBytes(root);
        KeyRing more = ring.with(epoch, StreamKeys.ofRoot(Hash.of(root)));
        replace(more);
        return more;
    }

    public void replace(KeyRing ring) {
        try {
            Files.createDirectories(WholeFiles.folderOf(file));
            WholeFiles.replace(file, ring.encode().unsafeArray());
        } catch (IOException failed) {
            throw failure("written", failed);
        }
    }

    private VaultException failure(String what, IOException failed) {
        return new VaultException("%s cannot be %s: %s".formatted(file, what, failed.getMessage()), failed);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
