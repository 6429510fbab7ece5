// SPDX-License-Identifier: Apache-2.0
package network.banyan.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.banyan.application.Call;
import network.banyan.application.MemoryStore;
import network.banyan.application.Refused;
import network.banyan.contracts.AbiReader;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** The application by itself: no node, no chain. */
class ReadingsTest {
    private static final long CHAIN = 77;
    private static final Address SELF = Address.ofNumber(0x2001);
    private static final Address OWNER = Address.ofNumber(0xa11ce);
    private static final Hash SECRET = new Hash(0, 0, 0, 11);
    private static final P256.PublicKey KEY = P256.publicKey(SECRET);
    private static final Hash DEVICE = RegistryContract.idOf(KEY);

    private final Readings readings = new Readings();
    private final MemoryStore store = new MemoryStore();

    private Bytes apply(Bytes input) {
        return readings.apply(call(OWNER, input), store);
    }

    private AbiReader ask(Bytes question) {
        assertThat(readings.asks(question)).isTrue();
        return AbiReader.ofOutput(readings.answer(call(Address.ZERO, question), store));
    }

    private static Call call(Address sender, Bytes input) {
        return new Call(UInt256.of(CHAIN), SELF, sender, input, 1, 1_800_000_000);
    }

    private void register() {
        Bytes proof = P256.sign(SECRET, Readings.registration(CHAIN, SELF, OWNER, KEY));
        apply(Readings.register(KEY, proof));
    }

    private static List<DeviceRecord> records(String... temperatures) {
        List<DeviceRecord> records = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (String temperature : temperatures) {
            var record = DeviceRecord.sign(
                    DEVICE,
                    records.size() + 1L,
                    previous,
                    1_763_683_200_000L + records.size(),
                    List.of(Reading.of("temperature", "Cel", temperature)),
                    message -> P256.sign(SECRET, message));
            records.add(record);
            previous = record.id();
        }
        return records;
    }

    @Test
    void recordsMoveTheHeadAndTheFiguresOfTheirDevice() {
        register();
        List<DeviceRecord> records = records("21.50", "-3.25", "7");
        apply(Readings.submit(records.subList(0, 2)));
        apply(Readings.submit(records.subList(2, 3)));

        AbiReader head = ask(Readings.head(DEVICE));
        assertThat(head.address()).isEqualTo(OWNER);
        assertThat(head.number(63)).isEqualTo(3);
        assertThat(head.number(63)).isEqualTo(records.getLast().timeMillis());
        assertThat(head.word()).isEqualTo(records.getLast().id());

        AbiReader figures = ask(Readings.quantity(DEVICE, "temperature"));
        assertThat(figures.number(63)).isEqualTo(3);
        assertThat(figures.word()).as("-3.25 in two's complement").isEqualTo(new Hash(-1, -1, -1, -3_250_000));
        assertThat(figures.number(63)).isEqualTo(21_500_000);
        assertThat(figures.number(63)).isEqualTo(7_000_000);

        MemoryStore.Event told = store.events().get(1);
        assertThat(told.topics()).containsExactly(Batch.RECORDED, DEVICE);
        AbiReader span = AbiReader.ofOutput(told.data());
        assertThat(List.of(span.number(63), span.number(63))).containsExactly(1L, 2L);
        assertThat(store.charged()).isGreaterThan(3 * 7_000);
    }

    @Test
    void aRecordComesOnceAndInItsPlace() {
        register();
        List<DeviceRecord> records = records("1", "2", "3");
        refused("does not follow", Readings.submit(records.subList(1, 2)));
        apply(Readings.submit(records.subList(0, 1)));
        refused("does not follow", Readings.submit(records.subList(0, 1)));
        List<DeviceRecord> turned = new ArrayList<>(records.subList(1, 3));
        Collections.reverse(turned);
        refused("record 0 of the batch", Readings.submit(turned));
        refused("record 1 of the batch", Readings.submit(List.of(records.get(1), records.get(1))));
    }

    @Test
    void onlyTheDeviceSpeaksForItself() {
        refused("not registered", Readings.submit(records("1")));
        register();
        var forged = DeviceRecord.sign(
                DEVICE,
                1,
                Hash.ZERO,
                1_763_683_200_000L,
                List.of(Reading.of("temperature", "Cel", "1")),
                message -> P256.sign(new Hash(0, 0, 0, 12), message));
        int slots = store.size();
        refused("did not sign", Readings.submit(List.of(forged)));
        assertThat(store.size()).isEqualTo(slots);
    }

    @Test
    void aRegistrationIsForOneOwnerOnOneChainOnce() {
        refused(
                "did not sign",
                Readings.register(KEY, P256.sign(SECRET, Readings.registration(CHAIN + 1, SELF, OWNER, KEY))));
        refused(
                "did not sign",
                Readings.register(
                        KEY, P256.sign(SECRET, Readings.registration(CHAIN, SELF, Address.ofNumber(9), KEY))));
        register();
        refused(
                "is registered",
                Readings.register(KEY, P256.sign(SECRET, Readings.registration(CHAIN, SELF, OWNER, KEY))));
    }

    @Test
    void whatCannotBeKeptExactlyIsRefused() {
        register();
        refused("millionths", Readings.submit(records("0.0000001")));
        refused("millionths", Readings.submit(records("9223372036854775807")));
        apply(Readings.submit(records("1.500000000")));
    }

    /** Every cut and every flipped byte of good call data is refused or taken, and never a bug. */
    @Test
    void mangledCallsAreRefused() {
        register();
        byte[] good = Readings.submit(records("21.5")).toArray();
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            harmless(Bytes.wrap(flipped));
            harmless(Bytes.wrap(java.util.Arrays.copyOf(good, i)));
        }
    }

    private void harmless(Bytes input) {
        try {
            var fresh = new MemoryStore();
            Call call = call(OWNER, input);
            if (readings.asks(input)) {
                readings.answer(call, fresh);
            } else {
                readings.apply(call, fresh);
            }
        } catch (Refused expected) {
            assertThat(expected.encoded().size()).isLessThan(1_024);
        }
    }

    private void refused(String words, Bytes input) {
        assertThatThrownBy(() -> apply(input)).isInstanceOf(Refused.class).hasMessageContaining(words);
    }
}
