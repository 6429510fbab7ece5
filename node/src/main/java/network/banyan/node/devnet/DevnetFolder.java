// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;

/**
 * What a devnet leaves on disk, so that it goes on where it stopped: genesis.json, one folder for each validator with its
 * keys and data, and device, gateway and tracker with theirs.
 */
public record DevnetFolder(Path path) {
    private static final List<String> OURS = List.of("node-", "sidechain-", "devnet.log");

    private static final String MARK = "genesis.json";

    /**
     * What a new devnet is made of.
     *
     * @param epochs when the committee changes; empty if never
     * @param loadAccounts further funded accounts, for load tests
     */
    public record Shape(
            int validators,
            long blockIntervalMillis,
            long viewTimeoutMillis,
            long gasLimit,
            Optional<Genesis.Epochs> epochs,
            int loadAccounts) {}

    public Path genesisFile() {
        return path.resolve(MARK);
    }

    public Path node(int number) {
        return path.resolve("node-" + number);
    }

    public Path keys(int number) {
        return node(number).resolve("keys");
    }

    public Path device() {
        return path.resolve("device");
    }

    public Path gateway() {
        return path.resolve("gateway");
    }

    public Path tracker() {
        return path.resolve("tracker");
    }

    public Path log() {
        return path.resolve("devnet.log");
    }

    public boolean exists() {
        return Files.exists(genesisFile());
    }

    public Genesis genesis() {
        return readGenesis(genesisFile());
    }

    /**
     * @throws UserError if the file cannot be read or holds no genesis
     */
    public static Genesis readGenesis(Path file) {
        try {
            if (Files.size(file) > 64L << 20) {
                throw new UserError(file + " is over 64 MiB; that is no genesis.");
            }
            return GenesisJson.parse(Files.readAllBytes(file));
        } catch (GenesisJson.Malformed malformed) {
            throw new UserError(file + ": " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw new UserError("The genesis file %s cannot be read: %s".formatted(file, UserError.why(unreadable)));
        }
    }

    /** Deletes the devnet; anything else that may live in the folder stays. */
    public void delete() {
        if (!exists()) {
            return;
        }
        try {
            List<Path> ours = new ArrayList<>(List.of(genesisFile(), device(), gateway(), tracker()));
            try (Stream<Path> children = Files.list(path)) {
                children.filter(child ->
                                OURS.stream().anyMatch(child.getFileName().toString()::startsWith))
                        .forEach(ours::add);
            }
            for (Path each : ours) {
                deleteTree(each);
            }
        } catch (IOException failed) {
            throw new UserError(
                    "The devnet in %s cannot be deleted: %s".formatted(path, UserError.why(failed)), failed);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Makes keys and genesis for a new devnet. */
    public void create(Shape shape, long nowSeconds) {
        SecureRandom random = new SecureRandom();
        List<Founder> founders = IntStream.rangeClosed(1, shape.validators())
                .mapToObj(number -> new Founder("validator-" + number, NodeKeys.random(random)))
                .toList();
        for (int i = 0; i < founders.size(); i++) {
            founders.get(i).keys().write(keys(i + 1));
        }
        try {
            Files.createDirectories(path);
            // Last, because its presence says that the rest is complete.
            Files.writeString(genesisFile(), GenesisJson.write(DevnetGenesis.of(shape, founders, nowSeconds)));
        } catch (IOException failed) {
            throw new UserError(
                    "The devnet cannot be written to %s: %s".formatted(path, UserError.why(failed)), failed);
        }
    }
}
