// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.Banyan;
import network.banyan.node.NodeKeys;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of a network, and what is said to who asks for something that cannot be. */
class NetworkCommandTest {
    private static final String ACCOUNT = "0xde598d942814808bc4113d0ea76ed73d968351f7";

    @TempDir
    Path dir;

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String... line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Banyan.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line);
        return new Outcome(exit, out.toString(), err.toString());
    }

    private static void refused(String words, String... line) {
        Outcome outcome = run(line);
        assertThat(outcome.err()).contains(words).doesNotContain("Exception", "\tat ");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(Banyan.USAGE);
    }

    @Test
    void aNetworkIsAGenesisAListOfPeersAndAFolderForEachDelegate() throws IOException {
        String net = dir.resolve("net").toString();
        Outcome created = run(
                "network",
                "create",
                "--name",
                "My chain",
                "--delegates",
                "4",
                "--out",
                net,
                "--chain-id",
                "77",
                "--epoch-blocks",
                "10",
                "--seats",
                "4",
                "--fund",
                ACCOUNT + "=1.5");
        assertThat(created.exit()).as(created.err()).isZero();
        Path genesisFile = dir.resolve("net/genesis.json");
        Genesis genesis = GenesisJson.parse(Files.readAllBytes(genesisFile));
        assertThat(genesis.chainId()).isEqualTo(77);
        assertThat(genesis.name()).isEqualTo("My chain");
        assertThat(genesis.parameters().epochs()).contains(new Genesis.Epochs(10, 4));
        assertThat(genesis.alloc().get(Address.fromHex(ACCOUNT)).balance())
                .isEqualTo(UInt256.of(1_500_000_000_000_000_000L));
        assertThat(Files.readAllLines(dir.resolve("net/peers"))).hasSize(4);
        for (int number = 1; number <= 4; number++) {
            Path folder = dir.resolve("net/delegate-" + number);
            NodeKeys keys = NodeKeys.read(folder.resolve("keys"));
            assertThat(genesis.committee().get(number - 1).blsPublicKey())
                    .isEqualTo(keys.bls().publicKey());
            assertThat(folder.resolve("genesis.json")).hasSameBinaryContentAs(genesisFile);
            try (Stream<Path> secrets = Files.list(folder.resolve("keys"))) {
                for (Path secret : secrets.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                            .as("%s", secret)
                            .isEqualTo("rw-------");
                }
            }
        }
        refused("not empty", "network", "create", "--name", "x", "--delegates", "1", "--out", net);
        refused("not empty", "init", "--genesis", genesisFile.toString(), "--dir", net);
    }

    @Test
    void aFullNodeHasAConfigurationAndNoVotingKey() throws IOException {
        String net = dir.resolve("net").toString();
        assertThat(run("network", "create", "--name", "one", "--delegates", "1", "--out", net)
                        .exit())
                .isZero();
        String genesis = net + "/genesis.json";
        Path full = dir.resolve("full");
        Outcome made = run("init", "--genesis", genesis, "--dir", full.toString());
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(full.resolve("keys/node.key")).exists();
        assertThat(full.resolve("keys/validator.json")).doesNotExist();
        Path config = full.resolve("banyan.toml");
        String whole = Files.readString(config);
        assertThat(whole)
                .contains(Files.readString(dir.resolve("net/peers")).strip())
                .contains("role = \"full\"");

        Files.copy(dir.resolve("net/delegate-1/keys/validator.json"), full.resolve("keys/validator.json"));
        refused("does not vote", "node", "--dir", full.toString());
        Files.writeString(config, whole.replace("\"full\"", "\"king\""));
        refused("king", "node", "--dir", full.toString());
        refused("banyan.toml", "node", "--dir", full.toString());
        Files.writeString(config, whole.replace("\"full\"", "\"light\""));
        refused("light.sources", "node", "--dir", full.toString());
        Path archive = dir.resolve("archive");
        Outcome kept = run("init", "--genesis", genesis, "--archive", "--dir", archive.toString());
        assertThat(kept.out()).contains("an archive in " + archive);
        assertThat(archive.resolve("banyan.toml")).content().contains("role = \"archive\"");
        Files.delete(dir.resolve("net/peers"));
        refused(
                "peers",
                "init",
                "--genesis",
                genesis,
                "--dir",
                dir.resolve("third").toString());
        refused(
                "@host:port",
                "init",
                "--genesis",
                genesis,
                "--dir",
                dir.resolve("third").toString(),
                "--peer",
                "me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "node --dir a --config b",
                "node --dir nowhere",
                "node --network nowhere",
                "network",
                "network create --name x --out y",
                "network create --name x --out y --delegates 0",
                "network create --name x --out y --delegates 37",
                "network create --name ../x --out y --delegates 4",
                "network create --name x --out y --delegates 4 --hosts a,b",
                "network create --name x --out y --hosts a_b",
                "network create --name x --out y --delegates 4 --seats 3",
                "network create --name x --out y --delegates 4 --epoch-blocks 1",
                "network create --name x --out y --delegates 4 --chain-id 0",
                "network create --name x --out y --delegates 4 --p2p-port 65535",
                "network create --name x --out y --delegates 4 --fund 0x12=1",
                "network create --name x --out y --delegates 4 --fund 0xde598d942814808bc4113d0ea76ed73d968351f7=much",
                "network create --name x --out y --delegates 4 --governor me",
                "init --genesis nowhere --dir y",
                "init --genesis nowhere --dir y --p2p-port 70000"
            })
    void aWrongRequestIsASentence(String line) {
        refused("banyan: ", line.split(" ", -1));
        assertThat(Path.of("y")).doesNotExist();
    }
}
