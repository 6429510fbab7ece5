// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void atAnyTimeItIsExactlyOnesTurnAndEveryThreeBlocksAnothers() {
        for (int waited = 0; waited < 40; waited++) {
            int blocks = waited;
            int[] whose = IntStream.range(0, 7)
                    .filter(member -> new Turn(member, 7).isMine(12, blocks))
                    .toArray();
            assertThat(whose).containsExactly((12 + waited / 3) % 7);
        }
    }
}
