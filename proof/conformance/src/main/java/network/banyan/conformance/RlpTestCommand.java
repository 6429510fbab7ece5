// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code banyan evm rlptest}. */
@Command(
        name = "rlptest",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Ethereum's official tests of RLP: values and their encoding, and bytes that encode nothing.",
            ""
        },
        footer = {"", "Example: banyan evm rlptest ../shared/vectors/ethereum/RLPTests"})
final class RlpTestCommand implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.run(new RlpTests());
    }
}
