// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import network.banyan.evidence.witness.NoteKey;

/**
 * A witness in a process of its own: {@code FOLDER LOGKEY}. It asks for the time when a head is kept and nothing is said yet;
 * its clock ends the process there, as SIGKILL would: no hook runs, nothing is flushed.
 */
public final class WitnessProcess {
    private WitnessProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var witness = new Witness(
                WitnessFolder.open(Path.of(arguments[0])), "w", List.of(NoteKey.parse(arguments[1])), () -> {
                    Runtime.getRuntime().halt(137);
                    throw new IllegalStateException("nothing runs after halt");
                });
        var server = new WitnessServer(new InetSocketAddress("127.0.0.1", 0), witness);
        System.out.println("listening " + server.port());
        new CountDownLatch(1).await();
    }
}
