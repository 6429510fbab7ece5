// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class BlobScheduleTest {
    @Test
    void thePriceIsThePowerOfE() {
        assertThat(BlobSchedule.PRAGUE.price(0)).isEqualTo(UInt256.ONE);
        assertThat(BlobSchedule.PRAGUE.price(5_007_716L * 7)).isEqualTo(UInt256.of(1096));
        assertThat(BlobSchedule.PRAGUE.price(Long.MAX_VALUE)).isEqualTo(UInt256.MAX);
        assertThat(BlobFee.of(BigInteger.valueOf(2), BigInteger.ONE)).isEqualTo(UInt256.of(6));
    }
}
