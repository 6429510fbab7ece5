// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.banyan.acceptance.wan.Wan;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.devnet.TestAccount;

/** What the nodes of a network need that stand on machines of their own, with their RPC where the watcher reaches it. */
final class WideFolders {
    private final Path dir;
    private final int delegates;

    private WideFolders(Path dir, int delegates) {
        this.dir = dir;
        this.delegates = delegates;
    }

    /**
     * Founds the network. Delegates stand on the first machines and full nodes on those after them.
     *
     * @param accounts of those that load tests send from
     */
    static WideFolders found(Path dir, int delegates, int fullNodes, int epochBlocks, int accounts) {
        List<String> create = new ArrayList<>(List.of("network", "create", "--name", "Wide", "--block-time", "1s"));
        create.addAll(
                List.of("--hosts", hosts(delegates), "--out", dir.resolve("net").toString()));
        create.addAll(List.of("--epoch-blocks", "" + epochBlocks));
        for (int account = 1; account <= accounts; account++) {
            create.addAll(List.of("--fund", TestAccount.load(account).address().toHex() + "=1000"));
        }
        succeeds(Cli.run(dir, create.toArray(String[]::new)));
        var folders = new WideFolders(dir, delegates);
        String genesis = folders.genesisFile().toString();
        for (int number = delegates + 1; number <= delegates + fullNodes; number++) {
            String folder = folders.of(number).toString();
            succeeds(Cli.run(dir, "init", "--genesis", genesis, "--dir", folder, "--p2p-host", "0.0.0.0"));
        }
        IntStream.rangeClosed(1, delegates + fullNodes).forEach(number -> folders.move(number, number));
        return folders;
    }

    private static String hosts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Wan::address).collect(Collectors.joining(","));
    }

    Path of(int number) {
        return dir.resolve(number <= delegates ? "net/delegate-" + number : "full-" + number);
    }

    Genesis genesis() {
        return GenesisJson.parse(read(genesisFile()).getBytes(StandardCharsets.UTF_8));
    }

    private Path genesisFile() {
        return dir.resolve("net/genesis.json");
    }

    /** Makes a node's folder one of this machine. */
    void move(int number, int machine) {
        Path config = of(number).resolve("banyan.toml");
        String before = read(config);
        String after = before.replaceFirst(
                "\\[rpc]\\s+host = \"[^\"]*\"\\s+port = (\\d+)(\\s+budget = 0)?",
                "[rpc]\nhost = \"%s\"\nport = $1\nbudget = 0".formatted(Wan.address(machine)));
        assertThat(after).isNotEqualTo(before);
        try {
            Files.writeString(config, after);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void succeeds(Cli.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.err() + outcome.out()).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
