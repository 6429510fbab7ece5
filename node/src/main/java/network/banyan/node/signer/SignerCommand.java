// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.node.HostAndPort;
import network.banyan.node.UserError;
import network.banyan.node.cli.StopSignal;
import network.banyan.node.keys.KeyFolder;
import network.banyan.node.keys.SecretFile;
import network.banyan.p2p.NetworkException;
import network.banyan.p2p.NodeId;
import network.banyan.primitives.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code banyan signer}: a voting key in a process of its own, which never contradicts itself. */
@Command(
        name = "signer",
        mixinStandardHelpOptions = true,
        description = {
            "Signs votes for nodes that it knows, and remembers each before it signs: several nodes may ask with"
                    + " one key, and no two signatures contradict each other.",
            "DIR/keys holds validator.json and its password; node.key is made there.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan signer --dir vault --chain-id 77 --listen 10.0.0.5:30800 --allow NODEKEY --begin",
            "  banyan signer export --dir vault --chain-id 77 > guard.json",
            "  banyan signer import --dir other --chain-id 77 guard.json",
            "A node asks it with signer = \"KEY@10.0.0.5:30800\" in its configuration, and without a voting key."
        })
public final class SignerCommand implements Callable<Integer> {
    @Option(names = "--dir", scope = ScopeType.INHERIT, paramLabel = "DIR", description = "Keys and guard.")
    private Path dir = Path.of("signer");

    @Option(
            names = "--chain-id",
            scope = ScopeType.INHERIT,
            paramLabel = "ID",
            description = "The only chain it signs for.")
    private long chainId;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where nodes reach it; port 0 takes any free one.")
    private String listen = "127.0.0.1:30800";

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "NODEKEY",
            description = "Nodes that may ask, by the 64 hex digits of their key.")
    private List<String> allow = List.of();

    @Option(names = "--begin", description = "The key has never signed: begin an empty guard.")
    private boolean begin;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Set<NodeId> clients = clients();
        HostAndPort place = HostAndPort.ofListener("--listen", listen);
        Ed25519.KeyPair node = nodeKey();
        Bls.SecretKey key = votingKey();
        try (StopSignal stop = new StopSignal();
                GuardFile guard = GuardFile.open(dir, chain(), key.publicKey(), begin);
                SignerServer server = new SignerServer(key, chain(), guard, place.resolved(), node, clients)) {
            var out = spec.commandLine().getOut();
            out.printf("voting key  %s%n", key.publicKey());
            out.printf(
                    "signer = \"%s@%s\"%n",
                    node.publicKey().toHex().substring(2),
                    new HostAndPort(place.host(), server.address().getPort()));
            out.flush();
            stop.await();
            return 0;
        } catch (NetworkException cannotListen) {
            throw new UserError(
                    "The signer cannot listen on %s: %s".formatted(listen, cannotListen.getMessage()), cannotListen);
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes up to where the key may have signed, for the signer that takes over. Stop this one for good"
                        + " first.",
                ""
            })
    int export() {
        try (GuardFile guard = GuardFile.open(dir, chain(), votingKey().publicKey(), false)) {
            var export = new GuardExport(
                    chain(),
                    votingKey().publicKey(),
                    guard.guard().highest(),
                    guard.guard().highestCheckpoint());
            spec.commandLine().getOut().print(export.json());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {"Takes what another signer exported: nothing up to there is signed here.", ""})
    int take(@Parameters(paramLabel = "FILE") Path file) {
        GuardExport export = GuardExport.parse(read(file));
        Bytes key = votingKey().publicKey();
        if (export.chainId() != chain() || !export.publicKey().equals(key)) {
            throw new UserError("%s is about another key or chain.".formatted(file));
        }
        try (GuardFile guard = GuardFile.open(dir, chain(), key, true)) {
            guard.close(export.highest(), export.checkpoint());
            return 0;
        } catch (IOException failed) {
            throw new UserError("The guard in %s cannot be written: %s".formatted(dir, UserError.why(failed)), failed);
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) <= GuardExport.BYTES_MAX) {
                return Files.readString(file);
            }
        } catch (IOException unreadable) {
            throw new UserError(
                    "The file %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
        throw new UserError(file + " is too long for an export of a guard.");
    }

    private long chain() {
        if (chainId < 1) {
            throw new UserError("Say which chain it signs for: --chain-id, as `banyan status` tells it.");
        }
        return chainId;
    }

    private KeyFolder keys() {
        return new KeyFolder(dir.resolve("keys"), Optional.empty());
    }

    private Bls.SecretKey votingKey() {
        return keys().voting()
                .orElseThrow(() -> keys().missing(KeyFolder.VOTING_PLAIN, KeyFolder.VOTING))
                .key();
    }

    private Ed25519.KeyPair nodeKey() {
        Path file = dir.resolve("keys").resolve(KeyFolder.NODE);
        if (!Files.exists(file)) {
            byte[] seed = new byte[Ed25519.SEED_SIZE];
            new SecureRandom().nextBytes(seed);
            try {
                SecretFile.write(file, Bytes.wrap(seed).toHex() + "\n");
            } catch (IOException failed) {
                throw new UserError("The key %s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
            }
        }
        return Ed25519.KeyPair.fromSeed(keys().nodeSeed());
    }

    private Set<NodeId> clients() {
        Set<NodeId> clients = new HashSet<>();
        for (String text : allow) {
            try {
                clients.add(new NodeId(Bytes.fromHex(text.strip())));
            } catch (IllegalArgumentException noKey) {
                throw new UserError(
                        "--allow takes the 64 hex digits of a node's key, not \"%s\".".formatted(text), noKey);
            }
        }
        if (clients.isEmpty()) {
            throw new UserError("Say which nodes may ask: --allow NODEKEY.");
        }
        return clients;
    }
}
