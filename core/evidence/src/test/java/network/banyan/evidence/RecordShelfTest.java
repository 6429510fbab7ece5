// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.evidence.Devices.Device;
import network.banyan.ledger.Block;
import network.banyan.ledger.Log;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class RecordShelfTest {
    private final Device device = Device.number(1);
    private final Device other = Device.number(2);
    private final SortedMap<Hash, P256.PublicKey> registered = new TreeMap<>();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private final RecordShelf shelf = new RecordShelf(store, id -> Optional.ofNullable(registered.get(id)), 6);
    private final TestChain chain = new TestChain();
    private final List<DeviceRecord> records = device.chain(20);

    RecordShelfTest() {
        registered.put(device.id(), device.key());
        registered.put(other.id(), other.key());
    }

    @Test
    void keepsWhatRegisteredDevicesSignedInOrder() {
        List<DeviceRecord> ours = device.chain(2);
        List<DeviceRecord> theirs = other.chain(1);
        assertThat(publish(List.of(ours.get(0), theirs.get(0), ours.get(1))))
                .allMatch(Publication.Accepted.class::isInstance);
        assertThat(store.record(ours.get(1).id())).contains(ours.get(1).encoded());
        assertThat(store.lastSequence(device.id())).isEqualTo(2);
        assertThat(store.arrivals(Long.MAX_VALUE, 2))
                .extracting(RecordStore.Arrival::id)
                .containsExactly(ours.get(1).id(), theirs.get(0).id());
    }

    @Test
    void answersWhatItKnowsAndWhatIsMissing() {
        publish(records.subList(0, 3));
        assertThat(publish(List.of(records.get(0), records.get(2), records.get(3), records.get(1), records.get(5))))
                .containsExactly(
                        new Publication.Known(records.get(0).id()),
                        new Publication.Known(records.get(2).id()),
                        new Publication.Accepted(records.get(3).id()),
                        new Publication.Known(records.get(1).id()),
                        new Publication.Missing(5, 5));
    }

    @Test
    void knowsARecordThatCameEarlierInTheSameCall() {
        assertThat(publish(List.of(records.get(0), records.get(1), records.get(0)))
                        .getLast())
                .isEqualTo(new Publication.Known(records.get(0).id()));
    }

    @Test
    void refusesStrangersForgersAndForks() {
        publish(records.subList(0, 2));
        DeviceRecord stranger = Device.number(3).chain(1).getFirst();
        DeviceRecord forged = DeviceRecord.sign(
                device.id(),
                3,
                records.get(1).id(),
                Devices.TIME,
                List.of(Reading.of("x", "", "1")),
                message -> P256.sign(other.privateKey(), message));
        DeviceRecord fork = device.record(1, Hash.ZERO, Reading.of("x", "", "1"));
        assertThat(publish(List.of(stranger, forged, fork)))
                .extracting(answer -> ((Publication.Refused) answer).reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("not registered"),
                        reason -> assertThat(reason).contains("did not sign"),
                        reason -> assertThat(reason).contains("fork"));
        assertThat(store.lastSequence(device.id())).isEqualTo(2);
    }

    @Test
    void refusesGarbageAndTooMuchAtOnce() {
        assertThat(shelf.publish(List.of(Bytes.EMPTY, Bytes.fromHex("d284"), Bytes.wrap(new byte[20_000]))))
                .allMatch(Publication.Refused.class::isInstance);
        List<Bytes> flood = new ArrayList<>(Collections.nCopies(RecordShelf.MAX_PUBLISHED, Bytes.EMPTY));
        flood.add(records.getFirst().encoded());
        assertThat(shelf.publish(flood).getLast()).isInstanceOf(Publication.Refused.class);
    }

    @Test
    void letsADeviceHaveOnlySoManyRecordsThatNobodyPaidFor() {
        List<Publication> answers = publish(records.subList(0, 7));
        assertThat(answers.subList(0, 6)).allMatch(Publication.Accepted.class::isInstance);
        assertThat(answers.getLast()).isEqualTo(new Publication.Crowded(6));
        anchor(records.subList(0, 4));
        assertThat(publish(records.subList(6, 7)).getLast()).isInstanceOf(Publication.Accepted.class);
    }

    @Test
    void learnsFromFinalisedBlocksWhereRecordsAreAnchored() {
        publish(records.subList(0, 5));
        Block block = anchor(records.subList(0, 3));
        assertThat(store.indexedHeight()).isEqualTo(1);
        assertThat(store.anchoredThrough(device.id())).isEqualTo(3);
        assertThat(store.place(device.id(), 2)).get().satisfies(place -> {
            assertThat(place.block()).isEqualTo(block.number());
            assertThat(place.transactionIndex()).isEqualTo(1);
            assertThat(place.logIndex()).isZero();
        });
        assertThat(store.place(device.id(), 4)).isEmpty();
    }

    @Test
    void isNotDisturbedByAnchorsThatNoRecordsCanFill() {
        var batch = new AnchorContract.Batch(device.id(), Hash.ZERO, 1, (1L << 32) - 1);
        var event = new AnchorContract.Anchored(batch, device.key(), TestChain.OWNER);
        var huge = TestChain.anchoring(0, event);
        Log log = huge.logs().getFirst();
        byte[] data = log.data().toArray();
        Arrays.fill(data, 24, 32, (byte) 0xff);
        var beyond = new TestChain.Executed(
                TestChain.payment(1).transaction(),
                true,
                List.of(
                        new Log(log.address(), log.topics(), Bytes.wrap(data)),
                        new Log(log.address(), log.topics(), Bytes.EMPTY)));
        Block block = chain.append(List.of(huge, beyond), 0, 1, 2);
        shelf.finalized(block, chain.receipts(block.number()).orElseThrow());
        assertThat(store.indexedHeight()).isEqualTo(block.number());
        assertThat(store.anchoredThrough(device.id())).isZero();
    }

    @Test
    void letsADeviceGoOnHereAfterWhatItAnchoredElsewhere() {
        publish(records.subList(0, 2));
        anchor(records.subList(0, 10));
        assertThat(publish(List.of(records.get(14)))).containsExactly(new Publication.Missing(3, 11));
        assertThat(publish(List.of(records.get(10))).getFirst()).isInstanceOf(Publication.Accepted.class);
        assertThat(publish(List.of(records.get(11))).getFirst()).isInstanceOf(Publication.Accepted.class);
        assertThat(publish(List.of(records.get(5))).getFirst()).isInstanceOf(Publication.Refused.class);
    }

    @Test
    void tellsWhyThereIsNoBundleYet() {
        var assembler = new BundleAssembler(chain.genesis, store, chain);
        assertThat(assembler.assemble(records.get(0).id())).isEqualTo(new BundleAssembler.Answer.Unknown());
        publish(records.subList(0, 2));
        assertThat(assembler.assemble(records.get(0).id())).isEqualTo(new BundleAssembler.Answer.NotAnchored());
        anchor(records.subList(0, 4));
        assertThat(assembler.assemble(records.get(0).id()))
                .isEqualTo(new BundleAssembler.Answer.Unavailable("this node lacks record 3 of its batch"));
        publish(records.subList(2, 4));
        assertThat(assembler.assemble(records.get(0).id())).isInstanceOf(BundleAssembler.Answer.Proven.class);
    }

    private List<Publication> publish(List<DeviceRecord> some) {
        return shelf.publish(some.stream().map(DeviceRecord::encoded).toList());
    }

    private Block anchor(List<DeviceRecord> some) {
        var event = new AnchorContract.Anchored(RecordBatch.of(some).batch(), device.key(), TestChain.OWNER);
        Block block = chain.append(List.of(TestChain.payment(0), TestChain.anchoring(1, event)), 0, 1, 2);
        shelf.finalized(block, chain.receipts(block.number()).orElseThrow());
        return block;
    }
}
