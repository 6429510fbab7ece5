// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpmKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path folder;

    private static SoftTpm tpm;

    @BeforeAll
    static void startTpm() throws Exception {
        tpm = SoftTpm.in(folder.resolve("state"));
    }

    @AfterAll
    static void stopTpm() throws Exception {
        if (tpm != null) {
            tpm.close();
        }
    }

    @Test
    void isMadeInTheTpmOnceAndThenTheSame() {
        TpmKey made = TpmKey.openOrCreate(tpm.uri(""));
        TpmKey opened = TpmKey.openOrCreate(tpm.uri("?handle=0x81020001"));
        assertThat(opened.key()).isEqualTo(made.key());
        assertThat(TpmKey.openOrCreate(tpm.uri("?handle=0x81020002")).key()).isNotEqualTo(made.key());
        for (int i = 0; i < 20; i++) {
            Bytes signature = opened.sign(MESSAGE);
            assertThat(P256.verify(made.key(), MESSAGE, signature)).isTrue();
            assertThat(P256.isLowS(signature)).isTrue();
        }
        assertThat(made.storage()).isEqualTo(KeyStorage.TPM);
        assertThat(made.label()).contains("0x81020001", "TPM 2.0");
    }

    @Test
    void outlivesThePower() throws Exception {
        TpmKey key = TpmKey.openOrCreate(tpm.uri("?handle=0x81020003"));
        // Often, because a TPM may take each power cut for an attack and lock keys that it guards in that way.
        for (int cut = 0; cut < 8; cut++) {
            tpm.stop();
            assertThatThrownBy(() -> key.sign(MESSAGE))
                    .isInstanceOf(DeviceSigner.Unavailable.class)
                    .hasMessageContaining("cannot be reached");
            tpm.start();
            assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
        }
        assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
        assertThat(TpmKey.openOrCreate(tpm.uri("?handle=0x81020003")).key()).isEqualTo(key.key());
    }

    @Test
    void cannotBeTakenOutEvenEncrypted() throws Exception {
        TpmKey key = TpmKey.openOrCreate(tpm.uri("?handle=0x81020004"));
        assertThat(key.area().neverLeaves()).isTrue();
        // To no new parent, without inner encryption: all that could forbid it is the key.
        var nothing = new TpmWriter().sized(Bytes.EMPTY).u16(TpmKeyArea.NULL);
        assertThatThrownBy(() -> tpm.place()
                        .use(open -> open.raw(
                                "TPM2_Duplicate", 0x14b, new int[] {0x81020004, 0x40000007}, List.of(""), nothing)))
                .isInstanceOf(TpmRefusal.class)
                .hasMessageContaining("TPM2_Duplicate was refused");
        assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
    }

    @Test
    void otherToolsSeeWhatWePromise() throws Exception {
        TpmKey key = TpmKey.openOrCreate(tpm.uri("?handle=0x81020005"));
        String said = tpm.tool("tpm2_readpublic", "-c", "0x81020005");
        assertThat(said)
                .contains("fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign")
                .contains("NIST p256", "ecdsa")
                .contains(key.key().x().toHex().substring(2))
                .contains(key.area().name().toHex().substring(2));
        assertThat(tpm.tool(
                        "tpm2_duplicate",
                        "-c",
                        "0x81020005",
                        "-C",
                        "null",
                        "-G",
                        "null",
                        "-r",
                        folder.resolve("stolen").toString(),
                        "-s",
                        folder.resolve("seed").toString()))
                .contains("exit 1");
        assertThat(folder.resolve("stolen")).doesNotExist();
    }

    @Test
    void asksForItsSecret() throws Exception {
        Path right = secret("right", "open sesame");
        TpmKey key = TpmKey.openOrCreate(tpm.uri("?handle=0x81020006&auth-source=" + right));
        assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
        for (String query :
                List.of("?handle=0x81020006", "?handle=0x81020006&auth-source=" + secret("wrong", "open barley"))) {
            assertThatThrownBy(() -> TpmKey.openOrCreate(tpm.uri(query)))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("refuses the secret");
        }
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        tpm.place().use(open -> {
            Tpm.Loaded attesting = open.createPrimary(Tpm.OWNER, TpmTemplates.attestationKey());
            open.persist(attesting.handle(), 0x81020007);
            open.flush(attesting.handle());
            Tpm.Loaded storage = open.createPrimary(Tpm.OWNER, TpmTemplates.storageKey());
            open.persist(storage.handle(), 0x81020008);
            open.flush(storage.handle());
            return storage;
        });
        assertThatThrownBy(() -> TpmKey.openOrCreate(tpm.uri("?handle=0x81020007")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("was not made there to stay and to sign");
        assertThatThrownBy(() -> TpmKey.openOrCreate(tpm.uri("?handle=0x81020008")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("is no device key");
    }

    @Test
    void saysThatThereIsNoTpm() {
        Path nowhere = folder.resolve("no-such-tpm");
        for (String uri : List.of("tpm:" + nowhere, "tpm:tcp://127.0.0.1:1")) {
            assertThatThrownBy(() -> TpmKey.openOrCreate(TpmUri.parse(uri)))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cannot be reached");
        }
        assertThat(nowhere).doesNotExist();
    }

    private static Path secret(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content + "\n");
    }
}
