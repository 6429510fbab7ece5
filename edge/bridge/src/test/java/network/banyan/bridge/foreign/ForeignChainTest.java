// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Order;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ForeignChainTest {
    private static final HubDomain DOMAIN = HubDomain.of(4690);
    private static final Address ALICE = Address.ofNumber(0xa11ce);
    private static final Address COIN = Address.ZERO;
    private static final Message MESSAGE = new Message(
            0, 77, -1, MessageKind.DEPOSIT, ALICE, ALICE, COIN, UInt256.of(5), 0, 99, ALICE, Bytes.fromHex("0x0102"));

    private final ScriptedChain script = new ScriptedChain();
    private final ForeignChain chain = new ForeignChain(script.endpoint());

    ForeignChainTest() throws IOException {}

    @AfterEach
    void end() {
        chain.close();
        script.close();
    }

    private static String base64(int size, int last) {
        byte[] bytes = new byte[size];
        bytes[size - 1] = (byte) last;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Bls.PublicKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Bls.PublicKey.decode(Bls.SecretKey.ofSeed(bytes).publicKey()).orElseThrow();
    }

    private static String line(String changed) {
        String zero = base64(32, 0);
        String address = base64(20, 9);
        return """
                {"checkpoint": {"chainId": "77", "sequence": "1", "previous": "%1$s", "term": "1", "firstBlock": "1",
                 "lastBlock": "18446744073709551615", "blockHash": "%2$s", "preState": "%1$s", "postState": "%1$s",
                 "inboxHash": "%1$s", "outboxRoot": "%2$s", "outboxCount": 1, "totals": "%1$s", "exits": "%1$s",
                 "data": "%1$s", "nextCommittee": "%1$s"},
                 "totals": [{"asset": "%3$s", "amount": "%2$s"}], "tokens": [{"asset": "%3$s", "id": "%2$s"}],
                 "exits": [{"asset": "%3$s", "root": "%2$s", "sum": "%2$s", "count": 4294967295}],
                 "outbox": [{"from": "77", "kind": 1, "sender": "%3$s", "recipient": "%3$s", "asset": "%3$s",
                 "amount": "%2$s", "deadline": "7", "refund": "%3$s", "data": null}]%4$s}""".formatted(zero, base64(32, 7), address, changed);
    }

    @Test
    void readsWhoTheChainIs() throws Exception {
        List<Bytes> keys =
                IntStream.range(0, 3).mapToObj(i -> key(i).bytes()).sorted().toList();
        script.answers(
                200, """
                {"name": "sample", "chainId": "77", "genesis": "%s", "keys": ["%s", "%s", "%s"], "head": "3"}""".formatted(base64(32, 1), base64(keys.get(0)), base64(keys.get(1)), base64(keys.get(2))));
        Description read = chain.describe();
        assertThat(read.name()).isEqualTo("sample");
        assertThat(read.chainId()).isEqualTo(77);
        assertThat(read.genesis()).isEqualTo(new Hash(0, 0, 0, 1));
        assertThat(read.keys()).extracting(Bls.PublicKey::bytes).isEqualTo(keys);
        assertThat(read.head()).isEqualTo(3);
        assertThat(read.inboxCursor()).isZero();
        ScriptedChain.Question asked = script.question();
        assertThat(asked.path()).isEqualTo("POST /banyan.sidechain.v1.Sidechain/Describe");
        assertThat(asked.type()).isEqualTo("application/json");
        assertThat(asked.body()).isEmpty();
    }

    @Test
    void readsACheckpointWithItsListsAndOutbox() {
        script.answers(200, line(""));
        Run run = chain.line(1).orElseThrow();
        assertThat(run.checkpoint().lastBlock()).isEqualTo(-1);
        assertThat(run.checkpoint().inboxCursor()).isZero();
        assertThat(run.checkpoint().outboxCount()).isEqualTo(1);
        assertThat(run.totals().totals()).hasSize(1);
        assertThat(run.totals().tokens().getFirst().id()).isEqualTo(UInt256.of(7));
        assertThat(run.exits().trees().getFirst().count()).isEqualTo(4294967295L);
        assertThat(run.outbox().getFirst().amount()).isEqualTo(UInt256.of(7));
        assertThat(run.outbox().getFirst().data()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void asksForAllThatTheFileNames() throws Exception {
        script.answers(200, "{\"inboxCursor\": \"18446744073709551615\"}");
        assertThat(chain.deliver(-1, List.of(MESSAGE), 12)).isEqualTo(-1);
        JsonNode deliver = script.question().body();
        assertThat(members(deliver)).isEqualTo(Shape.DELIVER_REQUEST.members());
        assertThat(members(deliver.path("messages").path(0))).isEqualTo(Shape.MESSAGE.members());
        assertThat(deliver.path("first").textValue()).isEqualTo("18446744073709551615");
        assertThat(deliver.path("messages").path(0).path("kind").intValue()).isEqualTo(1);
        assertThat(deliver.path("messages").path(0).path("data").textValue()).isEqualTo("AQI=");

        script.answers(200, "{\"tracking\": \"" + base64(32, 3) + "\"}");
        var order =
                new Order(77, 0, ALICE, 0, MessageKind.DEPOSIT, ALICE, COIN, UInt256.of(5), 0, 99, ALICE, Bytes.EMPTY);
        assertThat(chain.order(order, Bytes.wrap(new byte[65]))).isEqualTo(new Hash(0, 0, 0, 3));
        assertThat(members(script.question().body())).isEqualTo(Shape.ORDER_REQUEST.members());

        script.answers(200, "{}");
        chain.found(DOMAIN, 1, CommitteeKeys.ofMembers(List.of(key(1), key(2), key(3), key(4))));
        JsonNode found = script.question().body();
        assertThat(members(found)).isEqualTo(Shape.FOUND_REQUEST.members());
        assertThat(found.path("committee")).hasSize(4);

        script.answers(200, "{\"signature\": \"" + base64(96, 1) + "\"}");
        assertThat(chain.prove(DOMAIN, key(1), ALICE).size()).isEqualTo(96);
        assertThat(members(script.question().body())).isEqualTo(Shape.PROVE_REQUEST.members());
    }

    @Test
    void readsHoldingsSharesAndLeaves() throws Exception {
        script.answers(200, "{\"amount\": \"%s\", \"nonce\": \"2\"}".formatted(base64(32, 9)));
        assertThat(chain.account(COIN, ALICE)).isEqualTo(new Account(UInt256.of(9), 2));
        script.answers(200, "{}");
        assertThat(chain.holder(ALICE, UInt256.of(1))).isEmpty();
        script.answers(200, "{\"holder\": \"%s\"}".formatted(base64(ALICE.toBytes())));
        assertThat(chain.holder(ALICE, UInt256.of(1))).contains(ALICE);
        script.answers(
                200,
                "{\"shares\": [{\"key\": \"%s\", \"signature\": \"%s\"}]}"
                        .formatted(base64(key(1).bytes()), base64(96, 5)));
        assertThat(chain.sign(1, Hash.ZERO)).extracting(Share::key).containsExactly(key(1));
        script.answers(
                200,
                "{\"amount\": \"%1$s\", \"path\": [{\"left\": true, \"hash\": \"%1$s\", \"sum\": \"%1$s\"}]}"
                        .formatted(base64(32, 1)));
        assertThat(chain.leaf(1, COIN, ALICE).orElseThrow().path().getFirst().isLeft())
                .isTrue();
        assertThat(chain.leafOfToken(1, COIN, ALICE, UInt256.of(8))
                        .orElseThrow()
                        .holding()
                        .value())
                .isEqualTo(UInt256.of(8));
    }

    @Test
    void tellsNotYetFromNo() {
        script.answers(404, "{\"code\": \"not_found\", \"message\": \"later\"}");
        assertThat(chain.line(9)).isEmpty();
        assertThat(chain.leaf(9, COIN, ALICE)).isEmpty();
        script.answers(400, "{\"code\": \"failed_precondition\", \"message\": \"not \\u001b[31mfounded\"}");
        assertThatThrownBy(() -> chain.sign(1, Hash.ZERO))
                .isInstanceOfSatisfying(
                        ForeignFailure.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FAILED_PRECONDITION))
                .hasMessage("Sign: the chain refuses (failed_precondition): not ?[31mfounded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"inboxCursor": 5}                              | answer.inboxCursor is no uint64
                    {"inboxCursor": "-1"}                           | answer.inboxCursor is no uint64
                    {"inboxCursor": "05"}                           | answer.inboxCursor is no uint64
                    {"inboxCursor": "18446744073709551616"}         | answer.inboxCursor is over 64 bits
                    {"inboxCursor": "1", "more": 1}                 | the member 'more'
                    {"inbox_cursor": "1"}                           | the member 'inbox_cursor'
                    {"inboxCursor": "1", "inboxCursor": "2"}        | no JSON
                    {"inboxCursor": "1"                             | no JSON
                    {"inboxCursor": "1"} {}                         | no JSON
                    [[[[[[[[[[[[1]]]]]]]]]]]]                       | no JSON
                    []                                              | answer is no JSON object
                    """)
    void refusesWhatIsNoAnswer(String body, String reason) {
        script.answers(200, body);
        assertThatThrownBy(() -> chain.deliver(0, List.of(), 1))
                .isInstanceOf(ForeignFailure.Wrong.class)
                .hasMessageStartingWith("Deliver: the chain's answer is wrong: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "outboxCount": 1       | "outboxCount": -1      | checkpoint.outboxCount is no uint32
                    "outboxCount": 1       | "outboxCount": 1.0     | checkpoint.outboxCount is no uint32
                    "outboxCount": 1       | "outboxCount": 65537   | checkpoint.outboxCount is over 65536
                    "outboxCount": 1       | "outboxCount": 0       | an empty outbox
                    "sequence": "1"        | "sequence": "0"        | sequences begin with 1
                    "chainId": "77"        | "chainId": "9007199254740992" | chain id
                    "kind": 1              | "kind": 6              | outbox[0].kind is 6
                    "kind": 1              | "kind": 4294967297     | outbox[0].kind is no uint32
                    "data": null           | "data": "A"            | outbox[0].data is no base64
                    "data": null           | "data": "AQI"          | outbox[0].data is not padded base64
                    "data": null           | "data": "AR=="         | outbox[0].data is n
                    "data": null           | "data": 7              | outbox[0].data is no text
                    "count": 4294967295    | "count": 4294967296    | exits[0].count is no uint32
                    "checkpoint":          | "checkpoint": null, "outboxx": | the member 'outboxx'
                    """)
    void refusesABrokenCheckpoint(String good, String bad, String reason) {
        assertThat(line("")).contains(good);
        script.answers(200, line("").replace(good, bad));
        assertThatThrownBy(() -> chain.line(1))
                .isInstanceOf(ForeignFailure.Wrong.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void refusesBytesOfAnotherSize(int size) {
        script.answers(
                200, "{\"tracking\": \"%s\"}".formatted(Base64.getEncoder().encodeToString(new byte[size])));
        var order =
                new Order(77, 0, ALICE, 0, MessageKind.DEPOSIT, ALICE, COIN, UInt256.of(5), 0, 99, ALICE, Bytes.EMPTY);
        assertThatThrownBy(() -> chain.order(order, Bytes.wrap(new byte[65])))
                .isInstanceOf(ForeignFailure.Wrong.class)
                .hasMessage("Order: the chain's answer is wrong: answer.tracking has %d bytes, not 32".formatted(size));
    }

    @Test
    void refusesSharesOfOneKeyTwiceAndKeysThatAreNone() {
        String share = "{\"key\": \"%s\", \"signature\": \"%s\"}".formatted(base64(key(1).bytes()), base64(96, 5));
        script.answers(200, "{\"shares\": [%s, %s]}".formatted(share, share));
        assertThatThrownBy(() -> chain.sign(1, Hash.ZERO)).hasMessageContaining("name a key twice");
        script.answers(200, "{\"shares\": [{\"key\": \"%s\"}]}".formatted(base64(48, 5)));
        assertThatThrownBy(() -> chain.sign(1, Hash.ZERO)).hasMessageContaining("no BLS key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | {"code": "failed_precondition"}
                    500 | {"code": "internal", "message": "trace"}
                    400 | []
                    302 | {}
                    """)
    void refusesARefusalThatIsNone(int status, String body) {
        script.answers(status, body);
        assertThatThrownBy(() -> chain.line(1))
                .isInstanceOf(ForeignFailure.Wrong.class)
                .hasMessageContaining("HTTP status " + status);
    }

    @Test
    void stopsReadingAnAnswerThatIsTooLarge() {
        script.answers(200, " ".repeat(Wire.ANSWER_BYTES_MAX - 1) + "{}");
        assertThatThrownBy(chain::describe).isInstanceOf(ForeignFailure.Away.class);
    }

    @Test
    void waitsNoLongerThanItWasTold() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = silent.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException ended) {
                    // The test is over.
                }
            });
            URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            try (ForeignChain hangs = new ForeignChain(endpoint, Duration.ofMillis(300))) {
                assertThatThrownBy(hangs::describe)
                        .isInstanceOf(ForeignFailure.Away.class)
                        .hasMessageContaining("no whole answer within 300 ms");
            }
        }
    }

    @Test
    void saysThatNothingListens() {
        script.close();
        assertThatThrownBy(chain::describe)
                .isInstanceOf(ForeignFailure.Away.class)
                .hasMessageContaining("Is the chain running?");
    }

    private static List<String> members(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
