// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.BOB_KEY;
import static network.banyan.rpc.Transactions.TOKEN;
import static network.banyan.rpc.Transactions.receipt;
import static network.banyan.rpc.Transactions.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanyanMethodsTest extends ServerTest {
    @Test
    void tellsHowTheChainStands() {
        Client client = start();
        Block head = chain.append(List.of(), List.of());
        chain.submit(transfer(ALICE_KEY, 0, BOB, 1));
        chain.bestKnown = 100;

        long asked = System.currentTimeMillis();
        JsonNode status = client.result("banyan_status");

        assertThat(fields(status))
                .containsExactly(
                        "bestKnownHeight",
                        "chainId",
                        "coin",
                        "genesisHash",
                        "hash",
                        "height",
                        "name",
                        "nowMillis",
                        "peers",
                        "pooled",
                        "syncing",
                        "timestampMillis");
        assertThat(status.get("height").asLong()).isEqualTo(1);
        assertThat(status.get("hash").asText()).isEqualTo(head.hash().toHex());
        assertThat(status.get("timestampMillis").asLong()).isEqualTo((FakeChain.GENESIS_SECONDS + 1) * 1000 + 250);
        assertThat(status.get("syncing").asBoolean()).isTrue();
        assertThat(status.get("pooled").asInt()).isEqualTo(1);
        assertThat(status.get("nowMillis").asLong()).isBetween(asked, System.currentTimeMillis());
    }

    @Test
    void tellsWhyABlockIsFinal() {
        Block block = chain.append(List.of(), List.of());

        JsonNode certificate = start().result("banyan_certificate", "1");

        assertThat(certificate.get("type").asText()).isEqualTo("FINALIZE");
        assertThat(certificate.get("block").asText()).isEqualTo(block.hash().toHex());
        assertThat(certificate.get("seats").toString()).isEqualTo("[0]");
        assertThat(Certificate.decode(Hex.decode(certificate.get("encoded").asText())))
                .isEqualTo(chain.certificate(1).orElseThrow());
    }

    @Test
    void aBlockToComeHasNoCertificate() {
        assertThat(start().result("banyan_certificate", "\"0x7\"").isNull()).isTrue();
    }

    @Test
    void namesTheCommitteeInOrderOfSeats() {
        JsonNode committee = start().result("banyan_committee");

        assertThat(committee).hasSize(1);
        assertThat(fields(committee.get(0))).containsExactly("blsPublicKey", "name", "nodeKey", "operator", "seat");
        assertThat(start().result("banyan_committee", "\"0x1\"").isNull()).isTrue();
    }

    @Test
    void tellsOfAnEpochAndHowItsMembersServe() {
        chain.append(List.of(), List.of());

        JsonNode epoch = start().result("banyan_epoch");

        assertThat(epoch.get("epoch").asLong()).isZero();
        assertThat(epoch.get("firstBlock").asLong()).isEqualTo(1);
        assertThat(epoch.get("lastBlock").asLong()).isEqualTo(600);
        assertThat(epoch.get("blocks").asLong()).isEqualTo(1);
        assertThat(epoch.get("blockIntervalMillis").asLong()).isEqualTo(1_000);
        assertThat(epoch.get("seats").get(0).get("produced").asLong()).isEqualTo(5);
        assertThat(epoch.get("seats").get(0).get("missedReveals").asLong()).isEqualTo(1);
        assertThat(start().result("banyan_epoch", "\"0x7\"").isNull()).isTrue();
    }

    @Test
    void handsOutWhatALightClientFollows() {
        for (int i = 0; i < 600; i++) {
            chain.append(List.of(), List.of());
        }

        JsonNode handover = start().result("banyan_handover", "\"0x0\"");

        assertThat(handover.get("block").asLong()).isEqualTo(600);
        assertThat(BlockHeader.decode(Hex.decode(handover.get("header").asText()))
                        .hash())
                .isEqualTo(chain.block(600).orElseThrow().hash());
        assertThat(Certificate.decode(Hex.decode(handover.get("certificate").asText())))
                .isEqualTo(chain.certificate(600).orElseThrow());
        assertThat(Committee.decode(Hex.decode(handover.get("committee").asText()))
                        .root())
                .isEqualTo(chain.epoch(1).orElseThrow().committee().root());
        assertThat(start().result("banyan_handover", "\"0x1\"").isNull()).isTrue();
    }

    @Test
    void tellsTheRandomnessAfterABlock() {
        Block block = chain.append(List.of(), List.of());

        JsonNode beacon = start().result("banyan_beacon");

        assertThat(beacon.get("block").asLong()).isEqualTo(1);
        assertThat(beacon.get("randomness").asText())
                .isEqualTo(block.header().mixHash().toHex());
        assertThat(beacon.get("reveal").asText()).isEqualTo("0x");
        assertThat(start().result("banyan_beacon", "\"0x9\"").isNull()).isTrue();
    }

    @Test
    void givesGenesisAsTheTextItIsReadFrom() {
        String text = start().result("banyan_genesis").asText();

        assertThat(GenesisJson.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(chain.genesis());
    }

    @Test
    void listsBlocksNewestFirst() {
        Client client = start();
        for (int i = 0; i < 3; i++) {
            chain.append(List.of(), List.of());
        }

        JsonNode page = client.result("banyan_blocks", "{\"limit\":2}");
        assertThat(numbers(page)).containsExactly(3L, 2L);
        assertThat(numbers(client.result("banyan_blocks", "{\"before\":2}"))).containsExactly(1L, 0L);
        assertThat(numbers(client.result("banyan_blocks"))).containsExactly(3L, 2L, 1L, 0L);
        assertThat(client.result("banyan_blocks", "{\"before\":0}")).isEmpty();
        assertThat(fields(page.get(0)))
                .containsExactly(
                        "baseFeePerGas",
                        "beneficiary",
                        "epoch",
                        "gasLimit",
                        "gasUsed",
                        "hash",
                        "number",
                        "size",
                        "timestampMillis",
                        "transactionCount",
                        "view");
        assertThat(page.get(0).get("view").asLong()).isEqualTo(3);
        assertThat(page.get(0).get("epoch").asLong()).isEqualTo(2);
        assertThat(page.get(0).get("baseFeePerGas").asText()).isEqualTo("1000000000");
    }

    @Test
    void listsTransactionsNewestFirst() {
        Client client = start();
        fillTransactions();

        JsonNode page = client.result("banyan_transactions", "{\"limit\":2}");
        assertThat(places(page)).containsExactly("3.0", "1.1");
        assertThat(places(client.result("banyan_transactions", "{\"before\":{\"block\":1,\"index\":1},\"limit\":9}")))
                .containsExactly("1.0");
        assertThat(fields(page.get(0)))
                .containsExactly(
                        "block", "from", "hash", "index", "method", "success", "timestampMillis", "to", "value");
        assertThat(page.get(0).get("success").asBoolean()).isFalse();
        assertThat(page.get(0).get("method").asText()).isEqualTo("0xa9059cbb");
        assertThat(page.get(1).get("method").isNull()).isTrue();
        assertThat(page.get(1).get("value").asText()).isEqualTo("7");
    }

    @Test
    void listsWhatAnAccountDid() {
        Client client = start();
        fillTransactions();

        String bob = "\"account\":\"" + BOB + "\"";
        assertThat(places(client.result("banyan_history", "{" + bob + "}"))).containsExactly("3.0", "1.1", "1.0");
        assertThat(places(client.result("banyan_history", "{" + bob + ",\"limit\":1}")))
                .containsExactly("3.0");
        assertThat(places(client.result("banyan_history", "{" + bob + ",\"before\":{\"block\":3,\"index\":0}}")))
                .containsExactly("1.1", "1.0");
        assertThat(client.error("banyan_history", "{}")).startsWith("-32602 invalid argument 0: account:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"limit\":0}", "{\"limit\":101}", "{\"limit\":\"x\"}", "{\"before\":-1}", "7"})
    void refusesPagesThatAreNone(String options) {
        assertThat(start().error("banyan_blocks", options)).startsWith("-32602 invalid argument 0");
    }

    /** Block 1: Alice to Bob, Bob to Alice. Block 2: nothing. Block 3: Bob calls a token and fails. */
    private void fillTransactions() {
        Transaction one = transfer(ALICE_KEY, 0, BOB, 5);
        Transaction two = transfer(BOB_KEY, 0, ALICE, 7);
        chain.append(List.of(one, two), List.of(receipt(one, 21_000), receipt(two, 42_000)));
        chain.append(List.of(), List.of());
        Transaction three = Transactions.dynamic(BOB_KEY, 1, Optional.of(TOKEN), 0, Bytes.fromHex("0xa9059cbb00"));
        chain.append(List.of(three), List.of(Receipt.of(2, false, 30_000, List.of())));
    }

    private static List<Long> numbers(JsonNode rows) {
        List<Long> numbers = new ArrayList<>();
        rows.forEach(row -> numbers.add(row.get("number").asLong()));
        return numbers;
    }

    private static List<String> places(JsonNode rows) {
        List<String> places = new ArrayList<>();
        rows.forEach(row ->
                places.add(row.get("block").asLong() + "." + row.get("index").asLong()));
        return places;
    }
}
