// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import network.banyan.sdk.WholeFiles;

/** What the log needs of a disk, so that tests can fill it up or break it. */
public interface Disk {
    /** Opens a file for writing at its end, making it if it is not there; its name is durable then. */
    Tail open(Path file) throws IOException;

    /** The end of a file. */
    interface Tail extends AutoCloseable {
        void append(ByteBuffer bytes) throws IOException;

        /** Returns once all that was appended is durable. */
        void sync() throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The disk of this machine. */
    Disk REAL = file -> {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        WholeFiles.syncFolder(WholeFiles.folderOf(file));
        return new Tail() {
            @Override
            public void append(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public void sync() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
                channel.force(true);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    };
}
