// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
    private final List<String> observed = new ArrayList<>();
    private final RpcMethods methods = new RpcMethods()
            .add("test_echo", params -> params)
            .add("test_bug", _ -> {
                throw new IllegalStateException("secret");
            })
            .add("test_revert", _ -> {
                throw RpcException.reverted("execution reverted: no", "0x01");
            })
            .add("test_long", _ -> Json.text("x".repeat(600)));
    private final Dispatcher dispatcher = new Dispatcher(
            methods, answer -> observed.add(answer.method() + " " + answer.code()), 5, Duration.ofSeconds(10), 1_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"7 | 7", "\"a\" | \"a\"", "null | null", "12345678901234567890 | 12345678901234567890", "1.5 | 1.5"
            })
    void echoesTheId(String id, String echoed) {
        assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"test_echo\",\"params\":[1]}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + echoed + ",\"result\":[1]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'' | -32700",
                "{ | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test_echo\"} x | -32700",
                "nonsense | -32700",
                "[1,2 | -32700",
                "1 | -32600",
                "\"eth_chainId\" | -32600",
                "null | -32600",
                "{} | -32600",
                "[] | -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"test_echo\"} | -32600",
                "{\"id\":1,\"method\":\"test_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"test_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"test_echo\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test_echo\",\"params\":5} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test_nothing\"} | -32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"test_bug\"} | -32603"
            })
    void answersWhatIsNoRequestWithAnError(String message, int code) {
        String answer = ask(message.equals("''") ? "" : message);

        assertThat(answer).contains("\"error\":{\"code\":" + code + ",").doesNotContain("secret");
    }

    @Test
    void carriesTheDataOfAnError() {
        assertThat(ask(request(1, "test_revert")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":"
                        + "{\"code\":3,\"message\":\"execution reverted: no\",\"data\":\"0x01\"}}");
    }

    @Test
    void answersNoNotification() {
        assertThat(dispatcher.answer(
                        bytes("{\"jsonrpc\":\"2.0\",\"method\":\"test_echo\"}"),
                        Caller.oneShot("a", Allowance.UNLIMITED)))
                .isEmpty();
        assertThat(dispatcher.answer(
                        bytes("[{\"jsonrpc\":\"2.0\",\"method\":\"test_echo\"}]"),
                        Caller.oneShot("a", Allowance.UNLIMITED)))
                .isEmpty();
        assertThat(observed).containsExactly("test_echo 0", "test_echo 0");
    }

    @Test
    void answersABatchInItsOrder() {
        assertThat(ask("[" + request(1, "test_echo") + ",7," + request(2, "test_no") + "]"))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"invalid request\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32601,"
                        + "\"message\":\"the method test_no does not exist/is not available\"}}]");
    }

    @Test
    void refusesABatchThatIsTooLarge() {
        String batch =
                IntStream.range(0, 6).mapToObj(i -> request(i, "test_echo")).collect(Collectors.joining(","));

        assertThat(ask("[" + batch + "]"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"
                        + "{\"code\":-32600,\"message\":\"batch too large: 6 requests, at most 5\"}}");
        assertThat(observed).isEmpty();
    }

    @Test
    void stopsABatchWhoseAnswerGrowsTooLarge() {
        String answer = ask(
                "[" + request(1, "test_long") + "," + request(2, "test_long") + "," + request(3, "test_echo") + "]");

        assertThat(answer)
                .contains("\"id\":1,\"result\"")
                .contains("\"id\":2,\"error\":{\"code\":-32003")
                .contains("\"id\":3,\"error\":{\"code\":-32003");
        assertThat(observed).containsExactly("test_long 0", "test_long 0");
    }

    @Test
    void stopsABatchThatTakesTooLong() {
        var hasty = new Dispatcher(methods, RpcObserver.NONE, 5, Duration.ZERO, 1_000);
        String batch = "[" + request(1, "test_echo") + "," + request(2, "test_echo") + "]";

        assertThat(text(hasty.answer(bytes(batch), Caller.oneShot("a", Allowance.UNLIMITED))
                        .orElseThrow()))
                .contains("\"id\":2,\"error\":{\"code\":-32005")
                .doesNotContain("result");
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        var small = new Dispatcher(methods, RpcObserver.NONE, 5, Duration.ofSeconds(10), 100);

        assertThat(text(small.answer(bytes(request(1, "test_long")), Caller.oneShot("a", Allowance.UNLIMITED))
                        .orElseThrow()))
                .contains("-32003");
    }

    @Test
    void doesNotNameMetricsAfterStrangersInventions() {
        ask(request(1, "test_invented"));

        assertThat(observed).containsExactly("unknown -32601");
    }

    @Test
    void shortensTheNameOfAMethodItDoesNotHave() {
        assertThat(ask(request(1, "x".repeat(5_000)))).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 100_000})
    void refusesWhatIsNestedTooDeep(int depth) {
        assertThat(ask("[".repeat(depth) + "]".repeat(depth)))
                .contains("-32700")
                .contains("depth");
    }

    @Test
    void refusesWhatHasTooManyParts() {
        assertThat(ask("[" + "0,".repeat(Json.TOKENS_MAX) + "0]"))
                .contains("-32700")
                .contains("Token count (100001) exceeds the maximum allowed (100000)");
    }

    @Test
    void refusesNumbersWithoutEnd() {
        assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(1_000) + "}"))
                .contains("-32700");
        assertThat(ask("{\"jsonrpc\":\"2.0\",\"id\":1e999999999,\"method\":\"test_echo\"}"))
                .doesNotContain("-32603");
    }

    @Test
    void survivesWhateverBytesCome() {
        var random = new Random(20_260_101);
        byte[] valid = bytes("[" + request(1, "test_echo") + "," + request(2, "test_echo") + "]");
        for (int i = 0; i < 5_000; i++) {
            byte[] message = valid.clone();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            dispatcher
                    .answer(message, Caller.oneShot("a", Allowance.UNLIMITED))
                    .ifPresent(answer -> assertThat(Json.parse(answer)).isNotNull());
        }
    }

    private String ask(String message) {
        return text(dispatcher
                .answer(bytes(message), Caller.oneShot("a", Allowance.UNLIMITED))
                .orElseThrow());
    }

    private static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":[]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
