// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A TPM 2.0 in software, swtpm, on a loopback port of its own, with its state in a folder. */
final class SoftTpm implements AutoCloseable {
    private final Path state;
    private final int port;
    private Process process;

    private SoftTpm(Path state, int port, Process process) {
        this.state = state;
        this.port = port;
        this.process = process;
    }

    static SoftTpm in(Path folder) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/swtpm")),
                "skipped: keys in TPMs, because swtpm is absent (Debian: apt-get install swtpm)");
        Files.createDirectories(folder);
        int port = freePort();
        return new SoftTpm(folder, port, launch(folder, port));
    }

    TpmUri uri(String query) {
        return TpmUri.parse("tpm:tcp://127.0.0.1:%d%s".formatted(port, query));
    }

    TpmPlace place() {
        return uri("").place();
    }

    /** As if the machine was switched off. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    void start() throws Exception {
        process = launch(state, port);
    }

    /** What tpm2-tools, which share no code with ours, say of this TPM. */
    String tool(String... arguments) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/tpm2_readpublic")),
                "skipped: what other tools say of the TPM, because they are absent (Debian: apt-get install"
                        + " tpm2-tools)");
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("-T", "swtpm:host=127.0.0.1,port=" + port));
        Path said = Files.createTempFile(state.getParent(), "tool", ".txt");
        Process tool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said) + "\nexit " + tool.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static Process launch(Path state, int port) throws Exception {
        Process process = new ProcessBuilder(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + state,
                        "--server",
                        "type=tcp,bindaddr=127.0.0.1,port=" + port,
                        "--ctrl",
                        "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1),
                        "--flags",
                        "not-need-init,startup-clear")
                .redirectErrorStream(true)
                .redirectOutput(state.resolveSibling("swtpm.log").toFile())
                .start();
        // A refused connection costs a thousandth of this.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() - end < 0) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process;
            } catch (IOException notYet) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                        .as("swtpm runs")
                        .isFalse();
            }
        }
        throw new IllegalStateException("swtpm does not start");
    }

    /** The first of two in a row: tools look for swtpm's control channel at the next one. */
    private static int freePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket _ = new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return first.getLocalPort();
            } catch (IOException | IllegalArgumentException taken) {
                assertThat(attempt).as("two free ports in a row").isLessThan(20);
            }
        }
    }
}
