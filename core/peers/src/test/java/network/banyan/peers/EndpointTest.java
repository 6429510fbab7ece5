// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.banyan.peers.Endpoint.Scope;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void anAddressHasAScope() {
        assertThat(scope(127, 3, 0, 1)).isEqualTo(Scope.LOOPBACK);
        assertThat(scope(10, 0, 0, 1)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(172, 16, 0, 1)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(172, 31, 255, 255)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(172, 32, 0, 0)).isEqualTo(Scope.PUBLIC);
        assertThat(scope(192, 168, 0, 1)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(169, 254, 169, 254)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(100, 64, 0, 1)).isEqualTo(Scope.PRIVATE);
        assertThat(scope(100, 128, 0, 1)).isEqualTo(Scope.PUBLIC);
        assertThat(scope(0, 0, 0, 0)).isEqualTo(Scope.NOWHERE);
        assertThat(scope(224, 0, 0, 1)).isEqualTo(Scope.NOWHERE);
        assertThat(scope(255, 255, 255, 255)).isEqualTo(Scope.NOWHERE);
        assertThat(ipv6("00000000000000000000000000000001").scope()).isEqualTo(Scope.LOOPBACK);
        assertThat(ipv6("fd000000000000000000000000000001").scope()).isEqualTo(Scope.PRIVATE);
        assertThat(ipv6("fe800000000000000000000000000001").scope()).isEqualTo(Scope.PRIVATE);
        assertThat(ipv6("20010db8000000000000000000000001").scope()).isEqualTo(Scope.PUBLIC);
        assertThat(ipv6("ff020000000000000000000000000001").scope()).isEqualTo(Scope.NOWHERE);
        assertThat(ipv6("00000000000000000000000000000000").scope()).isEqualTo(Scope.NOWHERE);
    }

    @Test
    void publicAddressesOfOneNetworkAreOneGroup() {
        assertThat(ipv4(1, 198, 51, 100, 7).group())
                .isEqualTo(ipv4(2, 198, 51, 7, 9).group());
        assertThat(ipv4(1, 198, 51, 100, 7).group())
                .isNotEqualTo(ipv4(1, 198, 52, 100, 7).group());
        assertThat(ipv6("20010db8000000000000000000000001").group())
                .isEqualTo(ipv6("20010db8ffff00000000000000000009").group());
        assertThat(ipv4(1, 127, 0, 0, 1).group())
                .isNotEqualTo(ipv4(2, 127, 0, 0, 1).group());
    }

    @Test
    void onePlaceHasOneName() {
        assertThatThrownBy(() -> ipv6("00000000000000000000ffffc0000201")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(Bytes.fromHex("c00002"), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ipv4(0, 192, 0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ipv4(65_536, 192, 0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsWrittenAsPeopleWriteIt() {
        assertThat(ipv4(30_700, 192, 0, 2, 255)).hasToString("192.0.2.255:30700");
        assertThat(ipv6("20010db8000000000000000000000001"))
                .hasToString("[2001:0db8:0000:0000:0000:0000:0000:0001]:30700");
    }

    private static Scope scope(int... address) {
        return ipv4(1, address).scope();
    }

    private static Endpoint ipv4(int port, int... address) {
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            bytes[i] = (byte) address[i];
        }
        return new Endpoint(Bytes.wrap(bytes), port);
    }

    private static Endpoint ipv6(String hex) {
        return new Endpoint(Bytes.fromHex(hex), 30_700);
    }
}
