// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import network.banyan.identity.SecretKey.Kind;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeyComesBackFromEachOfItsForms(Kind kind) {
        SecretKey secret = secret(kind);
        PublicKey key = secret.publicKey();
        assertThat(PublicKey.ofMultikey(key.multikey())).isEqualTo(key);
        assertThat(PublicKey.ofChain(key.chainKind(), key.chainBytes())).isEqualTo(key);
        SecretKey again = SecretKey.ofJson(secret.toJson());
        byte[] message = {1, 2, 3};
        assertThat(key.verify(message, again.sign(message))).isTrue();
        assertThat(key.verify(new byte[] {1, 2, 4}, again.sign(message))).isFalse();
        assertThat(secret.toString())
                .doesNotContain(secret.toJson().get("secretKeyMultibase").asText());
    }

    @Test
    void aFileWhoseHalvesDoNotFitIsRefused() {
        ObjectNode file = secret(Kind.P256).toJson();
        file.put("publicKeyMultibase", secret(Kind.ED25519).publicKey().multikey());
        assertThatThrownBy(() -> SecretKey.ofJson(file)).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> new SecretKey(Kind.P256, Bytes.wrap(new byte[32])))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void anAgreementKeySignsNothing() {
        PublicKey key = PublicKey.ofChain(5, Bytes.wrap(new byte[32]));
        assertThat(PublicKey.ofMultikey(key.multikey())).isEqualTo(key);
        assertThat(key.verify(new byte[1], Bytes.wrap(new byte[64]))).isFalse();
    }

    @Test
    void anAgreementKeyComesBackFromItsFile() {
        var key = new AgreementKey(Bytes.fromHex("77".repeat(32)));
        assertThat(AgreementKey.ofJson(key.toJson()).secret()).isEqualTo(key.secret());
        assertThat(key.toString())
                .doesNotContain(key.toJson().get("secretKeyMultibase").asText());
        ObjectNode other = key.toJson()
                .put("publicKeyMultibase", secret(Kind.ED25519).publicKey().multikey());
        assertThatThrownBy(() -> AgreementKey.ofJson(other)).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> AgreementKey.ofJson(secret(Kind.ED25519).toJson()))
                .isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> new AgreementKey(Bytes.wrap(new byte[31]))).isInstanceOf(IdentityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "z",
                "zz",
                "u1234",
                "z0",
                "z6MkO",
                "zDn",
                "Z6Mk",
                "z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxO"
            })
    void whatIsNoMultikeyIsRefused(String text) {
        assertThatThrownBy(() -> PublicKey.ofMultikey(text)).isInstanceOf(IdentityException.class);
    }

    @Test
    void pointsOffTheCurveAreNoKeys() {
        byte[] off = new byte[64];
        off[63] = 1;
        assertThatThrownBy(() -> PublicKey.ofChain(2, Bytes.wrap(off))).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> PublicKey.ofChain(3, Bytes.wrap(Arrays.copyOf(off, 96))))
                .isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> PublicKey.ofChain(3, Bytes.wrap(filled(96, 0xff))))
                .isInstanceOf(IdentityException.class);
    }

    @Test
    void base58KeepsLeadingZerosAndItsLengthIsBounded() {
        for (String hex : new String[] {"", "00", "0000", "00ff", "0000287fb4cd", "ff".repeat(64)}) {
            Bytes bytes = Bytes.fromHex(hex);
            assertThat(Multibase.ofBase58(Multibase.base58(bytes))).isEqualTo(bytes);
        }
        // draft-msporny-base58, section 5
        assertThat(Multibase.base58(Bytes.fromHex("0000287fb4cd"))).isEqualTo("z11233QC4");
        assertThatThrownBy(() -> Multibase.ofBase58("z" + "2".repeat(300))).isInstanceOf(IdentityException.class);
    }

    private static SecretKey secret(Kind kind) {
        return new SecretKey(kind, Bytes.wrap(filled(kind.size(), 0x5a)));
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
