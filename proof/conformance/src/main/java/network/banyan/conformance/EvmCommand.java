// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import network.banyan.conformance.bench.EvmBenchCommand;
import network.banyan.conformance.fuzz.FuzzCommand;
import network.banyan.node.cli.CommandProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan evm}: the EVM without a chain. */
@Command(
        name = "evm",
        mixinStandardHelpOptions = true,
        description = {"Runs programs and official tests on the EVM, without a chain.", ""},
        subcommands = {
            StateTestCommand.class,
            BlockTestCommand.class,
            TransactionTestCommand.class,
            RlpTestCommand.class,
            FuzzCommand.class,
            EvmBenchCommand.class
        })
public final class EvmCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Makes the command known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "evm";
        }

        @Override
        public Object command() {
            return new EvmCommand();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to run, for instance: evm statetest");
    }
}
