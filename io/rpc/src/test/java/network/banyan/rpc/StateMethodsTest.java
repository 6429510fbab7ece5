// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateMethodsTest extends ServerTest {
    private static final Bytes CODE = Bytes.fromHex("0x60016002");
    private static final String TOKEN_TEXT = "\"" + TOKEN + "\"";

    @BeforeEach
    void fill() {
        chain.setAccount(TOKEN, 1, UInt256.fromHex("0xde0b6b3a7640000"), CODE);
        chain.storage.put(TOKEN, Map.of(UInt256.of(16), UInt256.of(255)));
        chain.append(List.of(), List.of());
    }

    @Test
    void tellsWhatAnAccountHolds() {
        Client client = start();

        assertThat(client.result("eth_getBalance", TOKEN_TEXT + ",\"latest\"").asText())
                .isEqualTo("0xde0b6b3a7640000");
        assertThat(client.result("eth_getCode", TOKEN_TEXT).asText()).isEqualTo("0x60016002");
        assertThat(client.result("eth_getTransactionCount", TOKEN_TEXT + ",\"0x1\"")
                        .asText())
                .isEqualTo("0x1");
        assertThat(client.result("eth_getAccountInfo", TOKEN_TEXT).toString())
                .isEqualTo("{\"balance\":\"0xde0b6b3a7640000\",\"nonce\":\"0x1\",\"code\":\"0x60016002\"}");
    }

    @Test
    void anAccountNobodyKnowsIsEmpty() {
        Client client = start();
        String alice = "\"" + ALICE + "\"";

        assertThat(client.result("eth_getBalance", alice).asText()).isEqualTo("0x0");
        assertThat(client.result("eth_getCode", alice).asText()).isEqualTo("0x");
        assertThat(client.result("eth_getStorageAt", alice + ",\"0x0\"").asText())
                .isEqualTo("0x" + "00".repeat(32));
    }

    @Test
    void readsStorageByShortAndLongKeys() {
        Client client = start();
        String expected = "0x" + "00".repeat(31) + "ff";

        assertThat(client.result("eth_getStorageAt", TOKEN_TEXT + ",\"0x10\"").asText())
                .isEqualTo(expected);
        assertThat(client.result("eth_getStorageAt", TOKEN_TEXT + ",\"0x" + "00".repeat(31) + "10\",\"latest\"")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void saysWhenAStateIsNotThere() {
        Client client = start();
        chain.oldestState = 1;

        assertThat(client.error("eth_getBalance", TOKEN_TEXT + ",\"0x2\"")).isEqualTo("-32000 header not found");
        assertThat(client.error("eth_getBalance", TOKEN_TEXT + ",\"0x" + "11".repeat(32) + "\""))
                .isEqualTo("-32000 header for hash not found");
        assertThat(client.error("eth_getBalance", TOKEN_TEXT + ",\"earliest\""))
                .isEqualTo("-32000 historical state of block 0 is not available");
        assertThat(client.error("eth_getProof", TOKEN_TEXT + ",[],\"earliest\""))
                .isEqualTo("-32000 historical state of block 0 is not available");
        assertThat(client.error("eth_call", "{\"to\":" + TOKEN_TEXT + "},\"earliest\""))
                .isEqualTo("-32000 historical state of block 0 is not available");
    }

    @Test
    void provesAnAccountAndItsSlots() {
        Hash root = Keccak.hash(new byte[] {1});
        chain.onProve = address -> new AccountProof(
                address,
                new Account(1, UInt256.of(118), Keccak.hash(CODE)),
                root,
                List.of(Bytes.fromHex("0xf8")),
                List.of(
                        new AccountProof.SlotProof(UInt256.of(16), UInt256.of(255), List.of(Bytes.fromHex("0xe2"))),
                        new AccountProof.SlotProof(UInt256.of(1), UInt256.ZERO, List.of())));

        String longKey = "0x" + "00".repeat(31) + "01";
        JsonNode proof = start().result("eth_getProof", TOKEN_TEXT + ",[\"0x10\",\"" + longKey + "\"],\"latest\"");

        assertThat(fields(proof))
                .containsExactly(
                        "accountProof", "address", "balance", "codeHash", "nonce", "storageHash", "storageProof");
        assertThat(proof.get("storageHash").asText()).isEqualTo(root.toHex());
        assertThat(proof.get("accountProof").get(0).asText()).isEqualTo("0xf8");
        assertThat(proof.get("storageProof").get(0).toString())
                .isEqualTo("{\"key\":\"0x10\",\"value\":\"0xff\",\"proof\":[\"0xe2\"]}");
        assertThat(proof.get("storageProof").get(1).toString())
                .isEqualTo("{\"key\":\"" + longKey + "\",\"value\":\"0x0\",\"proof\":[]}");
    }

    @Test
    void saysWhichParameterIsWrong() {
        Client client = start();

        assertThat(client.error("eth_getBalance", "\"0x12\""))
                .isEqualTo("-32602 invalid argument 0: expected 20 bytes of hex, found 2 digits");
        assertThat(client.error("eth_getBalance", "5")).isEqualTo("-32602 invalid argument 0: expected a string");
        assertThat(client.error("eth_getStorageAt", TOKEN_TEXT))
                .isEqualTo("-32602 missing value for required argument 1");
        assertThat(client.error("eth_getBalance", TOKEN_TEXT + ",\"latest\",1"))
                .isEqualTo("-32602 too many arguments, want at most 2");
    }
}
