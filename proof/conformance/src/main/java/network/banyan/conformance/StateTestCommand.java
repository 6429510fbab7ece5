// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.evm.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code banyan evm statetest}. */
@Command(
        name = "statetest",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Ethereum's official state tests: a transaction on a state, and what must come of it under each fork.",
            "Prints what failed and why, and ends with how many passed and failed; exits 1 if any failed.",
            ""
        },
        footer = {"", "Example: banyan evm statetest --fork Osaka ../shared/vectors/ethereum/state_tests"})
final class StateTestCommand implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Option(
            names = "--fork",
            split = ",",
            paramLabel = "FORK",
            description = "Only under these forks, by the names in the files (default: all that we speak).")
    private List<String> forks = List.of();

    @Option(
            names = "--trace",
            description = "Print every instruction as a line of JSON (EIP-3155), interpreted, one test after another.")
    private boolean trace;

    @Override
    public Integer call() throws InterruptedException {
        if (trace) {
            var writer = new TraceWriter(options.out());
            return options.run(new StateTests(this::asked, (fork, test) -> Engine.tracing(writer), writer::end), 1);
        }
        return options.run(new StateTests(this::asked, options.engines()));
    }

    private boolean asked(String fork) {
        return forks.isEmpty() || forks.stream().anyMatch(fork::equalsIgnoreCase);
    }
}
