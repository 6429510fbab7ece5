// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import network.banyan.rpc.protocol.Allowance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {
    private static final Access BEHIND = Access.USUAL.withProxies("10.0.0.0/8", "fd00::1", "127.0.0.1");

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2:ffff::, 2001:db8:1:2::/64",
        "2001:db8:1:3::6, 2001:db8:1:3::/64",
        "::ffff:203.0.113.7, 203.0.113.7"
    })
    void namesAClientByWhatOneHomeHas(String address, String name) {
        assertThat(Clients.name(InetAddress.ofLiteral(address))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3 | 203.0.113.7 | 203.0.113.7",
                // What stands before what our proxy saw is the client's own invention.
                "10.1.2.3 | 198.51.100.1, 203.0.113.7 | 203.0.113.7",
                "10.1.2.3 | 127.0.0.1, 203.0.113.7 , 10.9.9.9 | 203.0.113.7",
                "10.1.2.3 | 203.0.113.7:4711 | 203.0.113.7",
                "10.1.2.3 | [2001:db8:1:2::9]:4711 | 2001:db8:1:2::/64",
                "fd00::1 | 2001:db8:1:2::9 | 2001:db8:1:2::/64",
                "10.1.2.3 | 203.0.113.7, unknown | 10.1.2.3",
                "10.1.2.3 | 203.0.113.7, | 10.1.2.3",
                "10.1.2.3 | '' | 10.1.2.3",
                "fd00::2 | 203.0.113.7 | fd00:0:0:0::/64",
                "192.0.2.1 | 203.0.113.7 | 192.0.2.1"
            })
    void believesNamedProxiesOnly(String remote, String header, String name) {
        assertThat(new Clients(BEHIND)
                        .of(InetAddress.ofLiteral(remote), forwarded(header))
                        .name())
                .isEqualTo(name);
    }

    @Test
    void leavesProgramsOfThisMachineAloneUnlessToldOtherwise() {
        InetAddress here = InetAddress.getLoopbackAddress();
        HttpHeaders none = new DefaultHttpHeaders();

        assertThat(new Clients(Access.USUAL).of(here, none).allowance()).isSameAs(Allowance.UNLIMITED);
        assertThat(new Clients(Access.USUAL.withBudget(5, true)).of(here, none).allowance())
                .isNotSameAs(Allowance.UNLIMITED);
        assertThat(new Clients(Access.USUAL.withBudget(0, true)).of(here, none).allowance())
                .isSameAs(Allowance.UNLIMITED);
        // A header is no proof of being here.
        assertThat(new Clients(BEHIND).of(here, forwarded("127.0.0.2")).allowance())
                .isNotSameAs(Allowance.UNLIMITED);
    }

    @Test
    void readsOnlySoMuchOfALongHeader() {
        String hops = "203.0.113.7, " + "10.0.0.1, ".repeat(1_000) + "10.0.0.2";

        assertThat(new Clients(BEHIND)
                        .of(InetAddress.ofLiteral("10.1.2.3"), forwarded(hops))
                        .name())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "fd00::/129"})
    void refusesProxiesThatAreNoAddresses(String text) {
        assertThatThrownBy(() -> Access.USUAL.withProxies(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpHeaders forwarded(String header) {
        return new DefaultHttpHeaders().set("X-Forwarded-For", header);
    }
}
