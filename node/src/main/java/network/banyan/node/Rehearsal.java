// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Walks through the short commands in one process, so that the JVM that trains the startup cache (JEP 514) sees what they
 * need; several trainings cannot be merged into one cache. {@code ./banyan} starts it after a build. It needs no network:
 * what asks a node is told that there is none. What a command says is of no interest, so nothing is printed.
 */
public final class Rehearsal {
    /** Nobody listens at the discard port, and its number is refused to nobody. */
    private static final String NOBODY = "http://127.0.0.1:9";

    private Rehearsal() {}

    /** @param arguments the folder with the published example of evidence (docs/spec/evidence) */
    public static void main(String[] arguments) {
        lines(Path.of(arguments[0])).forEach(Rehearsal::run);
    }

    static List<List<String>> lines(Path evidence) {
        List<List<String>> lines = new ArrayList<>();
        for (String form : List.of("bundle.json", "bundle.cbor")) {
            lines.add(List.of(
                    "verify",
                    evidence.resolve(form).toString(),
                    "--genesis",
                    evidence.resolve("genesis.json").toString()));
        }
        lines.add(List.of("status", "--rpc", NOBODY));
        lines.add(List.of("device", "readings", "--rpc", NOBODY));
        lines.add(List.of("evidence", "cold-cart/1", "--rpc", NOBODY));
        lines.add(List.of("stake", "list", "--rpc", NOBODY));
        lines.add(List.of("delegate", "list", "--rpc", NOBODY));
        lines.add(List.of("--help"));
        return lines;
    }

    /** As the shell would run it; the exit code. */
    static int run(List<String> words) {
        String[] arguments = words.toArray(String[]::new);
        LogFile.choose(arguments);
        CommandLine line = Banyan.commandLine(arguments);
        line.setOut(new PrintWriter(Writer.nullWriter()));
        line.setErr(new PrintWriter(Writer.nullWriter()));
        return line.execute(arguments);
    }
}
