// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Ed25519;
import network.banyan.ledger.Genesis;
import network.banyan.node.NodeConfig.PeerAddress;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Bytes;

/**
 * A new network on disk: {@code genesis.json} and {@code peers}, which whoever joins needs, and a folder for each delegate, which
 * nobody but that delegate may see.
 */
public record NetworkFolder(Path path) {
    /** One node a line, as {@code p2p.peers} names it. */
    static final String PEERS = "peers";

    private static final int PEERS_BYTES_MAX = 64 << 10;

    public Path delegate(int number) {
        return path.resolve("delegate-" + number);
    }

    /**
     * @param places one for each delegate
     * @throws UserError if the folder is not new, or cannot be written
     */
    public Genesis create(NetworkPlan plan, List<Place> places, long nowSeconds) {
        NodeFolder.mustBeNew(path);
        SecureRandom random = new SecureRandom();
        List<Founder> founders = IntStream.rangeClosed(1, places.size())
                .mapToObj(number -> new Founder("delegate-" + number, NodeKeys.random(random)))
                .toList();
        Genesis genesis = plan.genesis(founders, nowSeconds);
        List<PeerAddress> peers = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            peers.add(new PeerAddress(nodeKey(founders.get(i)), places.get(i).reached()));
        }
        for (int i = 0; i < places.size(); i++) {
            List<PeerAddress> others = new ArrayList<>(peers);
            others.remove(i);
            Founder founder = founders.get(i);
            new NodeFolder(delegate(i + 1))
                    .delegate(
                            founder.name(),
                            founder.keys(),
                            genesis,
                            places.get(i).ports(),
                            others);
        }
        try {
            Files.write(
                    path.resolve(PEERS), peers.stream().map(PeerAddress::text).toList());
        } catch (IOException failed) {
            throw new UserError(
                    "The network cannot be written to %s: %s".formatted(path, UserError.why(failed)), failed);
        }
        NodeFolder.writeGenesis(path, genesis);
        return genesis;
    }

    private static Bytes nodeKey(Founder founder) {
        return Ed25519.KeyPair.fromSeed(founder.keys().nodeSeed()).publicKey();
    }

    /**
     * The nodes that a file of this kind names.
     *
     * @throws UserError if it cannot be read, or a line is no peer
     */
    public static List<PeerAddress> readPeers(Path file) {
        try {
            if (Files.size(file) > PEERS_BYTES_MAX) {
                throw new UserError(file + " is over 64 KiB; that is no list of peers.");
            }
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> PeerAddress.of(line, file.toString()))
                    .toList();
        } catch (IOException unreadable) {
            throw new UserError(
                    "The peers %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }
}
