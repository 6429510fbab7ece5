// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import network.banyan.node.UserError;
import network.banyan.node.keys.SecretFile;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import org.jspecify.annotations.Nullable;

/**
 * The guard on disk: a line for each statement, with its checksum, synced before the signature is made. A line that was cut by
 * a crash belongs to a signature that never left, and is dropped; any other damage stops the signer. One process holds it.
 */
final class GuardFile implements AutoCloseable {
    private static final String NAME = "guard.log";
    private static final String LOCK = "guard.lock";
    private static final long BYTES_MAX = 256L << 20;

    /** So many lines at most, before the file is written anew without what is closed. */
    private static final int LINES_MAX = 50_000;

    private final Path file;
    private final String head;
    private final Guard guard = new Guard();
    private final FileChannel lock;
    private @Nullable FileChannel channel;
    private int lines;

    /** @param begins whether it may be absent, because the key has never signed */
    private GuardFile(Path folder, long chainId, Bytes publicKey, boolean begins) throws IOException {
        this.file = folder.resolve(NAME);
        this.head = "banyan-guard-1 %d %s".formatted(chainId, publicKey.toHex());
        this.lock = lock(folder);
        try {
            if (Files.exists(file)) {
                read();
            } else if (!begins) {
                throw new UserError(
                        "There is no guard %s: this signer does not know what its key has signed. Import what its last signer exported (`banyan signer import`), or, only if the key has never voted, say --begin."
                                .formatted(file));
            }
            rewrite();
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * @throws UserError if it is absent, damaged, of another chain or key, held by another process, or cannot be written
     */
    static GuardFile open(Path folder, long chainId, Bytes publicKey, boolean begins) {
        try {
            return new GuardFile(folder, chainId, publicKey, begins);
        } catch (IOException failed) {
            throw new UserError("The guard in %s cannot be used: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldHere) {
            // Told below.
        }
        channel.close();
        throw new UserError("Another signer runs in %s; stop it first.".formatted(folder));
    }

    Guard guard() {
        return guard;
    }

    private void read() throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw damaged(0);
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        List<String> all = text.lines().toList();
        boolean cut = !text.endsWith("\n");
        if (all.isEmpty() || !body(all.getFirst()).equals(head)) {
            throw new UserError(
                    "The guard %s belongs to another key or chain; this one is \"%s\".".formatted(file, head));
        }
        for (int i = 1; i < all.size(); i++) {
            boolean last = i == all.size() - 1;
            try {
                take(body(all.get(i)), i);
            } catch (UserError broken) {
                if (last && cut) {
                    return;
                }
                throw broken;
            }
        }
    }

    /** The line without its checksum; empty if that is wrong. */
    private static String body(String line) {
        int space = line.lastIndexOf(' ');
        return space > 0 && line.equals(summed(line.substring(0, space))) ? line.substring(0, space) : "";
    }

    private void take(String body, int at) {
        String[] words = body.split(" ");
        try {
            switch (words[0]) {
                case "signed" -> guard.record(StatementCodec.decode(Hex.decode(words[1])));
                case "closed" -> guard.raise(new Guard.Slot(Long.parseLong(words[1]), Long.parseLong(words[2])));
                case "closed-checkpoints" -> guard.closeCheckpoints(Long.parseLong(words[1]));
                default -> throw damaged(at);
            }
        } catch (RlpException | IllegalArgumentException | ArrayIndexOutOfBoundsException broken) {
            throw damaged(at);
        }
    }

    private UserError damaged(int line) {
        return new UserError(
                "The guard %s is damaged in line %d. Do not delete it: what it forgets, the key may contradict. Import an older export of it into a new folder only when no node has voted with the key since."
                        .formatted(file, line + 1));
    }

    /** Makes a statement durable; the caller has asked the guard. */
    void record(Statement statement) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("the guard could not be written before, so nothing more is signed");
        }
        // If this fails, what is on disk is not known: nothing more may be signed by this process.
        channel = null;
        write(open, summed("signed " + Hex.encode(StatementCodec.encode(statement))) + "\n");
        open.force(false);
        channel = open;
        guard.record(statement);
        lines++;
        if (lines > LINES_MAX) {
            rewrite();
        }
    }

    /** Takes what another signer exported: nothing at or below its highest slot is signed from now on. */
    void close(Guard.Slot slot, long checkpointEpoch) throws IOException {
        guard.raise(slot);
        guard.closeCheckpoints(checkpointEpoch);
        rewrite();
    }

    private void rewrite() throws IOException {
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
        StringBuilder text = new StringBuilder(summed(head)).append('\n');
        Guard.Slot floor = guard.floor();
        text.append(summed("closed %d %d".formatted(floor.epoch(), floor.view())))
                .append('\n');
        if (guard.checkpointFloor() >= 0) {
            text.append(summed("closed-checkpoints " + guard.checkpointFloor())).append('\n');
        }
        List<Statement> kept = guard.statements();
        for (Statement statement : kept) {
            text.append(summed("signed " + Hex.encode(StatementCodec.encode(statement))))
                    .append('\n');
        }
        SecretFile.write(file, text.toString());
        lines = kept.size();
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static void write(FileChannel to, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static String summed(String body) {
        CRC32C sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.US_ASCII));
        return "%s %08x".formatted(body, sum.getValue());
    }

    @Override
    public void close() {
        try {
            FileChannel open = channel;
            if (open != null) {
                open.close();
            }
            lock.close();
        } catch (IOException harmless) {
            // Every line is synced already.
        }
    }
}
