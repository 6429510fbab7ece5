// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void isMadeOnceAndThenTheSame() throws IOException {
        SoftwareKey made = SoftwareKey.openOrCreate(file(), passwordFile());
        SoftwareKey opened = SoftwareKey.openOrCreate(file(), passwordFile());
        assertThat(opened.key()).isEqualTo(made.key());
        Bytes signature = opened.sign(MESSAGE);
        assertThat(P256.verify(made.key(), MESSAGE, signature)).isTrue();
        assertThat(P256.isLowS(signature)).isTrue();
        for (Path secret : new Path[] {file(), passwordFile()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void neverHidesThatItIsSoftware() {
        assertThat(SoftwareKey.openOrCreate(file(), passwordFile()).label())
                .contains("SOFTWARE KEY")
                .contains("not secure hardware");
    }

    @Test
    void asksForTheRightPassword() throws IOException {
        SoftwareKey.openOrCreate(file(), passwordFile());
        Files.writeString(passwordFile(), "wrong");
        assertThatThrownBy(() -> SoftwareKey.openOrCreate(file(), passwordFile()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("password");
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNoKey() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "not a key");
        Files.writeString(passwordFile(), "secret");
        assertThatThrownBy(() -> SoftwareKey.open(file(), passwordFile()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cannot open the device key");
        assertThatThrownBy(() -> SoftwareKey.open(folder.resolve("absent"), passwordFile()))
                .isInstanceOf(DeviceException.class);
    }

    private Path file() {
        return folder.resolve("keys/device.p12");
    }

    private Path passwordFile() {
        return folder.resolve("keys/device.password");
    }
}
