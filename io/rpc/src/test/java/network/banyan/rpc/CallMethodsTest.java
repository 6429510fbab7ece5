// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.AccessListing;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.replica.ChainView.GasEstimate;
import network.banyan.replica.ChainView.StateOverride;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallMethodsTest extends ServerTest {
    private static final String TO_TOKEN = "\"to\":\"" + TOKEN + "\"";

    @Test
    void callsAContract() {
        Client client = start();

        JsonNode output = client.result("eth_call", "{" + TO_TOKEN + ",\"input\":\"0xff01\"},\"latest\"");

        assertThat(output.asText()).isEqualTo("0xff01");
        assertThat(chain.calls)
                .containsExactly(new CallRequest(
                        Address.ZERO,
                        Optional.of(TOKEN),
                        Optional.empty(),
                        Optional.empty(),
                        UInt256.ZERO,
                        Bytes.fromHex("0xff01"),
                        List.of(),
                        List.of()));
    }

    @Test
    void readsEveryFieldOfACall() {
        Client client = start();

        client.result("eth_call", """
                {"from":"%s",%s,"gas":"0x5208","maxFeePerGas":"0x3b9aca10","maxPriorityFeePerGas":"0x1",
                 "value":"0x17","data":"0x01","input":"0x01","nonce":"0x5","type":"0x2","chainId":"0x1252",
                 "accessList":[{"address":"%s","storageKeys":["0x%s"]}]},
                "pending",
                {"%s":{"balance":"0x1","nonce":"0x2","code":"0x6001","stateDiff":{"0x%s":"0x%s"}}}
                """.formatted(
                        ALICE, TO_TOKEN, TOKEN, "00".repeat(32), ALICE, "00".repeat(32), "11".repeat(32)));

        assertThat(chain.calls)
                .containsExactly(new CallRequest(
                        ALICE,
                        Optional.of(TOKEN),
                        Optional.of(21_000L),
                        Optional.of(UInt256.of(1_000_000_001)),
                        UInt256.of(23),
                        Bytes.fromHex("0x01"),
                        List.of(new AccessListEntry(TOKEN, List.of(Hash.ZERO))),
                        List.of(new StateOverride(
                                ALICE,
                                Optional.of(UInt256.ONE),
                                Optional.of(2L),
                                Optional.of(Bytes.fromHex("0x6001")),
                                List.of(new StateOverride.SlotOverride(
                                        UInt256.ZERO, UInt256.fromHex("11".repeat(32))))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth_call", "eth_estimateGas", "eth_createAccessList"})
    void readsWhatABlockIsPretendedToBe(String method) {
        Client client = start();

        client.result(method, """
                {%s,"maxFeePerGas":"0x20","maxPriorityFeePerGas":"0x1"},"latest",{},
                {"number":"0x1","time":"0x2","gasLimit":"0x3b9aca00","feeRecipient":"%s","prevRandao":"0x%s",
                 "baseFeePerGas":"0x10","blobBaseFee":"0x6","difficulty":"0x7"}
                """.formatted(TO_TOKEN, ALICE, "11".repeat(32)));

        CallRequest asked = chain.calls.getFirst();
        assertThat(asked.block())
                .isEqualTo(new BlockOverride(
                        Optional.of(1L),
                        Optional.of(2L),
                        Optional.of(1_000_000_000L),
                        Optional.of(ALICE),
                        Optional.of(
                                Hash.of(Bytes.fromHex("0x" + "11".repeat(32)).toArray())),
                        Optional.of(UInt256.of(16)),
                        Optional.of(UInt256.of(6))));
        // A large pretended block gives no call more gas than any may have, and its price is told by its base fee.
        assertThat(asked.gasLimit()).contains(50_000_000L);
        assertThat(asked.gasPrice()).contains(UInt256.of(17));
    }

    @Test
    void neverGivesACallMoreGasThanAllowed() {
        Client client = start();

        client.result("eth_call", "{" + TO_TOKEN + ",\"gas\":\"0xffffffffffffffffffff\"}");

        assertThat(chain.calls.getFirst().gasLimit()).contains(30_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x | execution reverted",
                "0x08c379a0 | execution reverted",
                "0x4e487b710000000000000000000000000000000000000000000000000000000000000011 "
                        + "| execution reverted: arithmetic underflow or overflow",
                "0x4e487b7100000000000000000000000000000000000000000000000000000000000000ee "
                        + "| execution reverted: unknown panic code: 0xee",
                "0x08c379a0"
                        + "0000000000000000000000000000000000000000000000000000000000000020"
                        + "0000000000000000000000000000000000000000000000000000000000000003"
                        + "6e6f210000000000000000000000000000000000000000000000000000000000 "
                        + "| execution reverted: no!",
                "0x08c379a0"
                        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                        + "0000000000000000000000000000000000000000000000000000000000000003 | execution reverted",
                "0x08c379a0"
                        + "0000000000000000000000000000000000000000000000000000000000000020"
                        + "000000000000000000000000000000000000000000000000000000007fffffff | execution reverted"
            })
    void tellsWhyAContractReverted(String output, String message) {
        chain.onCall = _ -> new CallOutcome.Reverted(Bytes.fromHex(output), 30_000);
        chain.onEstimate = request -> new GasEstimate.Fails(chain.onCall.apply(request));
        Client client = start();

        for (String method : List.of("eth_call", "eth_estimateGas")) {
            JsonNode error = client.ask(method, "{" + TO_TOKEN + "}").get("error");
            assertThat(error.get("code").asInt()).isEqualTo(3);
            assertThat(error.get("message").asText()).isEqualTo(message);
            assertThat(error.get("data").asText()).isEqualTo(output);
        }
    }

    @Test
    void tellsWhyTheMachineStopped() {
        Client client = start();
        chain.onCall = _ -> new CallOutcome.Halted("invalid opcode: INVALID", 30_000);
        assertThat(client.error("eth_call", "{" + TO_TOKEN + "}")).isEqualTo("-32000 invalid opcode: INVALID");

        chain.onCall = _ -> new CallOutcome.Refused("insufficient funds for gas * price + value");
        assertThat(client.error("eth_call", "{" + TO_TOKEN + "}"))
                .isEqualTo("-32000 insufficient funds for gas * price + value");

        chain.onEstimate = _ -> new GasEstimate.Fails(new CallOutcome.Halted("out of gas", 1));
        assertThat(client.error("eth_estimateGas", "{" + TO_TOKEN + ",\"gas\":\"0x5208\"}"))
                .isEqualTo("-32000 gas required exceeds allowance (21000)");
    }

    @Test
    void estimatesGas() {
        assertThat(start().result("eth_estimateGas", "{" + TO_TOKEN + "},\"pending\"")
                        .asText())
                .isEqualTo("0x5208");
    }

    @Test
    void readsTheAuthorizationsOfACall() {
        Client client = start();

        client.result("eth_estimateGas", """
                {%s,"authorizationList":[
                 {"chainId":"0x1252","address":"%s","nonce":"0x7","yParity":"0x1","r":"0xabc","s":"0x%s"},
                 {"chainId":"0x0","address":"%s","nonce":"0x0","v":"0x0","r":"0x1","s":"0x2"}]}
                """.formatted(TO_TOKEN, TOKEN, "11".repeat(32), ALICE));

        assertThat(chain.calls.getFirst().authorizations())
                .containsExactly(
                        new Authorization(
                                UInt256.of(0x1252), TOKEN, 7, 1, UInt256.of(0xabc), UInt256.fromHex("11".repeat(32))),
                        new Authorization(UInt256.ZERO, ALICE, 0, 0, UInt256.ONE, UInt256.of(2)));
    }

    @Test
    void listsWhatACallTouches() {
        Client client = start();
        var touched = List.of(new AccessListEntry(TOKEN, List.of(Hash.ZERO)));
        chain.onAccessList = _ -> new AccessListing(touched, new CallOutcome.Returned(Bytes.EMPTY, 26_000));

        JsonNode listing = client.result("eth_createAccessList", "{" + TO_TOKEN + "},\"latest\"");

        assertThat(listing.toString())
                .isEqualTo("{\"accessList\":[{\"address\":\"%s\",\"storageKeys\":[\"0x%s\"]}],\"gasUsed\":\"0x6590\"}"
                        .formatted(TOKEN, "00".repeat(32)));
    }

    @Test
    void aFailingCallStillListsWhatItTouched() {
        Client client = start();
        chain.onAccessList =
                _ -> new AccessListing(List.of(), new CallOutcome.Reverted(Bytes.fromHex("0x08c379a0"), 21_100));
        JsonNode listing = client.result("eth_createAccessList", "{" + TO_TOKEN + "}");
        assertThat(listing.get("error").asText()).isEqualTo("execution reverted");
        assertThat(listing.get("gasUsed").asText()).isEqualTo("0x526c");

        chain.onAccessList = _ -> new AccessListing(List.of(), new CallOutcome.Refused("insufficient funds"));
        assertThat(client.error("eth_createAccessList", "{" + TO_TOKEN + "}")).isEqualTo("-32000 insufficient funds");
    }

    @Test
    void givesUpACallThatTakesTooLong() {
        var limits = RpcLimits.standard();
        Client client = start(limits.withQueries(limits.queries().withCallTime(Duration.ofMillis(100))));
        var interrupted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        chain.onCall = request -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                interrupted.countDown();
            }
            return new CallOutcome.Returned(request.data(), 0);
        };

        assertThat(client.error("eth_call", "{" + TO_TOKEN + "}"))
                .isEqualTo("-32000 execution aborted (timeout = 0.1s)");
        assertThat(interrupted)
                .satisfies(latch -> assertThat(latch.await(10, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | -32602 invalid argument 0: expected an object",
                "{\"to\":\"0x12\"} | -32602 invalid argument 0: to: expected 20 bytes of hex, found 2 digits",
                "{\"data\":\"0x01\",\"input\":\"0x02\"} "
                        + "| -32602 invalid argument 0: \"data\" and \"input\" are both set and differ; use \"input\"",
                "{\"gasPrice\":\"0x1\",\"maxFeePerGas\":\"0x1\"} "
                        + "| -32000 both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified",
                "{\"maxFeePerGas\":\"0x1\",\"maxPriorityFeePerGas\":\"0x2\"} "
                        + "| -32000 max priority fee per gas higher than max fee per gas: 2 > 1",
                "{\"authorizationList\":[{}]} | -32602 invalid argument 0: authorizationList[0]: chainId: "
                        + "expected a string",
                "{\"authorizationList\":[{\"chainId\":\"0x0\",\"nonce\":\"0x0\",\"yParity\":\"0x0\",\"r\":\"0x1\",\"s\":\"0x1\","
                        + "\"address\":\"0x00000000000000000000000000000000000000ee\"}]} "
                        + "| -32602 invalid argument 0: authorizationList: a transaction that carries authorizations "
                        + "cannot create a contract; name a \"to\"",
                "{},\"latest\",{\"0x12\":{}} | -32602 invalid argument 2: expected 20 bytes of hex, found 2 digits",
                "{},\"latest\",{\"0x00000000000000000000000000000000000000ee\":{\"state\":{}}} "
                        + "| -32602 invalid argument 2: 0x00000000000000000000000000000000000000ee: state: "
                        + "not supported; use balance, nonce, code and stateDiff",
                "{},\"latest\",{},{\"withdrawals\":[]} | -32602 invalid argument 3: withdrawals: not supported",
                "{},\"latest\",{},{\"time\":\"soon\"} | -32602 invalid argument 3: time: hex string without 0x prefix",
                "{},\"latest\",{},[] | -32602 invalid argument 3: expected an object"
            })
    void refusesCallsItCannotRun(String params, String error) {
        assertThat(start().error("eth_call", params)).isEqualTo(error);
        assertThat(chain.calls).isEmpty();
    }
}
