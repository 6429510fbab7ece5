// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import network.banyan.light.FalseAnswer;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Whom a light node asks after what became of the questions before. */
class SourceStandingTest {
    private static final Address SOMEBODY = Address.ofNumber(7);

    /** Answers everything with the same JSON, and counts. */
    private static final class Parrot implements AutoCloseable {
        final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server;

        Parrot(Supplier<String> body) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = ("{\"jsonrpc\":\"2.0\",\"id\":1," + body.get() + "}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static Bytes codeOf(Sources sources) {
        return sources.ask(talk -> talk.code(SOMEBODY, 1));
    }

    @Test
    void aLiarRestsAndTheNextIsAsked() throws IOException {
        try (var liar = new Parrot(() -> "\"result\":\"0x00\"");
                var honest = new Parrot(() -> "\"result\":\"0x01\"");
                var sources = new Sources(List.of(liar.url(), honest.url()))) {
            for (int i = 0; i < 3; i++) {
                Bytes code = sources.ask(talk -> checked(talk.code(SOMEBODY, 1)));
                assertThat(code).isEqualTo(Bytes.fromHex("0x01"));
            }
            assertThat(liar.asked).hasValue(1);
            Source first = sources.all().getFirst();
            assertThat(first.isAsked()).isFalse();
            assertThat(first.standing().lies()).isEqualTo(1);
            assertThat(first.standing().trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("not the code"));
            assertThat(sources.all().getLast().standing().lies()).isZero();
        }
    }

    private static Bytes checked(Bytes code) {
        if (!code.equals(Bytes.fromHex("0x01"))) {
            throw new FalseAnswer("not the code");
        }
        return code;
    }

    @Test
    void whoIsSilentOrRefusesIsNamedWithTheReason() throws IOException {
        try (var behind = new Parrot(() -> "\"error\":{\"code\":-32000,\"message\":\"header not found\"}");
                var sources = new Sources(List.of(behind.url(), URI.create("http://127.0.0.1:1")))) {
            assertThatThrownBy(() -> codeOf(sources))
                    .isInstanceOf(Sources.NobodyAnswers.class)
                    .hasMessageContaining("header not found")
                    .hasMessageContaining("http://127.0.0.1:1");
            assertThat(sources.all().getFirst().isAsked())
                    .as("who refuses is asked again")
                    .isTrue();
            assertThat(sources.all().getLast().isAsked())
                    .as("who is silent rests")
                    .isFalse();
            assertThatThrownBy(() -> codeOf(sources)).hasMessageContaining("is not asked for");
        }
    }

    @Test
    void whoRestsIsNamedAlthoughAnotherAddressBeginsAlike() throws IOException {
        try (var behind = new Parrot(() -> "\"error\":{\"code\":-32000,\"message\":\"header not found\"}")) {
            String address = behind.url().toString();
            URI silent = URI.create(address.substring(0, "http://127.0.0.1:".length() + 1));
            try (var sources = new Sources(List.of(silent, behind.url()))) {
                sources.all().getFirst().silent("nobody there");
                assertThatThrownBy(() -> codeOf(sources))
                        .hasMessageContaining(silent + " is not asked for")
                        .hasMessageContaining(address + " refuses");
            }
        }
    }

    @Test
    void whatIsOfAnotherFormIsFalse() throws IOException {
        for (String nonsense : List.of("[]", "\"0xzz\"", "\"0x123\"", "7", "{}")) {
            try (var odd = new Parrot(() -> "\"result\":" + nonsense);
                    var sources = new Sources(List.of(odd.url()))) {
                assertThatThrownBy(() -> sources.ask(SourceTalk::claim)).isInstanceOf(Sources.NobodyAnswers.class);
                assertThat(sources.all().getFirst().standing().lies())
                        .as(nonsense)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void whatAllSayTheyDoNotKnowIsNotThere() throws IOException {
        try (var one = new Parrot(() -> "\"result\":null");
                var other = new Parrot(() -> "\"result\":null");
                var sources = new Sources(List.of(one.url(), other.url()))) {
            assertThat(sources.search(talk -> talk.locate(Hash.ZERO))).isEqualTo(Optional.empty());
            assertThat(other.asked).as("one alone is not believed").hasValue(1);
        }
        try (var sources = new Sources(List.of(URI.create("http://127.0.0.1:1")))) {
            assertThatThrownBy(() -> sources.search(talk -> talk.locate(Hash.ZERO)))
                    .isInstanceOf(Sources.NobodyAnswers.class);
        }
    }

    @Test
    void whatIsKeptIsBounded() {
        var recent = new Recent<Integer, UInt256>(100);
        for (int i = 0; i < 30; i++) {
            recent.put(i, UInt256.of(i), 10);
            recent.get(0);
        }
        assertThat(recent.get(0)).as("what is used stays").contains(UInt256.ZERO);
        assertThat(recent.get(29)).isPresent();
        assertThat(recent.get(5)).isEmpty();
        recent.put(99, UInt256.ONE, 101);
        assertThat(recent.get(99)).as("what has no room").isEmpty();
    }
}
