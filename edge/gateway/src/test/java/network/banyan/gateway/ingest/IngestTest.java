// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.TestRegistry;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    Path folder;

    private final Time time = new Time();
    private final TestDevice gateway = new TestDevice("gateway");
    private final TestDevice one = new TestDevice("one");
    private final TestDevice two = new TestDevice("two");
    private final TestRegistry registry = new TestRegistry().with(one, two);
    private final Refusals refusals = new Refusals(time);
    private final Counts counts = new Counts();
    private RecordLog log;
    private DeviceKeys keys;
    private final CompletableFuture<RuntimeException> broken = new CompletableFuture<>();
    private Ingest ingest;

    private static final class Time implements InstantSource {
        volatile long millis = TestDevice.TIME;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    @BeforeEach
    void start() {
        log = RecordLog.open(folder, gateway, time, RecordLog.Limits.of(1 << 30), Disk.REAL);
        keys = new DeviceKeys(registry, folder.resolve("devices"), 3_600_000, time);
        ingest = new Ingest(log, keys, refusals, counts, 2, () -> {}, broken::complete);
    }

    /** Starts again, on another disk. */
    private void open(Disk disk) {
        stop();
        log = RecordLog.open(folder, gateway, time, RecordLog.Limits.of(1 << 30), disk);
        ingest = new Ingest(log, keys, refusals, counts, 2, () -> {}, broken::complete);
    }

    @AfterEach
    void stop() {
        ingest.close();
        log.close();
    }

    private CompletableFuture<List<Outcome>> submit(Sender sender, Bytes payload) {
        var answered = new CompletableFuture<List<Outcome>>();
        assertThat(ingest.submit(new Message(sender, payload, answered::complete)))
                .isTrue();
        return answered;
    }

    private CompletableFuture<List<Outcome>> submit(Hash device, Bytes payload) {
        return submit(new Sender(device), payload);
    }

    private Outcome sent(Sender sender, DeviceRecord record) throws Exception {
        return submit(sender, record.encoded()).get(10, TimeUnit.SECONDS).getFirst();
    }

    private static void isRefused(Outcome outcome, Refusal reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(reason));
    }

    private List<Outcome> send(Hash device, Bytes payload) throws Exception {
        return submit(device, payload).get(10, TimeUnit.SECONDS);
    }

    private Refusal refused(DeviceRecord record) throws Exception {
        return refused(record.device(), record.encoded());
    }

    private Refusal refused(Hash device, Bytes payload) throws Exception {
        long before = log.size();
        Outcome outcome = send(device, payload).getFirst();
        assertThat(log.size()).isEqualTo(before);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        var refused = (Outcome.Refused) outcome;
        assertThat(refusals.of(device).getLast().refusal()).isEqualTo(refused.refusal());
        assertThat(refused.reason()).isNotBlank();
        return refused.refusal();
    }

    @Test
    void aRecordIsTakenOnceAndItsReceiptProvesIt() throws Exception {
        DeviceRecord record = one.next();
        var first = (Outcome.Taken) send(one.device(), record.encoded()).getFirst();
        assertThat(first.isNew()).isTrue();
        send(two.device(), two.next().encoded());
        var again = (Outcome.Taken) send(one.device(), record.encoded()).getFirst();
        assertThat(again.isNew()).isFalse();
        assertThat(again.leaf()).isEqualTo(first.leaf());
        assertThat(log.size()).isEqualTo(2);
        for (Outcome outcome : List.of(first, again)) {
            var answer = (RecordAnswer.Taken) outcome.answer(log);
            assertThat(answer.receipt().proves(record.encoded(), gateway.key())).isTrue();
        }
        assertThat(counts.taken()).isEqualTo(2);
        assertThat(counts.repeated()).isEqualTo(1);
    }

    @Test
    void badReadingsAreRefusedEachForItsReason() throws Exception {
        DeviceRecord first = one.next();
        DeviceRecord second = one.next();
        DeviceRecord third = one.next();
        send(one.device(), second.encoded());
        assertThat(refused(one.device(), Bytes.wrap(new byte[] {1, 2, 3}))).isEqualTo(Refusal.MALFORMED);
        assertThat(refused(two.device(), third.encoded())).isEqualTo(Refusal.SPOOFED);
        assertThat(refused(new TestDevice("stranger").next())).isEqualTo(Refusal.UNREGISTERED);
        assertThat(refused(one.nextUnsigned())).isEqualTo(Refusal.BAD_SIGNATURE);
        assertThat(refused(first)).isEqualTo(Refusal.TOO_OLD);
        assertThat(refused(one.record(2, first.id(), Reading.of("t", "Cel", "9"))))
                .isEqualTo(Refusal.FORK);
        assertThat(refused(one.record(3, first.id(), Reading.of("t", "Cel", "9"))))
                .isEqualTo(Refusal.FORK);
        assertThat(refused(one.record(5, third.id(), Reading.of("t", "Cel", "9"))))
                .isEqualTo(Refusal.OUT_OF_ORDER);
        assertThat(refusals.of(one.device()).getLast().reason()).contains("records 3 to 4 come first");
        assertThat(send(one.device(), third.encoded()).getFirst()).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void aMessageOfManyIsAnsweredRecordByRecord() throws Exception {
        List<DeviceRecord> chain = one.chain(16);
        var payload = new ByteArrayOutputStream();
        chain.forEach(record -> payload.writeBytes(record.encoded().unsafeArray()));
        payload.writeBytes(two.next().encoded().unsafeArray());

        List<Outcome> outcomes = send(one.device(), Bytes.wrap(payload.toByteArray()));

        assertThat(outcomes).hasSize(17);
        assertThat(outcomes.subList(0, 16)).allMatch(Outcome.Taken.class::isInstance);
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Refused.class);
        assertThat(log.size()).isEqualTo(16);
    }

    @Test
    void theOrderOfEachDeviceIsKeptUnderLoad() throws Exception {
        List<DeviceRecord> ofOne = one.chain(300);
        List<DeviceRecord> ofTwo = two.chain(300);
        List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(submit(one.device(), ofOne.get(i).encoded()));
            answers.add(submit(two.device(), ofTwo.get(i).encoded()));
        }
        for (var answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).getFirst()).isInstanceOf(Outcome.Taken.class);
        }
        assertThat(log.size()).isEqualTo(600);
        assertThat(counts.commits()).isLessThan(600);
        for (TestDevice device : List.of(one, two)) {
            List<Long> leaves = new ArrayList<>();
            for (long sequence = 1; sequence <= 300; sequence++) {
                leaves.add(log.find(device.device(), sequence).orElseThrow());
            }
            assertThat(leaves).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void anOutageOfTheChainCostsNoReadings() throws Exception {
        send(one.device(), one.next().encoded());
        registry.isAway(true);
        time.millis += 600_000;
        assertThat(send(one.device(), one.next().encoded()).getFirst()).isInstanceOf(Outcome.Taken.class);
        assertThat(refused(two.next())).isEqualTo(Refusal.BUSY);

        time.millis += 3_600_000;
        assertThat(refused(one.next())).isEqualTo(Refusal.BUSY);
        registry.isAway(false);
        time.millis += 5_000;
        assertThat(send(two.device(), new TestDevice("two").next().encoded()).getFirst())
                .isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void keysOutliveARestartDuringAnOutage() throws Exception {
        send(one.device(), one.next().encoded());
        keys.save();
        registry.isAway(true);
        var later = new DeviceKeys(registry, folder.resolve("devices"), 3_600_000, time);
        time.millis += 100_000;
        assertThat(later.of(one.device())).isEqualTo(new DeviceKeys.Answer.Registered(one.key()));
    }

    @Test
    void aRevokedDeviceIsRefusedWithinTheTimeStated() throws Exception {
        send(one.device(), one.next().encoded());
        registry.revoke(one);
        time.millis += DeviceKeys.FRESH_MILLIS;
        assertThat(refused(one.next())).isEqualTo(Refusal.UNREGISTERED);
    }

    @Test
    void refusalsOfADeviceAreBounded() throws Exception {
        for (int i = 0; i < Refusals.MAX_PER_DEVICE + 9; i++) {
            refused(one.device(), Bytes.wrap(new byte[] {1, (byte) i}));
        }
        assertThat(refusals.of(one.device())).hasSize(Refusals.MAX_PER_DEVICE);
        assertThat(refusals.of(one.device()).stream()
                        .map(Refusals.Noted::record)
                        .collect(Collectors.toSet()))
                .hasSize(Refusals.MAX_PER_DEVICE);
    }

    /** What was sent behind it before the device knew must not become its first record: the log would never take it then. */
    @Test
    void aFirstRecordThatWasPutOffIsNotOvertaken() throws Exception {
        var sender = new Sender(one.device());
        DeviceRecord first = one.next();
        DeviceRecord second = one.next();
        registry.isAway(true);
        isRefused(sent(sender, first), Refusal.BUSY);
        registry.isAway(false);
        time.millis += 60_000;
        isRefused(sent(sender, second), Refusal.OUT_OF_ORDER);
        assertThat(sent(sender, first)).isInstanceOf(Outcome.Taken.class);
        assertThat(sent(sender, second)).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void norOneThatTheDiskRefused() throws Exception {
        var isFull = new AtomicBoolean(true);
        open(full(isFull, () -> {
            throw new IOException("no space is left");
        }));
        var sender = new Sender(one.device());
        DeviceRecord first = one.next();
        DeviceRecord second = one.next();
        isRefused(sent(sender, first), Refusal.BUSY);
        isFull.set(false);
        isRefused(sent(sender, second), Refusal.OUT_OF_ORDER);
        assertThat(sent(sender, first)).isInstanceOf(Outcome.Taken.class);
        assertThat(sent(sender, second)).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void norOneThatThereWasNoRoomFor() throws Exception {
        var sender = new Sender(one.device());
        DeviceRecord first = one.next();
        ingest.close();
        assertThat(ingest.submit(new Message(sender, first.encoded(), _ -> {}))).isFalse();
        open(Disk.REAL);
        isRefused(sent(sender, one.next()), Refusal.OUT_OF_ORDER);
        assertThat(sent(sender, first)).isInstanceOf(Outcome.Taken.class);
    }

    /** On a new connection it may begin anywhere: what was put off may be another gateway's by now. */
    @Test
    void aDeviceThatComesAgainBeginsWhereItLikes() throws Exception {
        registry.isAway(true);
        assertThat(refused(one.next())).isEqualTo(Refusal.BUSY);
        registry.isAway(false);
        time.millis += 60_000;
        assertThat(send(one.device(), one.next().encoded()).getFirst()).isInstanceOf(Outcome.Taken.class);
    }

    @Test
    void aBrokenPipelineIsToldOf() throws Exception {
        open(full(new AtomicBoolean(true), () -> {
            throw new InternalError("a page cannot be read");
        }));
        assertThat(ingest.submit(
                        new Message(new Sender(one.device()), one.next().encoded(), _ -> {})))
                .isTrue();
        assertThat(broken.get(10, TimeUnit.SECONDS))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("a page cannot be read");
    }

    private interface Trouble {
        void happens() throws IOException;
    }

    private static Disk full(AtomicBoolean isFull, Trouble trouble) {
        return file -> {
            Disk.Tail tail = Disk.REAL.open(file);
            return new Disk.Tail() {
                @Override
                public void append(ByteBuffer bytes) throws IOException {
                    if (isFull.get()) {
                        trouble.happens();
                    }
                    tail.append(bytes);
                }

                @Override
                public void sync() throws IOException {
                    tail.sync();
                }

                @Override
                public void truncate(long size) throws IOException {
                    tail.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    tail.close();
                }
            };
        };
    }
}
