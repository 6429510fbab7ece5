// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code banyan evm blocktest}. */
@Command(
        name = "blocktest",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Ethereum's official block tests: imports blocks on a genesis by Ethereum's rules since the"
                    + " merge, those too that must be refused, and compares the end.",
            "Exits 1 if any failed.",
            ""
        },
        footer = {"", "Example: banyan evm blocktest ../shared/vectors/ethereum/blockchain_tests"})
final class BlockTestCommand implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.run(new BlockTests(options.engines()));
    }
}
