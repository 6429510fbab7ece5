// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process commits as fast as it can and is killed at any moment; what it had reported must be there. */
class KilledNodeTest {
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    /** The child: appends to the log, commits, and reports each on its standard output once the call has returned. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (var storage = NodeStorage.open(Path.of(arguments[0]), 16)) {
                var chain = new TestChain(storage.chain());
                while (true) {
                    long next = storage.chain().height() + 1;
                    storage.chain().append(List.of(TestChain.logEntry(next + 1_000_000)));
                    System.out.println("log " + (next + 1_000_000));
                    long height = chain.commitNext(next == 0 ? 1 : 1 + (int) (next % 3));
                    System.out.println("height " + height);
                }
            }
        }
    }

    @Test
    void losesNothingItReportedAndKeepsNoHalfOfACommit() throws IOException, InterruptedException {
        var random = new Random(5);
        long before = -1;
        for (int round = 0; round < ROUNDS; round++) {
            Reported reported = runAndKill(random.nextInt(5, 200));
            long height = verify(reported);
            assertThat(height).isGreaterThan(before);
            before = height;
        }
    }

    private record Reported(long height, long logged) {}

    private Reported runAndKill(int reports) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        long height = -1;
        long logged = -1;
        try (BufferedReader out = child.inputReader()) {
            int seen = 0;
            String line = out.readLine();
            while (line != null) {
                assertThat(line).matches("(log|height) \\d+");
                long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
                height = line.startsWith("height") ? number : height;
                logged = line.startsWith("log") ? number : logged;
                if (++seen == reports) {
                    assertThatThrownBy(() -> NodeStorage.open(folder, 16))
                            .isInstanceOf(StorageException.class)
                            .hasMessageContaining("in use by another process");
                    child.destroyForcibly();
                }
                line = lineOrEnd(out);
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        return new Reported(height, logged);
    }

    /** Reports that were under way when the child died count as well; half of one does not. */
    private static String lineOrEnd(BufferedReader out) {
        try {
            String line = out.readLine();
            return line != null && line.matches("(log|height) \\d+") ? line : null;
        } catch (IOException streamOfADeadProcess) {
            return null;
        }
    }

    private long verify(Reported reported) {
        try (var storage = NodeStorage.open(folder, 16)) {
            var chain = storage.chain();
            long height = chain.height();
            assertThat(height).isGreaterThanOrEqualTo(reported.height());
            assertThat(chain.log()).contains(TestChain.logEntry(reported.logged()));

            StateLayer head = new TestChain(chain).states().head();
            assertThat(head.height()).isEqualTo(height);
            var block = chain.block(height).orElseThrow();
            assertThat(head.root()).isEqualTo(block.header().stateRoot());
            for (int i = 0; i < TestChain.ACCOUNTS; i++) {
                assertThat(head.account(TestChain.account(i)).orElseThrow().nonce())
                        .isEqualTo(height);
                assertThat(head.storage(TestChain.account(i), UInt256.of(i))).isEqualTo(UInt256.of(height + 1));
            }
            assertThat(chain.certificate(height).orElseThrow().subject().block())
                    .isEqualTo(block.hash());
            assertThat(chain.receipts(height).orElseThrow()).hasSameSizeAs(block.transactions());
            assertThat(chain.numberOf(block.hash())).contains(height);
            assertThat(chain.block(height + 1)).isEmpty();
            return height;
        }
    }
}
