// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE;
import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small programs of known behaviour, run again and watched. */
class TraceMethodsTest extends ServerTest {
    private static final long GAS = 500_000;
    private static final UInt256 COIN = UInt256.of(1_000_000_000_000_000_000L);

    /** Writes a log and slot 1. */
    private static final Address GOOD = Address.ofNumber(0xe002);

    /** Writes a log and reverts with {@code Error("no")}. */
    private static final Address BAD = Address.ofNumber(0xe003);

    /** Calls everybody, in every way. */
    private static final Address CALLER = Address.ofNumber(0xe001);

    /** Adds and stores. */
    private static final Address ADDER = Address.ofNumber(0xe004);

    /** Calls itself until its gas is gone. */
    private static final Address DIVER = Address.ofNumber(0xe005);

    private static final Address HEIR = Address.ofNumber(0xb000);

    private Hash sent = Hash.ZERO;

    @BeforeEach
    void deploy() {
        chain.setAccount(ALICE, 0, COIN, Bytes.EMPTY);
        contract(GOOD, "6007 5f 5f a1 6002 6001 55 00");
        contract(BAD, "5f 5f a0 6308c379a0 60e0 1b 5f 52 6020 6004 52 6002 6024 52 616e6f 60f0 1b 6044 52 6064 5f fd");
        contract(CALLER, """
                6301020304 60e0 1b 5f 52
                5f 5f 6004 5f 6005 61e002 5a f1 50
                5f 5f 6004 5f 61e003 5a f4 50
                5f 5f 6004 5f 6004 5a fa 50
                5f 5f 5f 5f 5f19 61e002 5a f1 50
                5f 5f a0
                5f 5f 5f f0 50
                61b000 ff
                """);
        contract(ADDER, "6001 6002 01 5f 55 00");
        contract(DIVER, "5f 5f 5f 5f 5f 61e005 5a f1 50 00");
    }

    private void contract(Address address, String code) {
        chain.setAccount(address, 1, UInt256.of(100), Bytes.fromHex("0x" + code.replaceAll("\\s", "")));
    }

    private static Transaction transaction(long nonce, Optional<Address> to, String data) {
        return Transaction.sign(
                new TransactionBody.DynamicFee(
                        Optional.of(UInt256.of(FakeChain.CHAIN_ID)),
                        nonce,
                        UInt256.of(2),
                        UInt256.of(5_000_000_000L),
                        GAS,
                        to,
                        UInt256.ZERO,
                        Bytes.fromHex(data),
                        List.of()),
                ALICE_KEY);
    }

    /** A block of transactions that Alice sends to these; the last is {@link #sent}. */
    private void block(Address... to) {
        List<Transaction> transactions = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        for (Address each : to) {
            transactions.add(transaction(transactions.size(), Optional.of(each), "0x"));
            receipts.add(Transactions.receipt(transactions.getLast(), 21_000L * transactions.size()));
        }
        chain.append(transactions, receipts);
        sent = transactions.getLast().hash();
    }

    private JsonNode trace(Client client, String options) {
        return client.result("debug_traceTransaction", "\"%s\",%s".formatted(sent, options));
    }

    @Test
    void tellsWhoCalledWhom() {
        Client client = start();
        block(CALLER);

        JsonNode top = trace(client, "{\"tracer\":\"callTracer\"}");

        assertThat(top.path("from").asText()).isEqualTo(ALICE.toHex());
        assertThat(top.path("gas").asText()).isEqualTo("0x7a120");
        assertThat(Long.decode(top.path("gasUsed").asText())).isBetween(100_000L, 200_000L);
        List<String> told = new ArrayList<>();
        top.path("calls")
                .forEach(call -> told.add("%s %s %s %s %s %s"
                        .formatted(
                                call.path("type").asText(),
                                call.path("to").asText("-"),
                                call.path("value").asText("-"),
                                call.path("input").asText(),
                                call.path("output").asText("-").length() > 10
                                        ? "..."
                                        : call.path("output").asText("-"),
                                call.path("error").asText("-"))));
        assertThat(told)
                .containsExactly(
                        "CALL " + GOOD + " 0x5 0x01020304 - -",
                        "DELEGATECALL " + BAD + " 0x0 0x01020304 ... execution reverted",
                        "STATICCALL " + Address.ofNumber(4) + " - 0x01020304 0x01020304 -",
                        "CALL " + GOOD + " 0x" + "f".repeat(64) + " 0x - insufficient balance for transfer",
                        "CREATE " + created() + " 0x0 0x - -",
                        "SELFDESTRUCT " + HEIR + " 0x5f 0x - -");
        assertThat(top.path("calls").get(1).path("revertReason").asText()).isEqualTo("no");
        assertThat(top.path("calls").get(1).path("from").asText()).isEqualTo(CALLER.toHex());
        assertThat(top.path("calls").get(2).path("gasUsed").asText()).isEqualTo("0x12");
        assertThat(top.path("calls").get(3).path("gasUsed").asText()).isEqualTo("0x0");
        assertThat(top.has("logs")).isFalse();
    }

