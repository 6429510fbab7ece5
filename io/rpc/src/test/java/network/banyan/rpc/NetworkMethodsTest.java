// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkMethodsTest extends ServerTest {
    @Test
    void tellsWhoItIs() {
        Client client = start();

        assertThat(client.result("web3_clientVersion").asText()).isEqualTo("banyan/test");
        assertThat(client.result("eth_chainId").asText()).isEqualTo("0x1252");
        assertThat(client.result("net_version").asText()).isEqualTo("4690");
        assertThat(client.result("net_listening").asBoolean()).isTrue();
        assertThat(client.result("net_peerCount").asText()).isEqualTo("0x3");
        assertThat(client.result("eth_accounts")).isEmpty();
        assertThat(client.result("eth_blockNumber").asText()).isEqualTo("0x0");
        assertThat(fields(client.result("rpc_modules")))
                .containsExactly("banyan", "debug", "eth", "net", "ots", "rpc", "txpool", "web3");
    }

    @Test
    void hashesAsEthereumDoes() {
        assertThat(start().result("web3_sha3", "\"0x68656c6c6f20776f726c64\"").asText())
                .isEqualTo("0x47173285a8d7341e5e972fc677286384f802f8ef42a5ec5f03bbfa254cb01fad");
    }

    @Test
    void syncsOnlyWhenFarBehind() {
        Client client = start();
        chain.bestKnown = 4;
        assertThat(client.result("eth_syncing").asBoolean(true)).isFalse();

        chain.bestKnown = 5;
        assertThat(client.result("eth_syncing").toString())
                .isEqualTo("{\"startingBlock\":\"0x0\",\"currentBlock\":\"0x0\",\"highestBlock\":\"0x5\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eth_fillTransaction",
                "eth_sendTransaction",
                "eth_sign",
                "evm_snapshot",
                "hardhat_metadata",
                "hardhat_getAutomine",
                "anvil_nodeInfo",
                "debug_setHead"
            })
    void saysPlainlyWhatItDoesNotOffer(String method) {
        assertThat(start().error(method, ""))
                .isEqualTo("-32601 the method " + method + " does not exist/is not available");
    }

    @Test
    void refusesParametersThatMeanNothing() {
        assertThat(start().error("eth_chainId", "1")).isEqualTo("-32602 too many arguments, want at most 0");
    }

    @Test
    void answersEveryMethodThatClientsNeed() {
        Client client = start();
        for (String method : List.of(
                "eth_getBalance",
                "eth_getCode",
                "eth_getStorageAt",
                "eth_getTransactionCount",
                "eth_getBlockByNumber",
                "eth_getBlockByHash",
                "eth_getBlockTransactionCountByNumber",
                "eth_getBlockTransactionCountByHash",
                "eth_getUncleCountByBlockNumber",
                "eth_getUncleCountByBlockHash",
                "eth_getTransactionByHash",
                "eth_getTransactionByBlockNumberAndIndex",
                "eth_getTransactionByBlockHashAndIndex",
                "eth_getTransactionReceipt",
                "eth_getBlockReceipts",
                "eth_getRawTransactionByHash",
                "eth_call",
                "eth_estimateGas",
                "eth_getLogs",
                "eth_newFilter",
                "eth_getFilterChanges",
                "eth_getFilterLogs",
                "eth_uninstallFilter",
                "eth_sendRawTransaction",
                "eth_getProof",
                "eth_getAccountInfo",
                "eth_feeHistory",
                "eth_subscribe",
                "eth_unsubscribe",
                "web3_sha3",
                "banyan_certificate")) {
            assertThat(client.error(method, "")).as(method).isEqualTo("-32602 missing value for required argument 0");
        }
    }
}
