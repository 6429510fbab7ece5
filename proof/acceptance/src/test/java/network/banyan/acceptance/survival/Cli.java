// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.node.Banyan;

/** The command line, as a person runs it. */
final class Cli {
    private static final long PATIENCE_SECONDS = 120;

    private Cli() {}

    record Outcome(int exit, String out, String err) {
        /** One sentence for a person, no stack trace, and the exit code of a wrong request. */
        void isASentenceAbout(String... words) {
            assertThat(err).contains(words).doesNotContain("\tat ", "Exception");
            assertThat(exit).as(err).isEqualTo(Banyan.USAGE);
        }
    }

    /** Runs a command to its end. */
    static Outcome run(Path scratch, String... arguments) {
        Running running = start(scratch, arguments);
        return running.await();
    }

    /** A command that has not ended yet. */
    record Running(Process process, Path out, Path err) implements AutoCloseable {
        Outcome await() {
            try (this) {
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("the command ends; it said %s %s", read(out), read(err))
                        .isTrue();
                return new Outcome(process.exitValue(), read(out), read(err));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }

        String said() {
            return read(out);
        }

        /** Waits until it says something, and returns what the pattern's group matches. */
        String says(String pattern) {
            Pattern wanted = Pattern.compile(pattern);
            Deadline.until(
                    "it says " + pattern,
                    () -> !process.isAlive() || wanted.matcher(said()).find());
            Matcher matcher = wanted.matcher(said());
            assertThat(matcher.find())
                    .as("it says %s; it said %s", pattern, heard())
                    .isTrue();
            return matcher.group(1);
        }

        /** All it said, on both of its voices. */
        String heard() {
            return read(out) + read(err);
        }

        /** What it noted for its operator. */
        String log() {
            Path log = out.resolveSibling("log");
            return Files.exists(log) ? read(log) : "";
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static Running start(Path scratch, String... arguments) {
        try {
            Path folder = Files.createTempDirectory(scratch, "run");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            List<String> options =
                    new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder));
            if (!arguments[0].equals("devnet")) {
                // A devnet logs into its own folder; what others log must not mix with what they say.
                options.add("-Dbanyan.log.file=" + folder.resolve("log"));
            }
            Process process = new ProcessBuilder(Java.banyan(options, List.of(arguments)))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Running(process, out, err);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
