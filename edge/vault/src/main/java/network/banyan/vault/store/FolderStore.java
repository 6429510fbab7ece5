// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;
import network.banyan.vault.VaultException;

/** A store in a folder: a file is whole and durable once it has its name. */
public final class FolderStore implements SegmentStore {
    private final Path folder;

    public FolderStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(Name name, Bytes content) {
        Path file = file(name);
        try {
            Files.createDirectories(WholeFiles.folderOf(file));
            WholeFiles.replace(file, content.unsafeArray());
        } catch (IOException failed) {
            throw failure("cannot be written", name, failed);
        }
    }

    @Override
    public Optional<Bytes> get(Name name, int most) {
        Path file = file(name);
        try {
            long size = Files.size(file);
            if (size > most) {
                throw VaultException.of("%s has %d bytes, over %d: that is not what was put there", file, size, most);
            }
            return Optional.of(Bytes.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure("cannot be read", name, failed);
        }
    }

    @Override
    public void delete(Name name) {
        Path file = file(name);
        try {
            if (Files.deleteIfExists(file)) {
                WholeFiles.syncFolder(WholeFiles.folderOf(file));
            }
        } catch (IOException failed) {
            throw failure("cannot be deleted", name, failed);
        }
    }

    private Path file(Name name) {
        return folder.resolve(name.kind()).resolve(name.label());
    }

    private VaultException failure(String what, Name name, IOException failed) {
        return new VaultException("%s %s: %s".formatted(file(name), what, failed.getMessage()), failed);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
