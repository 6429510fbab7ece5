// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import network.banyan.node.cli.CheckpointCommand;
import network.banyan.node.cli.CommandProvider;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.node.cli.DevnetCommand;
import network.banyan.node.cli.EvidenceCommand;
import network.banyan.node.cli.GatewayCommand;
import network.banyan.node.cli.LogFormat;
import network.banyan.node.cli.NodeCommand;
import network.banyan.node.cli.StatusCommand;
import network.banyan.node.cli.TrackerCommand;
import network.banyan.node.cli.VerifyCommand;
import network.banyan.node.data.DataCommand;
import network.banyan.node.doctor.DoctorCommand;
import network.banyan.node.identity.CredentialCommand;
import network.banyan.node.identity.DidCommand;
import network.banyan.node.identity.VendorCommand;
import network.banyan.node.network.InitCommand;
import network.banyan.node.network.NetworkCommand;
import network.banyan.node.signer.SignerCommand;
import network.banyan.node.snapshot.SnapshotCommand;
import network.banyan.node.staking.DelegateCommand;
import network.banyan.node.staking.StakeCommand;
import network.banyan.node.top.TopCommand;
import network.banyan.node.twin.TwinCommand;
import network.banyan.sdk.RpcFailure;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one command line of the product. Commands of other modules join through {@link CommandProvider}. */
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
        footer = {"", "banyan COMMAND --help explains a command, with examples."},
        subcommands = {
            DevnetCommand.class,
            NetworkCommand.class,
            InitCommand.class,
            NodeCommand.class,
            SignerCommand.class,
            StatusCommand.class,
            TopCommand.class,
            SnapshotCommand.class,
            DoctorCommand.class,
            DeviceCommand.class,
            GatewayCommand.class,
            TrackerCommand.class,
            TwinCommand.class,
            EvidenceCommand.class,
            CheckpointCommand.class,
            VerifyCommand.class,
            StakeCommand.class,
            DelegateCommand.class,
            DidCommand.class,
            VendorCommand.class,
            CredentialCommand.class,
            DataCommand.class
        })
public final class Banyan implements Runnable {
    public static final String VERSION = "0.1.0";

    /** Exit codes: what was asked did not hold; the request was wrong; the program is wrong. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;
    public static final int BUG = 70;

    /** What runs until it is told to stop, and logs meanwhile. */
    private static final List<String> LOGGING = List.of("devnet", "node", "signer", "gateway", "tracker");

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
        System.exit(commandLine().execute(arguments));
    }

    /** All commands, as the shell has them. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Banyan());
        ServiceLoader.load(CommandProvider.class).forEach(provider -> line.addSubcommand(provider.command()));
        LOGGING.forEach(
                name -> Objects.requireNonNull(line.getSubcommands().get(name)).addMixin("logFormat", new LogFormat()));
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
