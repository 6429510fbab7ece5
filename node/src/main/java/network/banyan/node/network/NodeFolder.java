// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.crypto.Ed25519;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.ConfigFile;
import network.banyan.node.NodeConfig;
import network.banyan.node.NodeConfig.PeerAddress;
import network.banyan.node.NodeKeys;
import network.banyan.node.Role;
import network.banyan.node.UserError;
import network.banyan.node.keys.KeyFolder;
import network.banyan.node.keys.SealedKeys;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.rpc.http.Access;

/** All that one node needs, in one folder that may be carried to another machine: configuration, genesis, keys, later its data. */
public record NodeFolder(Path path) {
    private static final String GENESIS = "genesis.json";
    private static final String KEYS = "keys";
    private static final int MEMORY_MIB = 64;

    /** Where a node listens. */
    public record Ports(InetSocketAddress p2p, InetSocketAddress rpc) {}

    /**
     * @throws UserError if there is something already: keys and data are never written over
     */
    static void mustBeNew(Path folder) {
        try {
            if (!Files.exists(folder)) {
                return;
            }
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isEmpty()) {
                    return;
                }
            }
        } catch (IOException unreadable) {
            throw new UserError(
                    "The folder %s cannot be read: %s".formatted(folder, UserError.why(unreadable)), unreadable);
        }
        throw new UserError(
                "%s is not empty, and keys are never written over others. Name a new folder.".formatted(folder));
    }

    void delegate(String name, NodeKeys keys, Genesis genesis, Ports ports, List<PeerAddress> peers) {
        SealedKeys.write(keys, path.resolve(KEYS), Optional.empty(), new SecureRandom());
        write(name, Role.DELEGATE, genesis, ports, peers);
    }

    /**
     * Makes the folder of a node without a voting key; the key by which others know it.
     *
     * @param role {@link Role#FULL} or {@link Role#ARCHIVE}
     */
    public Bytes follower(Role role, Genesis genesis, Ports ports, List<PeerAddress> peers) {
        Invariant.check(role == Role.FULL || role == Role.ARCHIVE, "a %s is no follower with a database", role.word());
        mustBeNew(path);
        byte[] seed = new byte[Ed25519.SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        Path keys = path.resolve(KEYS);
        try {
            Files.createDirectories(keys);
            new KeyFolder(keys, Optional.empty()).writeNodeSeed(Bytes.wrap(seed));
        } catch (IOException failed) {
            throw new UserError("The key cannot be written to %s: %s".formatted(keys, UserError.why(failed)), failed);
        }
        write(role.word() + "-node", role, genesis, ports, peers);
        return Ed25519.KeyPair.fromSeed(Bytes.wrap(seed)).publicKey();
    }

    private void write(String name, Role role, Genesis genesis, Ports ports, List<PeerAddress> peers) {
        writeGenesis(path, genesis);
        var config = new NodeConfig(
                name,
                role,
                path.resolve(GENESIS),
                path.resolve("data"),
                path.resolve(KEYS),
                Optional.empty(),
                Optional.empty(),
                ports.p2p(),
                peers,
                ports.rpc(),
                Access.USUAL,
                Optional.empty(),
                MEMORY_MIB,
                true,
                NodeConfig.SNAPSHOTS,
                0,
                NodeConfig.Discovery.USUAL,
                Optional.empty(),
                Optional.empty());
        // Last, because its presence says that the rest is complete.
        ConfigFile.write(config, path, role == Role.DELEGATE ? "network create" : "init");
    }

    static void writeGenesis(Path folder, Genesis genesis) {
        Path file = folder.resolve(GENESIS);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, GenesisJson.write(genesis));
        } catch (IOException failed) {
            throw new UserError("The genesis %s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
