// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.NodeConfig;
import network.banyan.node.Role;
import network.banyan.node.Settings;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan doctor}: whether what a node keeps on disk is what it wrote. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Examines the folder of a node that does not run: keys, disk, clock, the checksums of its database,"
                    + " every block from genesis on, the state, the vote log, and the records of devices.",
            "Exit code 0 means nothing is damaged, 1 that something is.",
            ""
        },
        footer = {"", "Example: banyan doctor .banyan/devnet/node-1"})
public final class DoctorCommand implements Callable<Integer> {
    private static final long NEWEST = 1_000;
    private static final long STEP = 10_000;

    @Parameters(
            paramLabel = "DIR",
            description =
                    "The node's folder. Without a banyan.toml in it: data, keys and genesis.json there, or beside it.")
    private Path folder = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the database, if it lies elsewhere.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--whole",
            description =
                    "Checks the signatures of all certificates, 1 to 2 ms each (default: the newest 1,000 and each epoch's last).")
    private boolean whole;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NodeConfig node = NodeConfig.of(settings().withFlag("data", data), folder.toAbsolutePath());
        if (node.role() == Role.LIGHT) {
            throw new UserError(
                    "%s is the folder of a light node, which has no database: all it keeps is verified at each start."
                            .formatted(folder));
        }
        Genesis genesis = DevnetFolder.readGenesis(node.genesis());
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s of %s, chain %d%n", node.data(), node.name(), genesis.chainId());
        boolean[] damaged = {false};
        new Examination(
                        node,
                        genesis,
                        System.currentTimeMillis(),
                        whole ? Long.MAX_VALUE : NEWEST,
                        part -> progress(spec.commandLine().getErr(), part))
                .run(finding -> {
                    print(out, finding);
                    damaged[0] |= finding instanceof Finding.Damaged;
                });
        out.println(damaged[0] ? remedy(node) : "Nothing is damaged.");
        return damaged[0] ? Banyan.FAILED : 0;
    }

    /** A devnet's nodes in one process have no file of their own: their settings are the usual ones. */
    private Settings settings() {
        Path file = folder.resolve("banyan.toml");
        return Files.exists(file)
                ? Settings.ofFile(file)
                : Settings.empty()
                        .withFlag("name", Optional.of(String.valueOf(folder.getFileName())))
                        .withFlag(
                                "genesis",
                                Optional.of("../genesis.json")
                                        .filter(_ -> !Files.exists(folder.resolve("genesis.json"))));
    }

    private static LongConsumer progress(PrintWriter err, String part) {
        return count -> {
            if (count > 0 && count % STEP == 0) {
                err.printf("  %s: %,d%n", part, count);
                err.flush();
            }
        };
    }

    private static void print(PrintWriter out, Finding finding) {
        switch (finding) {
            case Finding.Sound(String part, String summary) -> out.printf("  %-9s sound: %s%n", part, summary);
            case Finding.Doubtful(String part, List<String> sentences) ->
                sentences.forEach(sentence -> out.printf("  %-9s doubtful: %s%n", part, sentence));
            case Finding.Damaged(String part, List<String> sentences) ->
                sentences.forEach(sentence -> out.printf("  %-9s DAMAGED: %s%n", part, sentence));
        }
        out.flush();
    }

    /** ADR-0011: a validator that lost its votes must not vote again too soon, and the mark beside its keys sees to that. */
    private static String remedy(NodeConfig node) {
        return """
                The database is damaged. Check the disk; then move %s away and start the node: it fetches the chain again
                from the others. Leave %s as it is: what lies there keeps a validator that lost its votes from voting until
                that is safe. Records of devices that were never anchored are only in the folder you moved away.""".formatted(node.data(), node.keys());
    }
}
