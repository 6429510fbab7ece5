// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Date;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.primitives.Bytes;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs11KeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path folder;

    private static SoftToken token;

    @BeforeAll
    static void setUpTokens() throws Exception {
        token = SoftToken.in(folder, "banyan", "spare one");
    }

    @Test
    void isMadeInTheTokenOnceAndThenTheSame() {
        Pkcs11Key made = Pkcs11Key.openOrCreate(token.uri("banyan", "first"));
        Pkcs11Key opened = Pkcs11Key.openOrCreate(token.uri("banyan", "first"));
        assertThat(opened.key()).isEqualTo(made.key());
        Pkcs11Key other = Pkcs11Key.openOrCreate(token.uri("banyan", "second"));
        assertThat(other.key()).isNotEqualTo(made.key());
        for (int i = 0; i < 20; i++) {
            Bytes signature = opened.sign(MESSAGE);
            assertThat(P256.verify(made.key(), MESSAGE, signature)).isTrue();
            assertThat(P256.isLowS(signature)).isTrue();
        }
        assertThat(made.storage()).isEqualTo(KeyStorage.TOKEN);
        assertThat(made.label()).contains("\"first\"", "\"banyan\"", "SoftHSM");
    }

    private static long slot(String label) {
        return Pkcs11Library.load(SoftToken.LIBRARY).tokens().stream()
                .filter(each -> each.label().equals(label))
                .findAny()
                .orElseThrow()
                .slot();
    }

    @Test
    void neverLeavesTheToken() {
        Pkcs11Key.openOrCreate(token.uri("banyan", "kept"));
        try (var thief = new Thief(slot("banyan"), SoftToken.PIN)) {
            assertThat(thief.read()).containsOnly(Thief.ATTRIBUTE_SENSITIVE);
            assertThat(thief.wrap()).containsOnly(Thief.KEY_UNEXTRACTABLE);
            assertThat(thief.allowExtraction()).containsOnly(Thief.ATTRIBUTE_READ_ONLY);
            assertThat(thief.makeReadable()).containsOnly(Thief.ATTRIBUTE_READ_ONLY);
        }
    }

    @Test
    void refusesAKeyThatTheTokenGivesOut() throws Exception {
        Provider careless = Security.getProvider("SunPKCS11")
                .configure("--name = Careless\\nlibrary = %s\\nslot = %d\\n"
                                .formatted(SoftToken.LIBRARY, slot("spare one"))
                        + "attributes(generate,CKO_PRIVATE_KEY,CKK_EC) = {\\n"
                        + "CKA_TOKEN = true\\n"
                        + "CKA_SENSITIVE = false\\n"
                        + "CKA_EXTRACTABLE = true\\n"
                        + "}\\n");
        KeyStore store = KeyStore.getInstance("PKCS11", careless);
        store.load(null, SoftToken.PIN.toCharArray());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", careless);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var name = new X500Name("CN=careless");
        var certificate = new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, new Date(0), new Date(4_000_000_000_000L), name, pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(careless)
                        .build(pair.getPrivate()));
        store.setKeyEntry("open", pair.getPrivate(), null, new Certificate[] {
            new JcaX509CertificateConverter().getCertificate(certificate)
        });
        Pkcs11Uri uri = token.uri("spare%20one", "open");
        assertThatThrownBy(() -> Pkcs11Key.openOrCreate(uri))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("gives the key \"open\" out");
    }

    @Test
    void comesBackWhenTheTokenDoes() {
        Pkcs11Key key = Pkcs11Key.openOrCreate(token.uri("banyan", "pulled"));
        Pkcs11Library library = Pkcs11Library.load(SoftToken.LIBRARY);
        library.closeAllSessions(slot("banyan"));
        assertThatThrownBy(() -> key.sign(MESSAGE))
                .isInstanceOf(DeviceSigner.Unavailable.class)
                .hasMessageContaining("token \"banyan\" does not sign: CKR_");
        assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
    }

    @Test
    void aRefusedPinIsNotTriedAgain() throws Exception {
        Pkcs11Key key = Pkcs11Key.openOrCreate(token.uri("spare%20one", "guarded"));
        assertThat(P256.verify(key.key(), MESSAGE, key.sign(MESSAGE))).isTrue();
        Path wrong = token.pin("wrong", "000000");
        Pkcs11Uri uri =
                Pkcs11Uri.parse("pkcs11:token=banyan?module-path=%s&pin-source=%s".formatted(SoftToken.LIBRARY, wrong));
        Pkcs11Library library = Pkcs11Library.load(SoftToken.LIBRARY);
        library.tokens().forEach(each -> library.closeAllSessions(each.slot()));
        assertThatThrownBy(() -> Pkcs11Key.openOrCreate(uri))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("refuses the PIN in " + wrong);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> Pkcs11Key.openOrCreate(token.uri("nowhere", "device")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("token \"nowhere\" is not there; there are ")
                .hasMessageContaining("\"banyan\"");
        Path open = token.pin("open", SoftToken.PIN);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        for (String uri : new String[] {
            "pkcs11:token=banyan?module-path=/usr/lib/absent.so&pin-source=" + open,
            "pkcs11:token=banyan?module-path=%s&pin-source=%s".formatted(SoftToken.LIBRARY, open),
            "pkcs11:token=banyan?module-path=%s&pin-source=%s"
                    .formatted(SoftToken.LIBRARY, folder.resolve("no-such-pin"))
        }) {
            assertThatThrownBy(() -> Pkcs11Key.openOrCreate(Pkcs11Uri.parse(uri)))
                    .isInstanceOf(DeviceException.class)
                    .message()
                    .containsAnyOf("no PKCS#11 library", "chmod 600", "no file");
        }
    }

    @Test
    void isNoPartOfTheRestOfJava() {
        Pkcs11Key.openOrCreate(token.uri("banyan", "first"));
        assertThat(Arrays.stream(Security.getProviders()).map(Provider::getName).toList())
                .noneMatch(name -> name.contains("Banyan"));
    }
}
