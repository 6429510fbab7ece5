// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.CoseSign1;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class ReportedTest {
    private static final long TIME = 1_763_683_200_000L;
    private static final Hash SECRET = Sha256.hash("a device".getBytes(StandardCharsets.US_ASCII));
    private static final P256.PublicKey KEY = P256.publicKey(SECRET);
    private static final Hash DEVICE = RegistryContract.idOf(KEY);

    private static TwinDocument document(String text) {
        return TwinDocument.read(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Reported.State state(String document, Map<String, String> refused) {
        return new Reported.State(DEVICE, 5, TIME, new TwinVersion(1, 2), document(document), new TreeMap<>(refused));
    }

    private static Reported reported() {
        return Reported.sign(
                state("{\"interval\":\"5s\",\"queue\":3}", Map.of("/led", "it has no led")),
                message -> P256.sign(SECRET, message));
    }

    @Test
    void whatIsReadIsWhatWasSigned() {
        Reported signed = reported();
        Reported read = Reported.decode(signed.encoded());

        assertThat(read.state()).isEqualTo(signed.state());
        assertThat(read.isSignedBy(KEY)).isTrue();
        assertThat(read.isSignedBy(P256.publicKey(DEVICE))).isFalse();
        assertThat(read.state().applied()).isEqualTo(new TwinVersion(1, 2));
    }

    @Test
    void noBitOfItCanChangeUnseen() {
        byte[] good = reported().encoded().toArray();
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                try {
                    assertThat(Reported.decode(Bytes.wrap(bad)).isSignedBy(KEY)).isFalse();
                } catch (TwinException refused) {
                    assertThat(refused).hasMessageNotContaining("Exception");
                }
            }
        }
    }

    /** The one key signs both, so neither may pass for the other. */
    @Test
    void aRecordIsNoReportAndAReportNoRecord() {
        DeviceRecord record = DeviceRecord.sign(
                DEVICE,
                1,
                Hash.ZERO,
                TIME,
                List.of(Reading.of("temperature", "Cel", "21.5")),
                message -> P256.sign(SECRET, message));
        assertThatThrownBy(() -> Reported.decode(record.encoded())).isInstanceOf(TwinException.class);
        Bytes report = reported().encoded();
        assertThatThrownBy(() -> DeviceRecord.decode(report)).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> LogCheckpoint.decode(report)).isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void whatIsOutOfBoundsIsNotEvenMade() {
        assertThatThrownBy(() -> state("{}", Map.of("interval", "no pointer"))).isInstanceOf(TwinException.class);
        assertThatThrownBy(() -> state("{}", Map.of("/interval", "x".repeat(201))))
                .isInstanceOf(TwinException.class);
        var many = new TreeMap<String, String>();
        for (int i = 0; i <= Reported.MAX_REFUSED; i++) {
            many.put("/" + i, "no");
        }
        assertThatThrownBy(() -> state("{}", many)).hasMessageContaining("at most 32");
        assertThatThrownBy(() ->
                        new Reported.State(DEVICE, 0, TIME, TwinVersion.NONE, TwinDocument.EMPTY, new TreeMap<>()))
                .hasMessageContaining("counter");
    }

    @Test
    void aPayloadInAnotherSpellingIsRefused() {
        CoseSign1 good = CoseSign1.decode(reported().encoded());
        String text = new String(good.payload().toArray(), StandardCharsets.UTF_8);
        for (String other : List.of(
                text + " ",
                text.replace(",", ", "),
                "{}",
                "[]",
                text.replace("\"it has no led\"", "1"),
                text.substring(1))) {
            var bent = new CoseSign1(
                    good.protectedHeader(), Bytes.wrap(other.getBytes(StandardCharsets.UTF_8)), good.signature());
            assertThatThrownBy(() -> Reported.decode(bent.encode())).as(other).isInstanceOf(TwinException.class);
        }
    }
}
