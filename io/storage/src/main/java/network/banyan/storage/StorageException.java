// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The database cannot do what it was asked. The message is for the operator: what is wrong, and what to do. */
public sealed class StorageException extends RuntimeException {
    StorageException(String message) {
        super(message);
    }

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Another process has the folder. */
    public static final class InUse extends StorageException {
        private InUse(Path folder, Throwable cause) {
            super(
                    ("The folder %s is in use by another process. Stop the node that runs there, or give this one a folder"
                                    + " of its own.")
                            .formatted(folder),
                    cause);
        }
    }

    static StorageException of(Path folder, RocksDBException cause) {
        return isLocked(cause) ? new InUse(folder, cause) : new StorageException(explained(folder, cause), cause);
    }

    private static boolean isLocked(RocksDBException cause) {
        String text = String.valueOf(cause.getMessage());
        Status status = cause.getStatus();
        return status != null
                && status.getCode() == Status.Code.IOError
                && (text.contains("lock file") || text.contains("lock hold"));
    }

    static StorageException closed(Path folder) {
        return new StorageException("The database in " + folder + " is closed: the node is shutting down.");
    }

    static StorageException damaged(Path folder, String what) {
        return new StorageException(damage(folder, what));
    }

    private static String damage(Path folder, String what) {
        return "The database in %s is damaged (%s). Restore the folder from a backup, or move it away and let the node sync again."
                .formatted(folder, what);
    }

    private static String explained(Path folder, RocksDBException cause) {
        String text = String.valueOf(cause.getMessage());
        Status status = cause.getStatus();
        Status.Code code = status == null ? Status.Code.Undefined : status.getCode();
        Status.SubCode detail = status == null ? Status.SubCode.Undefined : status.getSubCode();
        if (detail == Status.SubCode.NoSpace || text.contains("No space left")) {
            return "The disk of %s is full. Free some space and start the node again; nothing that was final is lost."
                    .formatted(folder);
        }
        if (code == Status.Code.Corruption) {
            return damage(folder, text);
        }
        if (text.contains("Permission denied") || text.contains("Read-only file system")) {
            return "The folder %s cannot be written (%s). Check its owner, its permissions and its mount."
                    .formatted(folder, text);
        }
        return "The database in %s failed (%s). Check the disk; if it is sound, restart the node."
                .formatted(folder, text);
    }
}
