// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.P256;
import network.banyan.evidence.Devices.Device;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class DeviceRecordTest {
    private static final Device DEVICE = Device.number(1);
    private static final DeviceRecord RECORD = DEVICE.chain(2).getLast();
    private static final Reading[] BATCHED = {
        Reading.of("temperature", "Cel", "22.50"),
        Reading.of("temperature", "Cel", "22.55").after(1000),
        Reading.of("humidity", "%RH", "42").after(1000),
        Reading.of("count", "", "-3").after(86_400_000)
    };
    private static final DeviceRecord BATCH = DEVICE.record(1, Hash.ZERO, BATCHED);

    @Test
    void comesBackAsItWasSigned() {
        DeviceRecord read = DeviceRecord.decode(RECORD.encoded());
        assertThat(read).isEqualTo(RECORD);
        assertThat(read.device()).isEqualTo(DEVICE.id());
        assertThat(read.sequence()).isEqualTo(2);
        assertThat(read.previous()).isEqualTo(DEVICE.chain(1).getFirst().id());
        assertThat(read.timeMillis()).isEqualTo(Devices.TIME + 2000);
        assertThat(read.readings())
                .containsExactly(Reading.of("temperature", "Cel", "22.50"), Reading.of("humidity", "%RH", "42"));
        assertThat(read.isSignedBy(DEVICE.key())).isTrue();
        assertThat(read.isSignedBy(Device.number(2).key())).isFalse();
    }

    /** The example of docs/spec/evidence.md: whoever changes the format changes it there too. */
    @Test
    void hasTheBytesOfTheSpecification() {
        assertThat(RECORD.encoded().toHex())
                .isEqualTo(
                        "0xd2845856a501260318700458200b941d14c1f289a35a83980ecbb6ac58c9d8a0a21a1e39b242956a95021d4d313a000100"
                                + "00023a00010001582040699b96c8474398b8fffa56e25ff4ffacad41708d1901f303cad081d96d5018a0583b82a4006b7465"
                                + "6d7065726174757265016343656c02c482211908ca22c482221b0000019aa3b5f44ba3006868756d69646974790163255248"
                                + "02182a58407836deaba5e0935ae29a5abdd296e0db71ae96f0c1401ff4443f80e74a7c92b9614a1cfe6d9826719465175fba"
                                + "b03bfc57d20beba6c04b2cecd109bb12d913d7");
    }

    @Test
    void readsAsCoseAndSenmlForAnotherReaderOfCbor() {
        CBORObject cose = CBORObject.DecodeFromBytes(RECORD.encoded().toArray());
        assertThat(cose.HasMostOuterTag(18)).isTrue();
        CBORObject header = CBORObject.DecodeFromBytes(cose.Untag().get(0).GetByteString());
        assertThat(header.get(CBORObject.FromObject(1)).AsInt32()).isEqualTo(-7);
        assertThat(header.get(CBORObject.FromObject(4)).GetByteString())
                .isEqualTo(DEVICE.id().toArray());
        assertThat(header.get(CBORObject.FromObject(-65537)).AsInt32()).isEqualTo(2);
        CBORObject pack = CBORObject.DecodeFromBytes(cose.Untag().get(2).GetByteString());
        CBORObject first = pack.get(0);
        assertThat(first.get(CBORObject.FromObject(0)).AsString()).isEqualTo("temperature");
        assertThat(decimal(first, 2)).isEqualTo(new BigDecimal("22.50"));
        assertThat(decimal(first, -3)).isEqualTo(new BigDecimal("1763683202.123"));
        assertThat(pack.get(1).get(CBORObject.FromObject(2)).AsInt32()).isEqualTo(42);
    }

    /** Its bytes are in docs/spec/evidence.md as well. */
    @Test
    void gathersReadingsOfSeveralMoments() {
        DeviceRecord read = DeviceRecord.decode(BATCH.encoded());
        assertThat(read.readings()).containsExactly(BATCHED);
        assertThat(read.encoded().toHex())
                .contains("84a4006b74656d7065726174757265016343656c02c482211908ca22c482221b0000019aa3b5f063"
                        + "a4006b74656d7065726174757265016343656c02c482211908cf06c482221903e8"
                        + "a4006868756d6964697479016325524802182a06c482221903e8"
                        + "a30065636f756e74022206c482221a05265c00");

        CBORObject cose = CBORObject.DecodeFromBytes(BATCH.encoded().toArray());
        CBORObject pack = CBORObject.DecodeFromBytes(cose.Untag().get(2).GetByteString());
        assertThat(decimal(pack.get(1), 6)).isEqualTo(new BigDecimal("1.000"));
        assertThat(pack.get(2).get(CBORObject.FromObject(6))).isNotNull();
    }

    @Test
    void keepsReadingsInTheOrderOfTheirTimes() {
        Reading reading = Reading.of("x", "", "1");
        refuses(1, Hash.ZERO, reading.after(1));
        refuses(1, Hash.ZERO, reading, reading.after(2), reading.after(1));
        refuses(1, Hash.ZERO, reading, reading.after(2), reading.after(2));
        assertThatThrownBy(() -> reading.after(Reading.MAX_AFTER_MILLIS + 1L))
                .isInstanceOf(EvidenceFormatException.class);
        DEVICE.record(1, Hash.ZERO, reading, reading.after(Reading.MAX_AFTER_MILLIS));
    }

    @Test
    void refusesEveryFlippedBitAtOnceOrByItsSignature() {
        refusesEveryFlippedBit(RECORD);
        refusesEveryFlippedBit(BATCH);
    }

    private static void refusesEveryFlippedBit(DeviceRecord record) {
        byte[] good = record.encoded().toArray();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isRecord(Bytes.wrap(bad))).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void refusesEveryTruncationAndAddition() {
        byte[] good = RECORD.encoded().toArray();
        for (int size = 0; size < good.length; size++) {
            assertThat(isRecord(RECORD.encoded().slice(0, size))).isFalse();
        }
        assertThat(isRecord(Bytes.wrap(Arrays.copyOf(good, good.length + 1)))).isFalse();
    }

    @Test
    void hasNoSecondSignatureFromTheFirst() {
        byte[] other = RECORD.encoded().toArray();
        byte[] s = Arrays.copyOfRange(other, other.length - 32, other.length);
        BigInteger negated = P256.ORDER.toBigInteger().subtract(new BigInteger(1, s));
        UInt256.of(negated).writeTo(other, other.length - 32);
        assertThatThrownBy(() -> DeviceRecord.decode(Bytes.wrap(other)))
                .isInstanceOf(EvidenceFormatException.class)
                .hasMessageContaining("lower half");
    }

    @Test
    void takesEitherHalfFromTheHardware() {
        DeviceRecord record = DeviceRecord.sign(
                DEVICE.id(), 1, Hash.ZERO, Devices.TIME, List.of(Reading.of("x", "", "1")), message -> {
                    byte[] high = P256.sign(DEVICE.privateKey(), message).toArray();
                    var s = UInt256.at(high, 32);
                    P256.ORDER.minus(s).writeTo(high, 32);
                    return Bytes.wrap(high);
                });
        assertThat(DeviceRecord.decode(record.encoded()).isSignedBy(DEVICE.key()))
                .isTrue();
    }

    @Test
    void survivesAnyBytes() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = RECORD.encoded().toArray();
            for (int hits = random.nextInt(1, 6); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                DeviceRecord.decode(Bytes.wrap(bytes));
            } catch (EvidenceFormatException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void holdsItsBounds() {
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < DeviceRecord.MAX_READINGS; i++) {
            many.add(Reading.of("r" + i, "", "" + i));
        }
        assertThat(DeviceRecord.decode(DEVICE.record(1, Hash.ZERO, many.toArray(Reading[]::new))
                                .encoded())
                        .readings())
                .hasSize(DeviceRecord.MAX_READINGS);
        many.add(Reading.of("more", "", "1"));
        refuses(1, Hash.ZERO, many.toArray(Reading[]::new));
        refuses(1, Hash.ZERO);
        refuses(0, Hash.ZERO, Reading.of("x", "", "1"));
        refuses(2, Hash.ZERO, Reading.of("x", "", "1"));
        refuses(1, DEVICE.id(), Reading.of("x", "", "1"));
        refuses(1, Hash.ZERO, Reading.of("x", "", "1"), Reading.of("x", "", "2"));
    }

    private static void refuses(long sequence, Hash previous, Reading... readings) {
        assertThatThrownBy(() -> DEVICE.record(sequence, previous, readings))
                .isInstanceOf(EvidenceFormatException.class);
    }

    private static BigDecimal decimal(CBORObject map, int label) {
        return map.get(CBORObject.FromObject(label)).ToObject(BigDecimal.class);
    }

    private static boolean isRecord(Bytes bytes) {
        try {
            return DeviceRecord.decode(bytes).isSignedBy(DEVICE.key());
        } catch (EvidenceFormatException refused) {
            return false;
        }
    }
}
