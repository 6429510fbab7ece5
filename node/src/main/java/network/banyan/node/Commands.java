// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import network.banyan.node.bridge.BridgeCommand;
import network.banyan.node.cli.CheckpointCommand;
import network.banyan.node.cli.CommandProvider;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.node.cli.DevnetCommand;
import network.banyan.node.cli.EvidenceCommand;
import network.banyan.node.cli.GatewayCommand;
import network.banyan.node.cli.NodeCommand;
import network.banyan.node.cli.StatusCommand;
import network.banyan.node.cli.TrackerCommand;
import network.banyan.node.cli.VerifyCommand;
import network.banyan.node.cli.WitnessCommand;
import network.banyan.node.data.DataCommand;
import network.banyan.node.doctor.DoctorCommand;
import network.banyan.node.identity.CredentialCommand;
import network.banyan.node.identity.DidCommand;
import network.banyan.node.identity.VendorCommand;
import network.banyan.node.network.InitCommand;
import network.banyan.node.network.NetworkCommand;
import network.banyan.node.sidechain.SidechainCommand;
import network.banyan.node.signer.SignerCommand;
import network.banyan.node.snapshot.SnapshotCommand;
import network.banyan.node.staking.DelegateCommand;
import network.banyan.node.staking.StakeCommand;
import network.banyan.node.top.TopCommand;
import network.banyan.node.twin.TwinCommand;

/** The commands of the command line, each made only when it is asked for. Other modules' join through {@link CommandProvider}. */
final class Commands {
    /** In the order of the help. */
    private static final List<String> OURS = List.of(
            "devnet",
            "network",
            "sidechain",
            "bridge",
            "init",
            "node",
            "signer",
            "status",
            "top",
            "snapshot",
            "doctor",
            "device",
            "gateway",
            "witness",
            "tracker",
            "twin",
            "evidence",
            "checkpoint",
            "verify",
            "stake",
            "delegate",
            "did",
            "vendor",
            "credential",
            "data");

    private Commands() {}

    /** All there are, those of other modules last. */
    static List<Object> all() {
        List<Object> all = new ArrayList<>();
        OURS.forEach(name -> all.add(ours(name).orElseThrow()));
        below("").forEach(all::add);
        return all;
    }

    /** Empty if no command has that name. */
    static Optional<Object> named(String name) {
        Optional<Object> ours = ours(name);
        if (ours.isPresent()) {
            return ours;
        }
        for (CommandProvider provider : others()) {
            if (provider.name().equals(name) && provider.under().isEmpty()) {
                return Optional.of(provider.command());
            }
        }
        return Optional.empty();
    }

    /** What other modules add under one of our commands. */
    static List<Object> below(String name) {
        List<Object> below = new ArrayList<>();
        for (CommandProvider provider : others()) {
            if (provider.under().equals(name)) {
                below.add(provider.command());
            }
        }
        return below;
    }

    private static ServiceLoader<CommandProvider> others() {
        return ServiceLoader.load(CommandProvider.class);
    }

    private static Optional<Object> ours(String name) {
        return switch (name) {
            case "devnet" -> Optional.of(new DevnetCommand());
            case "network" -> Optional.of(new NetworkCommand());
            case "sidechain" -> Optional.of(new SidechainCommand());
            case "bridge" -> Optional.of(new BridgeCommand());
            case "init" -> Optional.of(new InitCommand());
            case "node" -> Optional.of(new NodeCommand());
            case "signer" -> Optional.of(new SignerCommand());
            case "status" -> Optional.of(new StatusCommand());
            case "top" -> Optional.of(new TopCommand());
            case "snapshot" -> Optional.of(new SnapshotCommand());
            case "doctor" -> Optional.of(new DoctorCommand());
            case "device" -> Optional.of(new DeviceCommand());
            case "gateway" -> Optional.of(new GatewayCommand());
            case "witness" -> Optional.of(new WitnessCommand());
            case "tracker" -> Optional.of(new TrackerCommand());
            case "twin" -> Optional.of(new TwinCommand());
            case "evidence" -> Optional.of(new EvidenceCommand());
            case "checkpoint" -> Optional.of(new CheckpointCommand());
            case "verify" -> Optional.of(new VerifyCommand());
            case "stake" -> Optional.of(new StakeCommand());
            case "delegate" -> Optional.of(new DelegateCommand());
            case "did" -> Optional.of(new DidCommand());
            case "vendor" -> Optional.of(new VendorCommand());
            case "credential" -> Optional.of(new CredentialCommand());
            case "data" -> Optional.of(new DataCommand());
            default -> Optional.empty();
        };
    }
}
