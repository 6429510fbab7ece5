// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final Limits usual = Limits.defaults();

    @Test
    void memoryMustHoldTheLargestMessage() {
        assertThatThrownBy(() -> with(new Limits.Memory(18 << 20, 9 << 20, 14 << 20)))
                .hasMessageContaining("queueBytesPerPeerMax");
        assertThatThrownBy(() -> with(new Limits.Memory(9 << 20, 10 << 20, 14 << 20)))
                .hasMessageContaining("queueBytesMax");
        assertThatThrownBy(() -> with(new Limits.Memory(18 << 20, 10 << 20, 7 << 20)))
                .hasMessageContaining("receiveBytesMax");
    }

    @Test
    void senselessFiguresAreRefusedByName() {
        assertThatThrownBy(() -> new Limits.Messages(0, 1)).hasMessageContaining("consensusBytesMax");
        assertThatThrownBy(() -> new Limits.Messages(2, 1)).hasMessageContaining("consensusBytesMax");
        assertThatThrownBy(() -> new Limits.Rates(0, 1, 1, 1, Duration.ZERO)).hasMessageContaining("rates");
        assertThatThrownBy(() -> new Limits.Connections(0, 1, 1, 1, 32, 4)).hasMessageContaining("connection");
        assertThatThrownBy(() -> TestNode.times(0, 1, 2)).hasMessageContaining("times");
        assertThatThrownBy(() -> TestNode.times(1, 2, 3)).hasMessageContaining("idle");
    }

    private void with(Limits.Memory memory) {
        new Limits(usual.messages(), memory, usual.rates(), usual.connections(), usual.times());
    }
}