    /** Where the contract of {@link #CALLER}'s nonce 1 goes, by the rule of the Yellow Paper's section 7. */
    private static Address created() {
        byte[] named =
                Bytes.fromHex("0xd694" + CALLER.toHex().substring(2) + "01").toArray();
        return Address.at(Keccak.hash(named).toArray(), 12);
    }

    @Test
    void showsLogsWhereTheyWereWrittenAndOnlyThoseThatStand() {
        Client client = start();
        block(CALLER);

        JsonNode top = trace(client, "{\"tracer\":\"callTracer\",\"tracerConfig\":{\"withLog\":true}}");

        assertThat(top.path("logs").toString())
                .isEqualTo(
                        "[{\"address\":\"%s\",\"topics\":[],\"data\":\"0x\",\"position\":\"0x4\"}]".formatted(CALLER));
        assertThat(top.path("calls").get(0).path("logs").toString())
                .isEqualTo("[{\"address\":\"%s\",\"topics\":[\"%s\"],\"data\":\"0x\",\"position\":\"0x0\"}]"
                        .formatted(GOOD, Transactions.topic(7)));
        assertThat(top.path("calls").get(1).has("logs")).isFalse();
    }

    @Test
    void leavesOutInnerCallsWhereOnlyTheTopIsWanted() {
        Client client = start();
        block(CALLER);

        JsonNode top =
                trace(client, "{\"tracer\":\"callTracer\",\"tracerConfig\":{\"onlyTopCall\":true,\"withLog\":true}}");

        assertThat(top.has("calls")).isFalse();
        assertThat(top.path("logs")).hasSize(1);
    }

    @Test
    void tellsACreationThatFails() {
        Client client = start();
        Transaction creation = transaction(0, Optional.empty(), "0xfe");
        chain.append(List.of(creation), List.of(Transactions.receipt(creation, GAS)));
        sent = creation.hash();

        JsonNode top = trace(client, "{\"tracer\":\"callTracer\"}");

        assertThat(top.path("type").asText()).isEqualTo("CREATE");
        assertThat(top.path("error").asText()).isEqualTo("invalid opcode: INVALID");
        assertThat(top.has("to")).isFalse();
        assertThat(top.path("gasUsed").asText()).isEqualTo("0x7a120");
    }

    @Test
    void followsCallsToTheBottom() {
        Client client = start();
        block(DIVER);

        JsonNode call = trace(client, "{\"tracer\":\"callTracer\"}");

        int depth = 1;
        while (call.has("calls")) {
            call = call.get("calls").get(0);
            depth++;
        }
        assertThat(depth).isGreaterThan(100);
        assertThat(call.path("error").asText()).isEqualTo("out of gas");
    }

    @Test
    void countsSelectors() {
        Client client = start();
        block(CALLER);

        assertThat(trace(client, "{\"tracer\":\"4byteTracer\"}").toString()).isEqualTo("{\"0x01020304-0\":2}");
    }

    @Test
    void tellsEveryStep() {
        Client client = start();
        block(ADDER);

        JsonNode traced = trace(client, "{}");

        assertThat(traced).isEqualTo(Client.parse("""
                {"gas":43111,"failed":false,"returnValue":"0x","structLogs":[
                 {"pc":0,"op":"PUSH1","gas":479000,"gasCost":3,"depth":1,"stack":[]},
                 {"pc":2,"op":"PUSH1","gas":478997,"gasCost":3,"depth":1,"stack":["0x1"]},
                 {"pc":4,"op":"ADD","gas":478994,"gasCost":3,"depth":1,"stack":["0x1","0x2"]},
                 {"pc":5,"op":"PUSH0","gas":478991,"gasCost":2,"depth":1,"stack":["0x3"]},
                 {"pc":6,"op":"SSTORE","gas":478989,"gasCost":22100,"depth":1,"stack":["0x3","0x0"],
                  "storage":{"0x%s":"0x%s3"}},
                 {"pc":7,"op":"STOP","gas":456889,"gasCost":0,"depth":1,"stack":[]}]}
                """.formatted("0".repeat(64), "0".repeat(63))));
    }

