// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.execution.DisputeRules;
import network.banyan.hub.CommitteeKeys;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.node.Banyan;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainState;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sidechain create} writes, and what it refuses. */
class SidechainCommandTest {
    private static final Address OUTBOX = Address.ofNumber(0x1032);
    private static final Address ASSETS = Address.ofNumber(0x1031);

    @TempDir
    Path dir;

    private record Outcome(int exit, String out, String err) {}

    private Outcome create(String... more) {
        List<String> line = new ArrayList<>(
                List.of("sidechain", "create", "--out", dir.resolve("cold").toString(), "--root-chain", "4690"));
        line.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Banyan.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.toArray(String[]::new));
        return new Outcome(exit, out.toString(), err.toString());
    }

    @Test
    void aSidechainIsAGenesisWithAnOutpostAndACharter() throws IOException {
        Outcome made = create(
                "--name",
                "cold-chain",
                "--token",
                "FROST",
                "--block-time",
                "250ms",
                "--chain-id",
                "77",
                "--tier",
                "sovereign");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("chain 77 of root 4690", "Its committee could take", "FROST");

        byte[] bytes = Files.readAllBytes(dir.resolve("cold/genesis.json"));
        Genesis genesis = GenesisJson.parse(bytes);
        assertThat(genesis.coin()).isEqualTo("FROST");
        assertThat(genesis.parameters().blockIntervalMillis()).isEqualTo(250);
        assertThat(word(genesis, OUTBOX, 0)).isEqualTo(UInt256.of(60));
        assertThat(word(genesis, Address.ofNumber(0x1030), 0)).isEqualTo(UInt256.of(4690));
        assertThat(word(genesis, Address.ofNumber(0x1030), 1)).isEqualTo(UInt256.of(4));

        JsonNode charter =
                new ObjectMapper().readTree(dir.resolve("cold/sidechain.json").toFile());
        assertThat(charter.path("genesis").asText())
                .isEqualTo(Keccak.hash(Bytes.wrap(bytes)).toHex());
        assertThat(Address.fromHex(charter.path("token").path("wrapper").asText())
                        .toWord())
                .isEqualTo(word(genesis, ASSETS, 0));
        List<Bls.PublicKey> keys = new ArrayList<>();
        charter.path("members")
                .forEach(member -> keys.add(
                        Bls.PublicKey.decode(Bytes.fromHex(member.path("blsKey").asText()))
                                .orElseThrow()));
        assertThat(new CommitteeKeys(keys).size()).isEqualTo(4);
        assertThat(dir.resolve("cold/delegate-4/banyan.toml")).exists();
    }

    private static UInt256 word(Genesis genesis, Address contract, long slot) {
        return genesis.alloc()
                .get(contract)
                .storage()
                .getOrDefault(UInt256.of(slot).toHash(), Hash.ZERO)
                .toUInt256();
    }

    @Test
    void aDisputableChainIsJudgedByWhatItsGenesisSays() throws IOException {
        Outcome made = create("--name", "x", "--token", "T", "--tier", "disputable", "--chain-id", "77");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("tier        disputable", "unless one watcher looks");
        Genesis genesis = GenesisJson.parse(Files.readAllBytes(dir.resolve("cold/genesis.json")));
        JsonNode charter =
                new ObjectMapper().readTree(dir.resolve("cold/sidechain.json").toFile());
        Hash block0 = ChainState.genesisBlock(genesis, Committee.of(0, genesis.committee()), StateChain.Limits.DEFAULT)
                .hash();

        assertThat(genesis.parameters().disputable()).isTrue();
        assertThat(genesis.parameters().epochs()).isEmpty();
        assertThat(charter.path("verifier").asText())
                .isEqualTo(DisputeRules.of(genesis, block0).hash().toHex());
        assertThat(charter.path("delaySeconds").asLong()).isEqualTo(3_600);
    }

    @Test
    void aTokenThatStaysAtHomeHasNoWrapper() throws IOException {
        assertThat(create("--name", "x", "--token", "T", "--token-cap", "0").exit())
                .isZero();
        Genesis genesis = GenesisJson.parse(Files.readAllBytes(dir.resolve("cold/genesis.json")));
        assertThat(genesis.alloc().get(ASSETS).storage()).isEmpty();
    }

    @Test
    void anApplicationStandsInGenesisByItsName() throws IOException {
        Outcome made = create("--name", "x", "--token", "T", "--application", "readings");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("readings/1 at 0x0000000000000000000000000000000000002001");
        byte[] written = Files.readAllBytes(dir.resolve("cold/genesis.json"));
        assertThat(new String(written, StandardCharsets.UTF_8)).contains("\"application\" : \"readings/1\"");
        assertThat(GenesisJson.parse(written)
                        .alloc()
                        .get(Address.ofNumber(0x2001))
                        .code())
                .isEqualTo(ApplicationCode.of("readings/1"));
    }

    @Test
    void whatCannotBeIsSaid() {
        refused("no such application is installed", "--name", "x", "--token", "T", "--application", "reading");
        refused("there is: [readings/1]", "--name", "x", "--token", "T", "--application", "readings/2");
        refused("not built", "--name", "x", "--token", "T", "--tier", "disputed");
        refused(
                "runs no native applications",
                "--name",
                "x",
                "--token",
                "T",
                "--tier",
                "disputable",
                "--application",
                "readings");
        refused(
                "--run has at most 1,024 blocks",
                "--name",
                "x",
                "--token",
                "T",
                "--tier",
                "disputable",
                "--block-time",
                "250ms",
                "--run",
                "10m");
        refused("--token is 1 to 11", "--name", "x", "--token", "TOO-COLD");
        refused("--committee", "--name", "x", "--token", "T", "--committee", "3");
        refused("the root's own", "--name", "x", "--token", "T", "--chain-id", "4690");
        refused("32 characters", "--name", "x".repeat(33), "--token", "T");
        assertThat(dir.resolve("cold")).doesNotExist();
    }

    private void refused(String words, String... more) {
        Outcome outcome = create(more);
        assertThat(outcome.err()).contains(words).doesNotContain("Exception", "\tat ");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(Banyan.USAGE);
    }
}
