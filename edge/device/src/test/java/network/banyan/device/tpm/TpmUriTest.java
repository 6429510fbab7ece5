// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import network.banyan.device.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpmUriTest {
    @Test
    void namesATpmAndAHandle() {
        assertThat(TpmUri.parse("tpm:"))
                .isEqualTo(new TpmUri(new TpmPlace.DeviceFile(Path.of("/dev/tpmrm0")), 0x81020001, Optional.empty()));
        assertThat(TpmUri.parse("tpm:/dev/tpm1?auth-source=/etc/secret&handle=0x8100abcd"))
                .isEqualTo(new TpmUri(
                        new TpmPlace.DeviceFile(Path.of("/dev/tpm1")),
                        0x8100abcd,
                        Optional.of(Path.of("/etc/secret"))));
        assertThat(TpmUri.parse("tpm:tcp://127.0.0.1:2321").place()).isEqualTo(new TpmPlace.Loopback(2_321));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tpm:tcp://192.0.2.7:2321",
                "tpm:tcp://127.0.0.1:0",
                "tpm:tcp://127.0.0.1:70000",
                "tpm:dev",
                "tpm:?handle=0x80000001",
                "tpm:?handle=0x81800000",
                "tpm:?secret=1234",
                "tpm:?auth-source="
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> TpmUri.parse(text))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("no address of a key in a TPM");
    }
}
