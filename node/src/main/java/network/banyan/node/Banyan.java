// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Optional;
import network.banyan.node.cli.LogFormat;
import network.banyan.sdk.RpcFailure;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one command line of the product; {@link Commands} says what it offers. */
@Command(
        name = "banyan",
        version = "banyan " + Banyan.VERSION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = {"Banyan: a blockchain for the Internet of Trusted Things.", ""},
        description = {
            "One root chain with instant finality, devices whose every reading can be proven to anyone offline.",
            "",
            "Start here:",
            "  banyan devnet                        a whole chain on this machine, with an explorer",
            "  banyan device readings               what this machine's sensors put on it",
            "  banyan evidence READING > proof.json one self-contained proof",
            "  banyan verify proof.json --genesis .banyan/devnet/genesis.json",
            "                                       checks it with no network",
            ""
        },
        commandListHeading = "Commands:%n",
        footer = {"", "banyan COMMAND --help explains a command, with examples."})
public final class Banyan implements Runnable {
    public static final String VERSION = "0.1.0";

    /** Exit codes: what was asked did not hold; the request was wrong; the program is wrong. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    public static final int BUG = 70;

    /** What runs until it is told to stop, and logs meanwhile. */
    private static final List<String> LOGGING = List.of("devnet", "node", "signer", "gateway", "witness", "tracker");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        LogFile.choose(arguments);
        try {
            LogFormat.choose(arguments, System.getenv());
        } catch (UserError wrong) {
            System.err.println("banyan: " + wrong.getMessage());
            System.exit(USAGE);
        }
        int code = commandLine(arguments).execute(arguments);
        if (code == 0 && isAlone()) {
            // System.exit asks every jar for a logger first, which takes longer than a short command.
            return;
        }
        System.exit(code);
    }

    /** Whether the process ends by itself once the calling thread does. */
    private static boolean isAlone() {
        Thread self = Thread.currentThread();
        return Thread.getAllStackTraces().keySet().stream()
                .allMatch(thread -> thread.equals(self) || thread.isDaemon());
    }

    /** All commands, as the shell has them. */
    public static CommandLine commandLine() {
        return commandLine(Commands.all());
    }

    /**
     * The command line as these words need it: the command that the first one names, alone, or all if it names none. Making
     * the model of every command takes longer than most of them run.
     */
    static CommandLine commandLine(String... arguments) {
        Optional<Object> named = arguments.length == 0 ? Optional.empty() : Commands.named(arguments[0]);
        return commandLine(named.map(List::of).orElseGet(Commands::all));
    }

    private static CommandLine commandLine(List<Object> commands) {
        CommandLine line = new CommandLine(new Banyan());
        commands.forEach(line::addSubcommand);
        line.getSubcommands().forEach((name, command) -> Commands.below(name).forEach(command::addSubcommand));
        LOGGING.forEach(name -> Optional.ofNullable(line.getSubcommands().get(name))
                .ifPresent(command -> command.addMixin("logFormat", new LogFormat())));
        line.setExecutionExceptionHandler((problem, at, _) -> {
            if (problem instanceof UserError || problem instanceof RpcFailure) {
                at.getErr().println("banyan: " + problem.getMessage());
                return USAGE;
            }
            if (problem instanceof Declined) {
                at.getErr().println("banyan: " + problem.getMessage());
                return FAILED;
            }
            LoggerFactory.getLogger(Banyan.class).error("the command failed", problem);
            at.getErr().println("banyan: this is a bug in Banyan: " + problem);
            return BUG;
        });
        line.setParameterExceptionHandler((problem, _) -> {
            CommandLine at = problem.getCommandLine();
            at.getErr().println("banyan: " + problem.getMessage());
            at.getErr().println("Try '" + at.getCommandSpec().qualifiedName() + " --help'.");
            return USAGE;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: devnet, device, evidence, verify, ...");
    }
}
