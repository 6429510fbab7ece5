// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.node.UserError;
import network.banyan.node.keys.SecretFile;

/** What a node's database lies in: the disk, the clock, and the keys beside it. */
final class Surroundings {
    /** With less the database cannot even compact what it has. */
    private static final long LEAST_FREE_MIB = 512;

    /** Proposals from further ahead than this are not voted for. */
    private static final long CLOCK_LEAD_MILLIS = 2_000;

    private Surroundings() {}

    static Finding disk(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            long free = Files.getFileStore(data).getUsableSpace() >> 20;
            long used = files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
            return free < LEAST_FREE_MIB
                    ? new Finding.Doubtful(
                            "disk",
                            List.of("%,d MiB are free where %s lies; a node stops when there are none."
                                    .formatted(free, data)))
                    : new Finding.Sound("disk", "the database takes %,d MiB, %,d are free".formatted(used, free));
        } catch (IOException unreadable) {
            throw new UserError(
                    "The folder %s cannot be read: %s".formatted(data, UserError.why(unreadable)), unreadable);
        }
    }

    /** Secrets that others could have read are no longer secrets. */
    static Finding keys(Path keys) {
        try (Stream<Path> files = Files.list(keys)) {
            List<Path> secrets = files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("voted"))
                    .sorted()
                    .toList();
            List<String> open = secrets.stream()
                    .filter(Surroundings::isOpen)
                    .map(file -> "others may read or write %s: chmod 600 it, and think about who did.".formatted(file))
                    .toList();
            return open.isEmpty()
                    ? new Finding.Sound("keys", "%d files, their owner's alone".formatted(secrets.size()))
                    : new Finding.Doubtful("keys", open);
        } catch (IOException unreadable) {
            return new Finding.Doubtful(
                    "keys", List.of("the folder %s cannot be read: %s".formatted(keys, UserError.why(unreadable))));
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return SecretFile.isOpenToOthers(file);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** A clock that jumped back stands behind the last block. */
    static Finding clock(long tipMillis, long nowMillis) {
        long behind = tipMillis - nowMillis;
        return behind > CLOCK_LEAD_MILLIS
                ? new Finding.Doubtful(
                        "clock",
                        List.of(
                                "this machine's clock stands %,d s behind the last block: set it, or the node takes no proposals"
                                        .formatted(behind / 1_000)))
                : new Finding.Sound("clock", "the last block is %,d s old".formatted(Math.max(0, -behind) / 1_000));
    }
}
