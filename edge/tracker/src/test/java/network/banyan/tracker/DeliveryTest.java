// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.Journal;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.log.Refusal;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryTest {
    private static final long TIME = 1_763_683_200_000L;

    @TempDir
    private Path folder;

    private final TestSigner device = TestSigner.named("tracker");
    private final TestSigner other = TestSigner.named("another gateway");
    private final TestSigner key = TestSigner.named("gateway");
    private final FakeGateway gateway = new FakeGateway(key);
    private final Map<Hash, P256.PublicKey> registry =
            new HashMap<>(Map.of(key.device(), key.key(), other.device(), other.key()));
    private boolean nodeIsAway;
    private Journal journal;
    private ReceiptStore receipts;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal"), device.device());
        receipts = ReceiptStore.open(folder.resolve("receipts"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void measure(int count) {
        for (int i = 0; i < count; i++) {
            long next = journal.lastSequence() + 1;
            var reading = Reading.of("temperature", "Cel", "2" + next % 10);
            journal.append(
                    DeviceRecord.sign(device.device(), next, journal.lastId(), TIME + next, List.of(reading), device));
        }
    }

    private GatewayIdentity identity(Optional<Hash> wanted) {
        return new GatewayIdentity(folder.resolve("gateway"), wanted, id -> {
            if (nodeIsAway) {
                throw new NodePort.Unavailable("the node is away");
            }
            return Optional.ofNullable(registry.get(id));
        });
    }

    private Delivery delivery(GatewayPort port) {
        return new Delivery(journal, receipts, identity(Optional.empty()), port);
    }

    private Delivery delivery() {
        return delivery(gateway);
    }

    private static void drain(Delivery delivery) throws Exception {
        for (int step = 0; !delivery.isDone(); step++) {
            assertThat(delivery.advance()).isInstanceOf(Progress.Moved.class);
            assertThat(step).isLessThan(1_000);
        }
    }

    private static void isHindered(Progress progress, String reason) {
        assertThat(progress)
                .isInstanceOfSatisfying(
                        Progress.Hindered.class,
                        hindered -> assertThat(hindered.reason()).contains(reason));
    }

    @Test
    void everyRecordLeavesInOrderAndItsReceiptIsKept() throws Exception {
        measure(1_100);
        Delivery delivery = delivery();
        drain(delivery);

        assertThat(gateway.log())
                .extracting(DeviceRecord::sequence)
                .hasSize(1_100)
                .isSorted();
        assertThat(receipts.through()).isEqualTo(1_100);
        assertThat(receipts.find(1_034)
                        .orElseThrow()
                        .proves(gateway.log().get(1_033).encoded(), key.key()))
                .isTrue();
        assertThat(delivery.advance()).isInstanceOf(Progress.Resting.class);
    }

    @Test
    void whatWasMeasuredWhileNobodyWasThereArrivesLater() throws Exception {
        gateway.is(FakeGateway.Mood.AWAY);
        Delivery delivery = delivery();
        measure(10);
        assertThatThrownBy(delivery::advance).isInstanceOf(GatewayPort.Away.class);
        measure(90);
        gateway.is(FakeGateway.Mood.HONEST);
        drain(delivery);

        assertThat(gateway.log()).hasSize(100);
    }

    @Test
    void withoutAReceiptARecordStaysInTheQueue() throws Exception {
        measure(5);
        gateway.is(FakeGateway.Mood.MUTE);
        Delivery delivery = delivery();
        isHindered(delivery.advance(), "no receipt for record 1");
        assertThat(receipts.through()).isZero();

        gateway.is(FakeGateway.Mood.BABBLING);
        drain(delivery);
        assertThat(gateway.log()).as("sent twice, kept once").hasSize(5);
    }

    @Test
    void aReceiptOfAnotherKeyIsWorthless() throws Exception {
        measure(1);
        gateway.is(FakeGateway.Mood.FORGING);
        Delivery delivery = delivery();
        isHindered(delivery.advance(), "not signed by the registered key");
        registry.clear();
        isHindered(delivery.advance(), "registry does not know");
        assertThat(receipts.through()).isZero();
    }

    @Test
    void theGatewayIsTrustedWithoutANodeOnceItsKeyWasSeenAndNoOtherOneIs() throws Exception {
        measure(1);
        nodeIsAway = true;
        isHindered(delivery().advance(), "cannot be looked up");
        nodeIsAway = false;
        drain(delivery());

        nodeIsAway = true;
        measure(1);
        drain(delivery());
        assertThat(receipts.through()).isEqualTo(2);

        nodeIsAway = false;
        measure(1);
        var stranger = new FakeGateway(other);
        stranger.forgets(3);
        isHindered(delivery(stranger).advance(), "not by " + key.device());
        assertThatThrownBy(() -> identity(Optional.of(other.device())))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("went to gateway");
    }

    @Test
    void aGatewayThatChangedItsKeyIsLookedUpAgain() throws Exception {
        measure(1);
        drain(delivery());
        // The same gateway by its id, with a new key in the registry.
        registry.put(key.device(), TestSigner.named("somebody else").key());
        gateway.is(FakeGateway.Mood.FORGING);
        measure(1);
        drain(delivery());
        assertThat(receipts.through()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void aRefusalIsShownWithItsReasonAndOnlyOneThatPassesIsTriedAgain(Refusal refusal) throws Exception {
        measure(3);
        Delivery delivery = delivery();
        gateway.refuses(Optional.of(refusal));
        String shown = "refuses record 1 as %s: because ?[31m of the test".formatted(refusal.code());
        if (refusal.isPassing()) {
            isHindered(delivery.advance(), shown);
            gateway.refuses(Optional.empty());
            drain(delivery);
            assertThat(gateway.log()).hasSize(3);
        } else {
            assertThatThrownBy(delivery::advance)
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining(shown);
            assertThat(receipts.through()).isZero();
        }
    }

    @Test
    void aGatewayThatLostItsDiskGetsWhatIsStillHere() throws Exception {
        measure(10);
        Delivery delivery = delivery();
        drain(delivery);
        gateway.forgets(1);
        measure(5);
        drain(delivery);

        assertThat(gateway.log()).hasSize(15);
        assertThat(receipts.through()).isEqualTo(15);
    }

    @Test
    void aRestoredDiskIsNoticed() throws Exception {
        measure(10);
        drain(delivery());
        journal.close();
        journal = Journal.open(folder.resolve("older"), device.device());
        measure(4);
        assertThatThrownBy(this::delivery).isInstanceOf(DeviceException.class).hasMessageContaining("restored");
    }

    /** The power may fail while either file is written; then everything arrives once, and has its receipt. */
    @Test
    void aPowerCutAtAnyByteLosesNothingThatWasKept() throws Exception {
        measure(4);
        drain(delivery());
        journal.close();
        Path record = only(folder.resolve("journal"), ".log");
        Path receipt = only(folder.resolve("receipts"), ".log");
        byte[] records = Files.readAllBytes(record);
        byte[] kept = Files.readAllBytes(receipt);
        List<DeviceRecord> log = gateway.log();
        // A record is sent after it is whole, so the journal is never cut before the receipts end.
        for (int cut = 0; cut <= kept.length; cut += 17) {
            Files.write(receipt, Arrays.copyOf(kept, cut));
            Files.write(record, Arrays.copyOf(records, records.length + 5));
            journal = Journal.open(folder.resolve("journal"), device.device());
            receipts = ReceiptStore.open(folder.resolve("receipts"));
            drain(delivery());
            assertThat(receipts.through()).as("cut at %d", cut).isEqualTo(4);
            assertThat(gateway.log()).as("cut at %d", cut).isEqualTo(log);
            journal.close();
        }
    }

    private static Path only(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
