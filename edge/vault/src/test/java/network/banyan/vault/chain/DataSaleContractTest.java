// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.P256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import org.junit.jupiter.api.Test;

/** What we say to the escrow, held against the artifact that genesis is made from. */
class DataSaleContractTest {
    private static final Hash WORD = Hash.fromHex("ab".repeat(32));
    private static final SaleTerms TERMS = new SaleTerms(
            new SaleTerms.Run(WORD, new P256.PublicKey(WORD, Hash.fromHex("cd".repeat(32))), 5, 9),
            Hash.fromHex("01".repeat(32)),
            Hash.fromHex("02".repeat(32)),
            new SaleTerms.Price(Address.ofNumber(77), UInt256.of(1_000)),
            Address.ofNumber(8),
            new SaleTerms.Times(1_800_000_000, 60, 70));

    private static JsonNode artifact() throws IOException {
        return new ObjectMapper()
                .readTree(Path.of(System.getProperty("banyan.root", "../.."), "contracts/artifacts/DataSale.json")
                        .toFile());
    }

    @Test
    void speaksTheContractsInterface() throws IOException {
        List<String> selectors = new ArrayList<>();
        artifact().path("methodIdentifiers").forEach(selector -> selectors.add("0x" + selector.asText()));

        assertThat(artifact().path("address").asText()).isEqualTo(DataSaleContract.ADDRESS.toHex());
        assertThat(List.of(
                        DataSaleContract.offer(TERMS),
                        DataSaleContract.cancel(WORD),
                        DataSaleContract.pay(WORD),
                        DataSaleContract.reveal(WORD, WORD),
                        DataSaleContract.dispute(WORD, 0, Bytes.EMPTY, List.of()),
                        DataSaleContract.settle(WORD),
                        DataSaleContract.withdraw(Address.ZERO, Address.ZERO),
                        DataSaleContract.saleOf(WORD),
                        DataSaleContract.owed(Address.ZERO, Address.ZERO),
                        DataSaleContract.offerCount(Address.ZERO),
                        DataSaleContract.offersTo(Address.ZERO, 0)))
                .extracting(call -> call.slice(0, 4).toHex())
                .isSubsetOf(selectors)
                .doesNotHaveDuplicates();
    }

    /** The order of terms is that of the artifact's struct, and the states are as many as it has. */
    @Test
    void namesTheTermsInTheContractsOrder() throws IOException {
        List<String> members = new ArrayList<>();
        for (JsonNode entry : artifact().path("abi")) {
            if (entry.path("name").asText().equals("offer")) {
                entry.path("inputs")
                        .get(0)
                        .path("components")
                        .forEach(one -> members.add(one.path("name").asText()));
            }
        }
        assertThat(members)
                .containsExactly(
                        "device",
                        "keyX",
                        "keyY",
                        "keyHash",
                        "root",
                        "price",
                        "buyer",
                        "first",
                        "token",
                        "count",
                        "buyBy",
                        "revealTime",
                        "disputeTime")
                .hasSize(SaleTerms.WORDS);
    }

    @Test
    void readsWhatTheContractSays() {
        byte[] all = new byte[17 * Hash.SIZE];
        System.arraycopy(DataSaleContract.offer(TERMS).toArray(), 4, all, 0, 13 * Hash.SIZE);
        Address.ofNumber(9).toWord().writeTo(all, 13 * Hash.SIZE);
        UInt256.of(3).writeTo(all, 14 * Hash.SIZE);
        UInt256.of(1_800_000_001).writeTo(all, 15 * Hash.SIZE);
        WORD.writeTo(all, 16 * Hash.SIZE);
        assertThat(DataSaleContract.sale(Bytes.wrap(all)))
                .isEqualTo(new Sale(TERMS, Address.ofNumber(9), State.REVEALED, 1_800_000_001, WORD));
        UInt256.of(7).writeTo(all, 14 * Hash.SIZE);
        assertThatThrownBy(() -> DataSaleContract.sale(Bytes.wrap(all))).hasMessageContaining("state 7");
    }

    @Test
    void whatIsNoAnswerIsSaid() {
        Random random = new Random(5);
        for (int run = 0; run < 2_000; run++) {
            byte[] bytes = new byte[random.nextInt(600)];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
            }
            try {
                DataSaleContract.sale(Bytes.wrap(bytes));
                DataSaleContract.offers(Bytes.wrap(bytes));
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).startsWith("what the escrow's contract said");
            }
        }
        assertThatThrownBy(() -> DataSaleContract.number(Bytes.EMPTY)).isInstanceOf(VaultException.class);
    }
}
