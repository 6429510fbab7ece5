// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A way to a TPM: one command there, one answer back. Held for a moment only, because others use the TPM, too. */
interface TpmLink extends AutoCloseable {
    int ANSWER_BYTES_MAX = 4_096;

    /** A header: two bytes of tag, four of length, four of code. */
    int HEADER_BYTES = 10;

    byte[] exchange(byte[] command) throws IOException;

    @Override
    void close() throws IOException;

    /** The kernel's device file; with {@code /dev/tpmrm0} the kernel keeps users apart. */
    static TpmLink file(Path path) throws IOException {
        // Never made: what opens a file to write may make an ordinary one where no TPM is.
        FileChannel device = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new TpmLink() {
            @Override
            public byte[] exchange(byte[] command) throws IOException {
                if (device.write(ByteBuffer.wrap(command)) != command.length) {
                    throw new IOException("the TPM takes no whole commands");
                }
                ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
                if (device.read(answer) < HEADER_BYTES) {
                    throw new EOFException("the TPM's answer is too short");
                }
                return Arrays.copyOf(answer.array(), answer.position());
            }

            @Override
            public void close() throws IOException {
                device.close();
            }
        };
    }

    /** A TPM in software on this machine. What goes over the socket is not encrypted. */
    static TpmLink socket(int port, int patienceMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMillis);
            socket.setSoTimeout(patienceMillis);
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return new TpmLink() {
                @Override
                public byte[] exchange(byte[] command) throws IOException {
                    socket.getOutputStream().write(command);
                    byte[] header = new byte[HEADER_BYTES];
                    in.readFully(header);
                    int length = ByteBuffer.wrap(header).getInt(2);
                    if (length < HEADER_BYTES || length > ANSWER_BYTES_MAX) {
                        throw new IOException("an answer of %d bytes is no TPM's".formatted(length));
                    }
                    byte[] answer = Arrays.copyOf(header, length);
                    in.readFully(answer, HEADER_BYTES, length - HEADER_BYTES);
                    return answer;
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }
}
