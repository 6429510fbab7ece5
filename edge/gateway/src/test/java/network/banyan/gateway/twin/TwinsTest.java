// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.TestOwners;
import network.banyan.gateway.TestRegistry;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.DesiredRefusal;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinsTest {
    @TempDir
    Path folder;

    private final TestDevice device = new TestDevice("one");
    private final Hash id = device.device();
    private final TestRegistry registry = new TestRegistry().with(device);
    private final TestOwners owners = new TestOwners().with(id, TestOwners.address(TestOwners.ALICE));
    private final List<Desired> carried = new ArrayList<>();
    private Twins twins;

    @BeforeEach
    void start() {
        twins = open();
    }

    @AfterEach
    void stop() {
        twins.close();
    }

    private Twins open() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(TestDevice.TIME));
        var keys = new DeviceKeys(registry, folder.resolve("devices"), 3_600_000, clock);
        var opened = new Twins(folder.resolve("twins"), keys, owners, clock);
        opened.carriedBy(carried::add);
        return opened;
    }

    private void restart() {
        twins.close();
        twins = open();
    }

    private Desired desired(Hash key, long tenure, long version) {
        return TestOwners.desired(id, key, tenure, version, "{\"interval\":\"%ds\"}".formatted(version));
    }

    private void isTaken(Desired desired) {
        assertThat(twins.desire(id, desired.encode())).isInstanceOf(Twins.Desire.Taken.class);
    }

    private void isRefused(Desired desired, DesiredRefusal refusal) {
        assertThat(twins.desire(id, desired.encode()))
                .isInstanceOfSatisfying(
                        Twins.Desire.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private Optional<Refusal> report(Reported reported) throws Exception {
        var reply = new CompletableFuture<Optional<Twins.ReportRefused>>();
        assertThat(twins.report(id, reported.encoded(), reply::complete)).isTrue();
        return reply.get(10, TimeUnit.SECONDS).map(Twins.ReportRefused::refusal);
    }

    private Reported reported(long counter, String interval) {
        return Reported.sign(
                new Reported.State(
                        id,
                        counter,
                        TestDevice.TIME,
                        new TwinVersion(0, 1),
                        TwinDocument.read(Bytes.wrap("{\"interval\":\"%s\"}"
                                .formatted(interval)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                        new TreeMap<>()),
                device);
    }

    @Test
    void whatWasTakenIsThereAfterARestartAndAnOldOneIsStillAReplay() throws Exception {
        isTaken(desired(TestOwners.ALICE, 0, 1));
        isTaken(desired(TestOwners.ALICE, 0, 2));
        assertThat(report(reported(7, "1s"))).isEmpty();
        restart();

        Twin twin = twins.of(id).orElseThrow();
        assertThat(twin.desired().orElseThrow().content()).isEqualTo(desired(TestOwners.ALICE, 0, 2));
        assertThat(twin.pending()).containsExactly("/interval");
        assertThat(twin.pendingSince()).hasValue(TestDevice.TIME);
        isRefused(desired(TestOwners.ALICE, 0, 1), DesiredRefusal.REPLAYED);
        assertThat(report(reported(6, "2s"))).contains(Refusal.TOO_OLD);
        assertThat(report(reported(8, "2s"))).isEmpty();
        assertThat(twins.of(id).orElseThrow().pending()).isEmpty();
        assertThat(twins.of(id).orElseThrow().pendingSince()).isEmpty();
    }

    @Test
    void theOldOwnersNextDocumentIsRefusedAfterASale() {
        isTaken(desired(TestOwners.ALICE, 0, 9));
        owners.transfer(id, TestOwners.address(TestOwners.BOB));
        isRefused(desired(TestOwners.ALICE, 0, 10), DesiredRefusal.WRONG_TENURE);
        isRefused(desired(TestOwners.ALICE, 1, 1), DesiredRefusal.NOT_OWNER);
        isTaken(desired(TestOwners.BOB, 1, 1));
    }

    @Test
    void onlyWhatWasTakenIsCarried() {
        isTaken(desired(TestOwners.ALICE, 0, 1));
        isRefused(desired(TestOwners.BOB, 0, 2), DesiredRefusal.NOT_OWNER);
        assertThat(carried).containsExactly(desired(TestOwners.ALICE, 0, 1));
    }

    @Test
    void aRevokedDevicesReportIsRefused() throws Exception {
        registry.revoke(device);
        assertThat(report(reported(1, "1s"))).contains(Refusal.UNREGISTERED);
        assertThat(twins.of(id)).isEmpty();
    }

    @Test
    void aDiskThatRefusesIsToldAndWhatWasThereStays() throws Exception {
        isTaken(desired(TestOwners.ALICE, 0, 1));
        Path moved = folder.resolve("moved");
        Files.move(folder.resolve("twins"), moved);
        Files.writeString(folder.resolve("twins"), "no folder");
        isRefused(desired(TestOwners.ALICE, 0, 2), DesiredRefusal.BUSY);
        assertThat(report(reported(1, "1s"))).contains(Refusal.BUSY);
        Files.delete(folder.resolve("twins"));
        Files.move(moved, folder.resolve("twins"));
        restart();
        assertThat(twins.of(id).orElseThrow().desired().orElseThrow().content())
                .isEqualTo(desired(TestOwners.ALICE, 0, 1));
    }

    /** The file is replaced at once, so this is a disk that lies; nothing of it is believed, at any cut or flipped byte. */
    @Test
    void aTornOrSpoiltFileIsSetAsideAndNotBelieved() throws IOException {
        isTaken(desired(TestOwners.ALICE, 0, 1));
        Path file = folder.resolve("twins").resolve(id + ".desired");
        byte[] good = Files.readAllBytes(file);
        for (int cut = 0; cut < good.length; cut += 13) {
            Files.write(file, Arrays.copyOf(good, cut));
            assertThat(twins.of(id).orElseThrow().desired())
                    .as("cut at %d", cut)
                    .isEmpty();
            assertThat(Files.exists(file)).isFalse();
        }
        for (int at = good.length - 400; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThat(twins.of(id).orElseThrow().desired()).as("byte %d", at).isEmpty();
        }
        Files.write(file, good);
        assertThat(twins.of(id).orElseThrow().desired()).isPresent();
    }

    @Test
    void whatAKillLeftHalfWrittenIsSweptAway() throws IOException {
        isTaken(desired(TestOwners.ALICE, 0, 1));
        Path half = folder.resolve("twins").resolve(".new123");
        Files.writeString(half, "half");
        restart();
        assertThat(half).doesNotExist();
        assertThat(twins.devices()).isEqualTo(1);
    }
}
