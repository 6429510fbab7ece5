// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import network.banyan.device.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs11UriTest {
    private static final String HOW = "?module-path=/lib/p11.so&pin-source=/etc/pin";

    @Test
    void isReadAsRfc7512WritesIt() {
        Pkcs11Uri uri = Pkcs11Uri.parse(
                "pkcs11:token=The%20Token%C3%A4;object=a%3Bb;type=private?pin-source=file:/etc/pin&module-path=/lib/p11.so");
        assertThat(uri.token()).isEqualTo(Optional.of("The Tokenä"));
        assertThat(uri.object()).isEqualTo("a;b");
        assertThat(uri.module()).isEqualTo(Path.of("/lib/p11.so"));
        assertThat(uri.pinSource()).isEqualTo(Path.of("/etc/pin"));
        assertThat(Pkcs11Uri.parse("pkcs11:slot-id=7?pin-source=file:///etc/pin&module-path=/lib/p11.so"))
                .extracting(found -> found.slot().orElseThrow(), Pkcs11Uri::object, Pkcs11Uri::pinSource)
                .containsExactly(7L, "device", Path.of("/etc/pin"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pkcs11:object=x" + HOW + "|names no token",
                "pkcs11:token=t|module-path",
                "pkcs11:token=t?module-path=/lib/p11.so|pin-source",
                "pkcs11:token=t?module-path=/lib/p11.so&pin-value=1234|does not belong on a command line",
                "pkcs11:token=t;token=u" + HOW + "|there twice",
                "pkcs11:token=t;colour=red" + HOW + "|\"colour\" is not understood",
                "pkcs11:token=%4" + HOW + "|two hex digits",
                "pkcs11:token=%ff" + HOW + "|UTF-8",
                "pkcs11:token=t;type=public" + HOW + "|type=private",
                "pkcs11:slot-id=4294967296" + HOW + "|slot-id takes",
                "pkcs11:token=t?module-path=/lib/a%22%0aname&pin-source=/etc/pin|must not have",
                "pkcs11:token=t?module-path=/lib/${user.home}&pin-source=/etc/pin|must not have"
            })
    void whatIsNoAddressIsRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(text))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(reason);
    }
}