    @Test
    void pricesACallWithWhatItIsGiven() {
        Client client = start();
        block(CALLER);

        JsonNode steps = trace(client, "{\"disableStack\":true,\"disableStorage\":true,\"enableMemory\":true}")
                .get("structLogs");

        List<JsonNode> calls = new ArrayList<>();
        steps.forEach(step -> {
            if (step.path("op").asText().endsWith("CALL")) {
                calls.add(step);
            }
        });
        assertThat(calls).hasSize(4);
        // All but a 64th goes to the child, beside access, and what sending coins costs.
        long gas = calls.getFirst().path("gas").asLong();
        long left = gas - 2_600 - 9_000;
        assertThat(calls.getFirst().path("gasCost").asLong()).isEqualTo(2_600 + 9_000 + left - left / 64);
        assertThat(calls.getFirst().path("memory").toString()).isEqualTo("[\"0x01020304" + "0".repeat(56) + "\"]");
        assertThat(calls.getFirst().has("stack")).isFalse();
        JsonNode creation = null;
        for (JsonNode step : steps) {
            creation = step.path("op").asText().equals("CREATE") ? step : creation;
        }
        assertThat(creation).isNotNull();
        assertThat(creation.path("gasCost").asLong()).isEqualTo(32_000);
    }

    @Test
    void tellsNoMoreStepsThanAsked() {
        Client client = start();
        block(ADDER);

        JsonNode steps = trace(client, "{\"limit\":2}").get("structLogs");

        assertThat(steps).hasSize(2);
        assertThat(steps.get(1).path("gasCost").asLong()).isEqualTo(3);
    }

    @Test
    void tellsWhatATransactionNeeds() {
        Client client = start();
        chain.storage.put(ADDER, Map.of(UInt256.ZERO, UInt256.of(9)));
        block(ADDER);

        JsonNode pre = trace(client, "{\"tracer\":\"prestateTracer\"}");

        assertThat(fields(pre)).containsExactlyInAnyOrder(ALICE.toHex(), ADDER.toHex());
        assertThat(pre.get(ALICE.toHex()).toString()).isEqualTo("{\"balance\":\"" + COIN.toQuantity() + "\"}");
        assertThat(pre.get(ADDER.toHex()).toString())
                .isEqualTo(
                        "{\"balance\":\"0x64\",\"nonce\":1,\"code\":\"0x60016002015f5500\",\"storage\":{\"%s\":\"%s\"}}"
                                .formatted(Hash.ZERO, UInt256.of(9).toHash()));
    }

    @Test
    void tellsWhatATransactionChanged() {
        Client client = start();
        chain.storage.put(ADDER, Map.of(UInt256.ZERO, UInt256.of(9)));
        block(ADDER);

        JsonNode diff = trace(
                client, "{\"tracer\":\"prestateTracer\",\"tracerConfig\":{\"diffMode\":true,\"disableCode\":true}}");

        assertThat(diff.get("post").get(ADDER.toHex()).toString())
                .isEqualTo("{\"storage\":{\"%s\":\"%s\"}}"
                        .formatted(Hash.ZERO, UInt256.of(3).toHash()));
        assertThat(diff.get("pre").get(ADDER.toHex()).path("storage").toString())
                .isEqualTo("{\"%s\":\"%s\"}".formatted(Hash.ZERO, UInt256.of(9).toHash()));
        assertThat(diff.get("post").get(ALICE.toHex()).path("nonce").asInt()).isEqualTo(1);
        String beneficiary = Address.ofNumber(7).toHex();
        assertThat(fields(diff.get("pre"))).doesNotContain(beneficiary);
        assertThat(diff.get("post").get(beneficiary).path("balance").asText()).startsWith("0x");
    }

    @Test
    void runsWhatStandsBeforeInTheBlock() {
        Client client = start();
        block(ADDER, ADDER);

        JsonNode second = trace(client, "{}");
        JsonNode both = client.result("debug_traceBlockByNumber", "\"0x1\"");

        // The slot holds 3 already: only looked at, and cold.
        assertThat(second.get("structLogs").get(4).path("gasCost").asLong()).isEqualTo(2_200);
        assertThat(both).hasSize(2);
        assertThat(both.get(0)
                        .get("result")
                        .get("structLogs")
                        .get(4)
                        .path("gasCost")
                        .asLong())
                .isEqualTo(22_100);
        assertThat(both.get(1).path("txHash").asText()).isEqualTo(sent.toHex());
        assertThat(both.get(1).get("result")).isEqualTo(second);
        String hash = chain.block(1).orElseThrow().hash().toHex();
        assertThat(client.result("debug_traceBlockByHash", "\"" + hash + "\"")).isEqualTo(both);
    }

