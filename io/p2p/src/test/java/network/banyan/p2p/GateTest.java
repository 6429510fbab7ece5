// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.banyan.peers.Offence;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final long SECOND = 1_000_000_000L;

    private final Conduct conduct = new Conduct();
    private final Gate gate = new Gate(new Limits.Connections(10, 4, 2, 8, 32, 4), conduct, 0);

    @Test
    void strangersAreBoundedInAllAndPerAddress() {
        Gate.Pass first = admitted("192.0.2.1");
        admitted("192.0.2.1");
        assertThat(refusal("192.0.2.1")).contains("from this address");
        admitted("192.0.2.2");
        admitted("192.0.2.3");
        assertThat(refusal("192.0.2.4")).contains("at once");

        first.leave();
        first.leave();
        assertThat(gate.halfOpen()).isEqualTo(3);
        admitted("192.0.2.1");
    }

    @Test
    void anIpv6SiteCountsAsOneAddress() {
        admitted("2001:db8::1");
        admitted("2001:db8::2");

        assertThat(refusal("2001:db8:0:0:ffff::3")).contains("from this address");
        admitted("2001:db8:0:1::1");
    }

    @Test
    void acceptingHasARate() {
        for (int i = 0; i < 8; i++) {
            admitted("192.0.2.1").leave();
        }
        assertThat(refusal("192.0.2.1")).contains("too many new");
        assertThat(gate.enter(address("192.0.2.1"), 0, SECOND / 8)).isInstanceOf(Gate.Verdict.Admitted.class);
    }

    @Test
    void aFullHouseTakesNobody() {
        gate.expect(TestNode.idOf(1), address("192.0.2.9"));

        assertThat(gate.enter(address("192.0.2.9"), 10, 0)).isInstanceOf(Gate.Verdict.Refused.class);
    }

    @Test
    void aCrowdOfStrangersDoesNotKeepAnExpectedNodeOut() {
        gate.expect(TestNode.idOf(1), address("192.0.2.9"));
        List<Gate.Pass> crowd = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            crowd.add(admitted("198.51.100." + i));
        }
        assertThat(refusal("198.51.100.9")).contains("at once");
        admitted("192.0.2.9").leave();
        crowd.forEach(Gate.Pass::leave);
        for (int i = 0; i < 4; i++) {
            admitted("198.51.100.1").leave();
        }
        assertThat(refusal("198.51.100.1")).contains("too many new");
        admitted("192.0.2.9").leave();

        gate.expectOnly(Set.of());
        assertThat(refusal("192.0.2.9")).contains("too many new");
    }

    @Test
    void aBannedSubnetStaysOutButForExpectedNodes() {
        while (!conduct.charge(address("192.0.2.1"), Offence.FAILED_HANDSHAKE)) {
            // Goes on until that is too much.
        }
        assertThat(refusal("192.0.2.77")).contains("banned");
        admitted("192.0.3.1").leave();

        gate.expect(TestNode.idOf(1), address("192.0.2.77"));
        admitted("192.0.2.77");
    }

    @Test
    void thisMachineIsNeverBannedByAddress() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(conduct.charge(address("127.0.0.1"), Offence.FALSEHOOD)).isFalse();
        }
        admitted("127.0.0.1");
    }

    private Gate.Pass admitted(String from) {
        return switch (gate.enter(address(from), 0, 0)) {
            case Gate.Verdict.Admitted(Gate.Pass pass) -> pass;
            case Gate.Verdict.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    private String refusal(String from) {
        return switch (gate.enter(address(from), 0, 0)) {
            case Gate.Verdict.Admitted admitted -> throw new AssertionError("admitted");
            case Gate.Verdict.Refused(String reason) -> reason;
        };
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
