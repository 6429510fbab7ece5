// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;

/**
 * What is kept of the log at some of its sizes, one file a size, {@code <size, 16 digits>.<ending>}; whole or not there. One
 * process has the folder; any of its threads may read.
 */
public final class HeadFiles {
    private final Path folder;
    private final String ending;
    private final NavigableSet<Long> sizes = new TreeSet<>();

    /**
     * @param ending of the files' names, without the dot
     * @throws GatewayException if the folder cannot be made or read
     */
    public HeadFiles(Path folder, String ending) {
        this.folder = folder;
        this.ending = ending;
        Pattern form = Pattern.compile("([0-9]{16})\\." + Pattern.quote(ending));
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    Matcher head = form.matcher(name);
                    if (head.matches()) {
                        sizes.add(Long.parseLong(head.group(1)));
                    } else if (name.startsWith(WholeFiles.DRAFT)) {
                        // Of a write that a kill cut short; nobody was told that it is kept.
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new GatewayException(
                    "the folder %s cannot be read: %s".formatted(folder, unreadable.getMessage()), unreadable);
        }
    }

    public synchronized boolean has(long size) {
        return sizes.contains(size);
    }

    /** At most so many sizes that something is kept of, from one on, the smallest first. */
    public synchronized List<Long> from(long size, int most) {
        return sizes.tailSet(size, true).stream().limit(most).toList();
    }

    /** The greatest size that something is kept of. */
    public synchronized OptionalLong last() {
        return sizes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sizes.last());
    }

    /**
     * Durable when it returns, in place of what was kept of that size.
     *
     * @throws IOException if the disk does not take it; the folder is as before
     */
    public void put(long size, Bytes content) throws IOException {
        WholeFiles.replace(file(size), content.toArray());
        synchronized (this) {
            sizes.add(size);
        }
    }

    /**
     * @throws IOException if nothing is kept of that size, or it cannot be read
     */
    public Bytes read(long size) throws IOException {
        return Bytes.wrap(Files.readAllBytes(file(size)));
    }

    private Path file(long size) {
        return folder.resolve("%016d.%s".formatted(size, ending));
    }
}
