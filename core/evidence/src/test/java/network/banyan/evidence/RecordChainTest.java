// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.RecordChain.Outcome;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class RecordChainTest {
    private static final Device DEVICE = Device.number(1);
    private static final List<DeviceRecord> CHAIN = DEVICE.chain(4);
    private static final Reading READING = Reading.of("x", "", "1");

    @Test
    void takesEachRecordAfterTheOneBefore() {
        assertThat(accept(null, CHAIN.get(0))).isEqualTo(new Outcome.Next());
        assertThat(accept(CHAIN.get(0), CHAIN.get(1))).isEqualTo(new Outcome.Next());
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(accept(null, CHAIN.get(2))).isEqualTo(new Outcome.Gap(1));
        assertThat(accept(CHAIN.get(0), CHAIN.get(3))).isEqualTo(new Outcome.Gap(2));
    }

    @Test
    void tellsRepetitionFromAge() {
        assertThat(accept(CHAIN.get(2), CHAIN.get(2))).isEqualTo(new Outcome.Replay());
        assertThat(accept(CHAIN.get(2), CHAIN.get(0))).isEqualTo(new Outcome.Older());
    }

    @Test
    void catchesADeviceThatSignsTwoHistories() {
        DeviceRecord sameNumber = DEVICE.record(3, CHAIN.get(1).id(), READING);
        assertThat(accept(CHAIN.get(2), sameNumber)).isEqualTo(new Outcome.Fork(3));
        DeviceRecord otherPast = DEVICE.record(4, DEVICE.id(), READING);
        assertThat(accept(CHAIN.get(2), otherPast)).isEqualTo(new Outcome.Fork(3));
    }

    @Test
    void asksForTheSignatureOfTheRegisteredKey() {
        assertThat(RecordChain.accept(
                        Optional.empty(), CHAIN.get(0), Device.number(2).key()))
                .isEqualTo(new Outcome.BadSignature());
    }

    @Test
    void keepsDevicesApart() {
        DeviceRecord other = Device.number(2).record(1, Hash.ZERO, READING);
        assertThat(accept(CHAIN.get(2), other)).isEqualTo(new Outcome.OtherDevice(DEVICE.id()));
    }

    private static Outcome accept(@org.jspecify.annotations.Nullable DeviceRecord previous, DeviceRecord next) {
        return RecordChain.accept(Optional.ofNullable(previous), next, DEVICE.key());
    }
}
