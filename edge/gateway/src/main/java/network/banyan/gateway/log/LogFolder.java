// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import network.banyan.gateway.GatewayException;
import network.banyan.sdk.WholeFiles;

/** Keeps a folder for one process, and a gateway's log in one place: its key in two would make two histories. */
final class LogFolder {
    /** Names the place of a log that is not in the folder itself. */
    private static final String ELSEWHERE = "log-elsewhere";

    private LogFolder() {}

    /**
     * @return to be closed when the log is
     * @throws GatewayException if another process has it
     */
    static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ours) {
            // Another log of this very process; the same refusal.
        }
        channel.close();
        throw new GatewayException("the log in %s is in use; stop the other gateway first".formatted(folder));
    }

    /** @throws GatewayException if the folder's gateway began a log on this disk, or at a third place */
    static void mustHaveItsLogAt(Path folder, String place) throws IOException {
        if (Files.isDirectory(folder.resolve("log"))) {
            throw new GatewayException(
                    "the folder %s has a log on this disk, and a gateway has one log; use another folder"
                            .formatted(folder));
        }
        Path note = folder.resolve(ELSEWHERE);
        if (Files.exists(note)) {
            mustBe(folder, Files.readString(note, StandardCharsets.UTF_8).strip(), place);
        }
    }

    /** Remembers where the log is; durable when it returns, and never half there. */
    static void noteItsLogAt(Path folder, String place) throws IOException {
        WholeFiles.replace(folder.resolve(ELSEWHERE), (place + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @throws GatewayException if the folder's gateway has its log at another place */
    static void mustHaveItsLogHere(Path folder) throws IOException {
        Path note = folder.resolve(ELSEWHERE);
        if (Files.exists(note)) {
            mustBe(folder, Files.readString(note, StandardCharsets.UTF_8).strip(), "this disk");
        }
    }

    private static void mustBe(Path folder, String noted, String place) {
        if (!noted.equals(place)) {
            throw new GatewayException("the log of the gateway in %s is in %s, not in %s; a gateway has one log"
                    .formatted(folder, noted, place));
        }
    }
}
