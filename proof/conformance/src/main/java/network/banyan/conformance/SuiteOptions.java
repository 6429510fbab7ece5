// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import network.banyan.node.UserError;
import network.banyan.testkit.evm.Engines;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that run suites have in common. */
final class SuiteOptions {
    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or folders with all the .json files below them.")
    private List<Path> paths = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "Files at a time, 1 to 256 (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--engine",
            defaultValue = "INTERPRETER",
            description = "${COMPLETION-CANDIDATES}; SWITCHING changes at random points (default: ${DEFAULT-VALUE}).")
    private Engines engine = Engines.INTERPRETER;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    Engines.Choice engines() {
        return (fork, test) -> engine.engine(fork, test.hashCode());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** 0 if nothing failed, else 1. */
    int run(Suite suite) throws InterruptedException {
        return run(suite, jobs);
    }

    int run(Suite suite, int jobs) throws InterruptedException {
        if (jobs < 1 || jobs > 256) {
            throw new UserError("--jobs takes 1 to 256.");
        }
        var commands = spec.commandLine();
        return new SuiteRun(suite, jobs, commands.getOut(), commands.getErr())
                        .run(SuiteRun.files(paths))
                        .failures()
                        .isEmpty()
                ? 0
                : 1;
    }
}
