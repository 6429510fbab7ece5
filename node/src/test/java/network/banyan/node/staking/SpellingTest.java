// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

/** Amounts, shares, numbers and states, in and out. */
class SpellingTest {
    @Test
    void coinsGoInAndComeOutToTheLastWei() {
        for (String text : List.of("0", "1", "0.25", "1234567.000000000000000001", "99999999999999999999")) {
            UInt256 wei = new Coins().convert(text);
            assertThat(new Coins().convert(Coins.exactly(wei).replace(",", ""))).isEqualTo(wei);
        }
        assertThat(Coins.exactly(new Coins().convert("1234.50"))).isEqualTo("1,234.5");
        assertThat(Coins.about(new Coins().convert("0.99999"))).isEqualTo("0.9999");
        assertThat(Coins.about(UInt256.of(BigInteger.TEN.pow(22)))).isEqualTo("10,000");
        for (String wrong :
                List.of("", "-1", "1e3", "1,000", ".5", "1.", "0.0000000000000000001", "0x10", "1" + "0".repeat(20))) {
            assertThatThrownBy(() -> new Coins().convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }

    @Test
    void sharesAreBasisPointsInside() {
        assertThat(new Shares().convert("7.5")).isEqualTo(750);
        assertThat(new Shares().convert("100%")).isEqualTo(10_000);
        assertThat(new Shares().convert("0")).isZero();
        for (String wrong : List.of("", "-1", "100.01", "1.234", "ten", "999")) {
            assertThatThrownBy(() -> new Shares().convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
        assertThat(Shares.of(BigInteger.ONE, BigInteger.ZERO)).isEqualTo("-");
    }

    @Test
    void numbersOfBucketsAreBounded() {
        assertThat(new Ids().convert("4294967295")).isEqualTo(4_294_967_295L);
        for (String wrong : List.of("", "0", "-1", "4294967296", "99999999999", "one")) {
            assertThatThrownBy(() -> new Ids().convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
        assertThatThrownBy(() -> new Days().convert("65536")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> new Addresses().convert("0x12")).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void aBucketsStateFollowsItsLife() {
        long day = 86_400;
        assertThat(Standings.bucket(bucket(30, true, 1, 0, 0, false), 0, day)).isEqualTo("voting, on auto-stake");
        assertThat(Standings.bucket(bucket(1, false, 0, 0, 0, false), 0, day))
                .isEqualTo("idle, unlocking until 1970-01-02 00:00:00 UTC");
        assertThat(Standings.bucket(bucket(1, false, 1, 0, 0, false), day, day)).isEqualTo("voting, free to unstake");
        assertThat(Standings.bucket(bucket(1, false, 1, 0, 0, true), day - 1, day))
                .isEqualTo("unstaked, withdrawable at 1970-01-02 00:00:00 UTC");
        assertThat(Standings.bucket(bucket(1, false, 1, 0, 0, true), day, day)).isEqualTo("unstaked, withdrawable");
        assertThat(Standings.bucket(bucket(91, true, 1, 1, 0, false), day, day)).startsWith("bound: the pledge");
        assertThat(Standings.bucket(bucket(91, true, 1, 1, day, false), day - 1, day))
                .isEqualTo("voting, bound until 1970-01-02 00:00:00 UTC");
        assertThat(Standings.bucket(bucket(91, true, 1, 1, day, false), day, day))
                .isEqualTo("voting, on auto-stake");
    }

    private static Bucket bucket(
            int days, boolean autoStake, long delegate, long pledgedTo, long lockedUntil, boolean unstaked) {
        return new Bucket(
                Address.ofNumber(1),
                UInt256.ONE,
                UInt256.ONE,
                0,
                0,
                lockedUntil,
                new Term(days, autoStake),
                delegate,
                pledgedTo,
                false,
                unstaked);
    }
}
