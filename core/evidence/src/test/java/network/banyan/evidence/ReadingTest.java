// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import network.banyan.evidence.Devices.Device;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "-0.50",
                "21.50",
                "21.5",
                "9223372036854775807",
                "-9223372036854775808",
                "-9.223372036854775808",
                "0.000000000000000001"
            })
    void keepsEveryDigitThroughARecord(String value) {
        DeviceRecord record = Device.number(3).record(1, Hash.ZERO, Reading.of("v", "", value));
        Reading read = DeviceRecord.decode(record.encoded()).readings().getFirst();
        assertThat(read.value().toPlainString()).isEqualTo(new BigDecimal(value).toPlainString());
        assertThat(read).isEqualTo(Reading.of("v", "", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1e3", "9223372036854775808", "0.0000000000000000001", "NaN", "0x10", "1 ", "١"})
    void refusesWhatIsNoExactDecimalOf64Bits(String value) {
        assertThatThrownBy(() -> Reading.of("v", "", value)).isInstanceOf(EvidenceFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a b",
                "a\n",
                "täglich",
                "<b>",
                "x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesNamesThatSenmlRefuses(String name) {
        assertThatThrownBy(() -> Reading.of(name, "", "1")).isInstanceOf(EvidenceFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "°C", "12345678901234567"})
    void refusesUnitsThatAreNotShortVisibleAscii(String unit) {
        assertThatThrownBy(() -> Reading.of("v", unit, "1")).isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void readsAloud() {
        assertThat(Reading.of("temperature", "Cel", "21.50")).hasToString("temperature 21.50 Cel");
        assertThat(Reading.of("count", "", "3")).hasToString("count 3");
    }
}
