// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
    private static final Hash ID = Hash.fromHex("ab".repeat(32));

    @Test
    void eachDidHasOneSpelling() {
        Did device = new Did.Device(4690, ID);
        Did account = new Did.Account(1, Address.ofNumber(0xbeef));
        assertThat(device).hasToString("did:banyan:4690:device:0x" + "ab".repeat(32));
        assertThat(account).hasToString("did:banyan:1:account:0x000000000000000000000000000000000000beef");
        assertThat(Did.of(device.toString())).isEqualTo(device);
        assertThat(Did.of(account.toString())).isEqualTo(account);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did",
                "did:",
                "did:banyan",
                "did:banyan:",
                "did:banyan:4690",
                "did:banyan:4690:device:0x12",
                "did:banyan:04690:account:0x000000000000000000000000000000000000beef",
                "did:banyan:4690:account:0x000000000000000000000000000000000000BEEF",
                "did:banyan:4690:account:000000000000000000000000000000000000beef",
                "did:banyan:4690:account:0x000000000000000000000000000000000000beef:",
                "did:banyan:4690:account:0x000000000000000000000000000000000000beef#account",
                "did:banyan:4690:account:0x000000000000000000000000000000000000beef?a=b",
                "did:banyan:9999999999999999999:account:0x000000000000000000000000000000000000beef",
                "DID:banyan:4690:account:0x000000000000000000000000000000000000beef",
                "did:Banyan:4690:account:0x000000000000000000000000000000000000beef",
                "did:key:a b"
            })
    void whatIsNoDidIsInvalid(String text) {
        assertThat(error(text)).isEqualTo(Resolution.Reason.INVALID_DID);
    }

    @Test
    void otherMethodsAreNotSupported() {
        assertThat(error("did:web:example.com")).isEqualTo(Resolution.Reason.METHOD_NOT_SUPPORTED);
        assertThat(error("did:a:" + "b:".repeat(100) + "c")).isEqualTo(Resolution.Reason.METHOD_NOT_SUPPORTED);
        assertThat(error("did:a:" + "b".repeat(300))).isEqualTo(Resolution.Reason.INVALID_DID);
    }

    private static Resolution.Reason error(String text) {
        return ((Did.Parsed.Refused) Did.parse(text)).problem().reason();
    }
}
