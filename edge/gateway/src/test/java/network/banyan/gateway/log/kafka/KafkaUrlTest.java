// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.banyan.gateway.GatewayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaUrlTest {
    @TempDir
    Path folder;

    @Test
    void everyPartIsRead() {
        assertThat(
                        KafkaUrl.parse(
                                "kafka://one.example:9092,192.0.2.1:1,[::1]:65535/my-topic.1_x?replication=3&partition=0&partitions=8"))
                .isEqualTo(new KafkaUrl(
                        List.of("one.example:9092", "192.0.2.1:1", "[::1]:65535"),
                        "my-topic.1_x",
                        0,
                        OptionalInt.of(8),
                        OptionalInt.of(3)));
        assertThat(KafkaUrl.parse("kafka://b:9092/t?partition=9999").partitions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kafka://",
                "http://b:9092/t?partition=0",
                "kafka://b:9092",
                "kafka://b:9092/t",
                "kafka://b:9092/t?",
                "kafka://b/t?partition=0",
                "kafka://b:0/t?partition=0",
                "kafka://b:65536/t?partition=0",
                "kafka://b:9092,/t?partition=0",
                "kafka://user@b:9092/t?partition=0",
                "kafka://b:9092/.t?partition=0",
                "kafka://b:9092/t u?partition=0",
                "kafka://b:9092/t/u?partition=0",
                "kafka://b:9092/t?partitions=1",
                "kafka://b:9092/t?partition=",
                "kafka://b:9092/t?partition=-1",
                "kafka://b:9092/t?partition=0&partition=1",
                "kafka://b:9092/t?partition=10000",
                "kafka://b:9092/t?partition=2&partitions=2",
                "kafka://b:9092/t?partition=0&partitions=0",
                "kafka://b:9092/t?partition=0&partitions=10001",
                "kafka://b:9092/t?partition=0&replication=10",
                "kafka://b:9092/t?partition=0&acks=0",
                "kafka://b:9092/t?partition=0#x",
                "kafka://b:9092/t?partition=99999999999"
            })
    void whatIsWrittenOtherwiseIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> KafkaUrl.parse(text))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("this is no address of a log in Kafka: ");
    }

    @Test
    void veryLongOnesAreNotEvenRead() {
        assertThatThrownBy(() -> KafkaUrl.parse("kafka://b:9092/t?partition=0" + "&".repeat(10_000)))
                .isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> KafkaUrl.parse("kafka://" + "b:1,".repeat(16) + "b:1/t?partition=0"))
                .hasMessageContaining("at most 16");
        assertThatThrownBy(() -> KafkaUrl.parse("kafka://b:1/" + "t".repeat(201) + "?partition=0"))
                .hasMessageContaining("200");
    }

    /** The file says how to get there; what makes the log durable is not its to say. */
    @Test
    void theOperatorsFileMaySetTheWayButNotThePromise() throws IOException {
        KafkaUrl url = KafkaUrl.parse("kafka://127.0.0.1:1/t?partition=0");
        Path file = folder.resolve("kafka.properties");
        for (String line : List.of(
                "acks=1", "isolation.level=read_uncommitted", "bootstrap.servers=x:1", "interceptor.classes=X")) {
            Files.writeString(file, "security.protocol=PLAINTEXT\n" + line + "\n");
            assertThatThrownBy(() -> new KafkaClients(url, Optional.of(file)))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining(line.substring(0, line.indexOf('=')));
        }
        Files.writeString(file, "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nssl.truststore.location=/none\n");
        var clients = new KafkaClients(url, Optional.of(file));
        assertThatThrownBy(clients::admin)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("Kafka's client does not start");
        assertThatThrownBy(() -> new KafkaClients(url, Optional.of(folder.resolve("none"))))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aClaimIsReadAsItWasWritten() {
        Claim claim = Claim.fresh(network.banyan.primitives.Hash.ZERO, 7);
        assertThat(Claim.decode(claim.encode())).contains(claim);
        assertThat(Claim.decode(java.util.Arrays.copyOf(claim.encode(), 75))).isEmpty();
        byte[] none = claim.encode();
        none[75] = 0;
        assertThat(Claim.decode(none)).isEmpty();
    }
}