    @Test
    void tracesACallNobodySigned() {
        Client client = start();

        JsonNode top = client.result(
                "debug_traceCall",
                "{\"from\":\"%s\",\"to\":\"%s\",\"gas\":\"0xc350\"},\"latest\",{\"tracer\":\"callTracer\"}"
                        .formatted(BOB, ADDER));

        assertThat(top.path("gas").asText()).isEqualTo("0xc350");
        assertThat(top.path("gasUsed").asText()).isEqualTo("0xa867");
    }

    @Test
    void tracesACallInAPretendedBlock() {
        Client client = start();
        // NUMBER and TIMESTAMP, returned as two words.
        contract(ADDER, "43 5f 52 42 6020 52 6040 5f f3");

        JsonNode top = client.result(
                "debug_traceCall",
                "{\"to\":\"%s\"},\"latest\",{\"tracer\":\"callTracer\",\"blockOverrides\":{\"number\":\"0x7b\",\"time\":\"0x1c8\"}}"
                        .formatted(ADDER));

        assertThat(top.path("output").asText()).isEqualTo("0x" + "0".repeat(62) + "7b" + "0".repeat(61) + "1c8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            debug_traceTransaction   | "0x0000000000000000000000000000000000000000000000000000000000000001" | -32000 transaction not found
            debug_traceBlockByNumber | "0x0"              | -32000 genesis is not traceable
            debug_traceBlockByNumber | "0x99"             | -32000 block 0x99 not found
            debug_traceBlockByNumber | "3"                | -32602 invalid argument 0: hex string without 0x prefix
            debug_traceBlockByNumber | "0x1",{"tracer":"flatCallTracer"} | -32602 invalid argument 1: tracer: no such tracer; there are callTracer, prestateTracer and 4byteTracer, and the steps if none is named
            debug_traceBlockByNumber | "0x1",{"tracer":"callTracer","tracerConfig":7} | -32602 invalid argument 1: tracerConfig: expected an object
            debug_traceBlockByNumber | "0x1",[]           | -32602 invalid argument 1: expected an object
            debug_traceCall          | {"gas":"0x1"},"latest" | -32000 intrinsic gas too low: have 1, want 53000
            debug_traceCall          | {},"latest",{"txIndex":"0x0"} | -32602 invalid argument 2: txIndex: not supported
            """)
    void saysWhatIsWrong(String method, String params, String error) {
        Client client = start();
        block(ADDER);

        assertThat(client.error(method, params)).isEqualTo(error);
    }

    @Test
    void saysWhenTheStateIsGone() {
        Client client = start();
        block(ADDER);
        chain.oldestState = 1;

        assertThat(client.error("debug_traceTransaction", "\"" + sent + "\""))
                .isEqualTo("-32000 historical state of block 0 is not available");
    }

    /** A loop that shows its memory at every step makes a longer answer than anybody may be sent. */
    @Test
    void refusesATraceWithoutEnd() {
        Client client = start();
        contract(ADDER, "5f 61ffff 52 5b 6005 56");
        chain.accounts.put(ALICE, Account.EMPTY);

        String error = client.error(
                "debug_traceCall",
                "{\"to\":\"%s\",\"gas\":\"0x1c9c380\"},\"latest\",{\"enableMemory\":true}".formatted(ADDER));

        assertThat(error).startsWith("-32005 the trace is longer than 20971520 characters");
    }

    @Test
    void tellsBytes() {
        Client client = start();
        block(ADDER);
        var block = chain.block(1).orElseThrow();

        assertThat(client.result("debug_getRawBlock", "\"0x1\"").asText())
                .isEqualTo(Bytes.wrap(block.encode()).toHex());
        assertThat(client.result("debug_getRawHeader", "\"0x1\"").asText())
                .isEqualTo(Bytes.wrap(block.header().encode()).toHex());
        assertThat(client.result("debug_getRawReceipts", "\"0x1\"").get(0).asText())
                .isEqualTo(Bytes.wrap(chain.receipts(1).orElseThrow().getFirst().encode())
                        .toHex());
        assertThat(client.result("debug_getRawTransaction", "\"" + sent + "\"").asText())
                .isEqualTo(block.transactions().getFirst().encoded().toHex());
    }
}
