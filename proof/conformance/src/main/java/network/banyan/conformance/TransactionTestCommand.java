// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code banyan evm txtest}. */
@Command(
        name = "txtest",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Ethereum's official transaction tests: bytes that are a transaction under a fork, or are none.",
            ""
        },
        footer = {"", "Example: banyan evm txtest ../shared/vectors/ethereum/TransactionTests"})
final class TransactionTestCommand implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.run(new TransactionTests());
    }
}
