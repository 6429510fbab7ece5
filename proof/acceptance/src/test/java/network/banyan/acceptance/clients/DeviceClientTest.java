// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RecordChain;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The device client in C against ours: both are given the same key, times and readings, so every byte must be the same.
 * {@code -Dbanyan.long=true} also runs it on a Cortex-M3 in qemu.
 */
class DeviceClientTest {
    private static final Hash SECRET = Sha256.hash(new byte[] {1});
    private static final P256.PublicKey KEY = P256.publicKey(SECRET);
    private static final long TIME = 1_763_683_200_123L;
    private static final long CHAIN_ID = 4690;
    private static final int FLASH_MAX = 64 * 1024;
    private static final String MILLIS_MAX = "60000";
    private static final Pattern SIZE = Pattern.compile("(?m)^\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s.*story\\.elf");

    @TempDir
    private Path folder;

    static Stream<DeviceClient> boards() {
        return DeviceClient.boards();
    }

    /** The program's own tests: golden bytes, power failures at every write, hostile brokers. */
    @Test
    void passesItsOwnTests() throws IOException, InterruptedException {
        DeviceClient.HOST.assumeInstalled();
        String output = DeviceClient.LONG ? DeviceClient.make("check", "CHECK=--long") : DeviceClient.make("check");
        assertThat(output).containsPattern("(?m)^[1-9]\\d+ tests passed$");
    }

    @ParameterizedTest
    @MethodSource("boards")
    void signsWhatWeSign(DeviceClient board) throws IOException, InterruptedException {
        build(board);
        Tool run = board.run(folder.resolve("signs"), OptionalInt.empty(), story(12, 1, 0));
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(values(run, "record")).isEqualTo(hex(chain(12)));
        verify(values(run, "record"));

        var owner = Address.of(
                Bytes.fromHex("0x0102030405060708090a0b0c0d0e0f1011121314").toArray());
        byte[] message = RegistryContract.registerMessage(CHAIN_ID, owner, KEY, "greenhouse 7");
        assertThat(values(run, "device"))
                .containsExactly(RegistryContract.idOf(KEY).toHex().substring(2));
        assertThat(values(run, "registration"))
                .containsExactly(Bytes.wrap(message).toHex().substring(2));
        Bytes signature =
                Bytes.fromHex("0x" + values(run, "registration-signature").getFirst());
        assertThat(P256.verify(KEY, message, signature)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void publishesThroughABroker(DeviceClient board) throws IOException, InterruptedException, ExecutionException {
        build(board);
        assumeTrue(
                Mosquitto.isInstalled(),
                "mosquitto is absent (Debian: apt-get install mosquitto mosquitto-clients): nothing was published");
        int count = 40;
        try (Mosquitto broker = Mosquitto.start(folder)) {
            var received = broker.records(count, folder.resolve("received.log"));
            Tool run = board.run(folder.resolve("publishes"), OptionalInt.of(broker.port()), story(count, 1, count));
            assertThat(run.exit()).as(run.output()).isZero();
            assertThat(values(run, "released")).containsExactly(Integer.toString(count));
            assertThat(received.get()).isEqualTo(hex(chain(count)));
            verify(received.get());
        }
    }

    /** What it signed before lies in its flash; the next run goes on with the number after, and publishes all of it. */
    @Test
    void goesOnWhereItStopped() throws IOException, InterruptedException, ExecutionException {
        build(DeviceClient.HOST);
        assumeTrue(
                Mosquitto.isInstalled(),
                "mosquitto is absent (Debian: apt-get install mosquitto mosquitto-clients): nothing was published");
        Path flash = folder.resolve("stops");
        Tool first = DeviceClient.HOST.run(flash, OptionalInt.empty(), story(5, 1, 0));
        Tool second = DeviceClient.HOST.run(flash, OptionalInt.empty(), story(5, 1, 0));
        List<String> signed = new ArrayList<>(values(first, "record"));
        signed.addAll(values(second, "record"));
        try (Mosquitto broker = Mosquitto.start(folder)) {
            var received = broker.records(10, folder.resolve("received.log"));
            Tool third = DeviceClient.HOST.run(flash, OptionalInt.of(broker.port()), story(0, 1, 10));
            assertThat(third.exit()).as(third.output()).isZero();
            assertThat(received.get()).hasSize(10).isEqualTo(signed);
            verify(received.get());
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void refusesAKeyThatIsNone(DeviceClient board) throws IOException, InterruptedException {
        build(board);
        List<String> story = new ArrayList<>(story(1, 1, 0));
        story.set(0, "0".repeat(64));
        Tool run = board.run(folder.resolve("refuses"), OptionalInt.empty(), story);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.output()).contains("error: the crypto provider refuses");
    }

    private static void build(DeviceClient board) throws IOException, InterruptedException {
        board.assumeInstalled();
        switch (board) {
            case HOST -> DeviceClient.make("all");
            case CORTEX_M3 -> {
                DeviceClient.assumeMbedtlsSource();
                String output = DeviceClient.make("cortex-m3");
                Matcher size = SIZE.matcher(output);
                assertThat(size.find()).as(output).isTrue();
                int flash = Integer.parseInt(size.group(1)) + Integer.parseInt(size.group(2));
                System.out.printf("The C client on a Cortex-M3, with mbedTLS: %,d bytes of flash%n", flash);
                assertThat(flash).isLessThan(FLASH_MAX);
            }
        }
    }

    private static List<String> story(int measurements, int together, int acknowledgements) {
        return List.of(
                SECRET.toHex().substring(2),
                Integer.toString(measurements),
                Integer.toString(together),
                Integer.toString(acknowledgements),
                MILLIS_MAX);
    }

    /** The story of {@code examples/story.c}, told by our side. */
    private static List<DeviceRecord> chain(int count) {
        List<DeviceRecord> chain = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (int number = 1; number <= count; number++) {
            List<Reading> readings = List.of(
                    Reading.of("temperature", "Cel", "%d.50".formatted(20 + number % 10)),
                    Reading.of("humidity", "%RH", Integer.toString(40 + number)));
            chain.add(DeviceRecord.sign(
                    RegistryContract.idOf(KEY),
                    number,
                    previous,
                    TIME + 1000L * number,
                    readings,
                    message -> P256.sign(SECRET, message)));
            previous = chain.getLast().id();
        }
        return chain;
    }

    private static List<String> hex(List<DeviceRecord> records) {
        return records.stream()
                .map(record -> record.encoded().toHex().substring(2))
                .toList();
    }

    private static void verify(List<String> records) {
        Optional<DeviceRecord> previous = Optional.empty();
        for (String hex : records) {
            DeviceRecord record = DeviceRecord.decode(Bytes.fromHex("0x" + hex));
            assertThat(RecordChain.accept(previous, record, KEY)).isEqualTo(new RecordChain.Outcome.Next());
            previous = Optional.of(record);
        }
    }

    private static List<String> values(Tool run, String what) {
        return run.output()
                .lines()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(what.length() + 1))
                .toList();
    }
}
