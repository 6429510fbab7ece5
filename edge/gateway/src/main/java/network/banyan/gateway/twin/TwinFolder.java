// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.twin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.crypto.Sha256;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;
import network.banyan.twin.TwinException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twins on disk: for each device a file of the newest desired document and one of the newest report, each replaced at once
 * and durable when {@link #put} returns (docs/spec/twin.md, rule 9).
 */
final class TwinFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TwinFolder.class);
    private static final Pattern NAME = Pattern.compile("(0x[0-9a-f]{64})\\.(desired|reported)");
    private static final Pattern HEAD = Pattern.compile("([0-9]{1,15}) (0x[0-9a-f]{64})");

    /** Longer than any head and document. */
    private static final int MAX_FILE = 32_768;

    static final int MAX_DEVICES = 10_000;

    private final Path folder;
    private final Set<Hash> devices = new HashSet<>();

    enum Side {
        DESIRED,
        REPORTED
    }

    /**
     * @param takenAt ms since 1970 by the gateway's clock
     */
    record Kept<T>(long takenAt, T content) {}

    /**
     * @throws GatewayException if the folder cannot be made or read
     */
    TwinFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        devices.add(Hash.fromHex(name.group(1)));
                    } else if (file.getFileName().toString().startsWith(WholeFiles.DRAFT)) {
                        // Of a write that a kill cut short; nobody was told that it was taken.
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new GatewayException(
                    "the folder %s cannot be read: %s".formatted(folder, unreadable.getMessage()), unreadable);
        }
    }

    synchronized int devices() {
        return devices.size();
    }

    synchronized boolean has(Hash device) {
        return devices.contains(device);
    }

    /** Whether another document of this device finds a place. */
    synchronized boolean hasRoom(Hash device) {
        return devices.contains(device) || devices.size() < MAX_DEVICES;
    }

    /**
     * Durable when it returns.
     *
     * @throws IOException if the disk does not take it; what was there is there
     */
    void put(Hash device, Side side, long takenAt, Bytes content) throws IOException {
        byte[] head = "%d %s\n".formatted(takenAt, Sha256.hash(content)).getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(head, head.length + content.size());
        System.arraycopy(content.unsafeArray(), 0, file, head.length, content.size());
        WholeFiles.replace(file(device, side), file);
        synchronized (this) {
            devices.add(device);
        }
    }

    /** What is kept; empty if nothing is, or if the disk spoilt it, which is logged and the file set aside. */
    <T> Optional<Kept<T>> read(Hash device, Side side, Function<Bytes, T> decode) {
        if (!has(device)) {
            return Optional.empty();
        }
        Path file = file(device, side);
        try {
            if (Files.size(file) <= MAX_FILE) {
                return Optional.of(split(Files.readAllBytes(file), decode));
            }
            throw new TwinException("it is too long");
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read: {}", file, unreadable.getMessage());
            return Optional.empty();
        } catch (TwinException damaged) {
            LOG.error("{} is damaged and set aside: {}", file, damaged.getMessage());
            setAside(file);
            return Optional.empty();
        }
    }

    private static <T> Kept<T> split(byte[] file, Function<Bytes, T> decode) {
        int end = 0;
        while (end < file.length && file[end] != '\n') {
            end++;
        }
        Matcher head = HEAD.matcher(new String(file, 0, end, StandardCharsets.US_ASCII));
        Bytes content = Bytes.wrap(Arrays.copyOfRange(file, Math.min(end + 1, file.length), file.length));
        if (!head.matches() || !Sha256.hash(content).equals(Hash.fromHex(head.group(2)))) {
            throw new TwinException("its bytes are not those that were written");
        }
        return new Kept<>(Long.parseLong(head.group(1)), decode.apply(content));
    }

    private static void setAside(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException cannot) {
            LOG.warn("{} cannot be set aside: {}", file, cannot.getMessage());
        }
    }

    private Path file(Hash device, Side side) {
        return folder.resolve(device.toHex()
                + switch (side) {
                    case DESIRED -> ".desired";
                    case REPORTED -> ".reported";
                });
    }
}
