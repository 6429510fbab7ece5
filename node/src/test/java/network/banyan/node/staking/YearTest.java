// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "What a year pays" of docs/spec/staking.md, at its reference. */
class YearTest {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final BigInteger STAKED = coins(2_400_000_000L);

    private static BigInteger coins(long coins) {
        return COIN.multiply(BigInteger.valueOf(coins));
    }

    /** 36 delegates whose votes are equal, all of weight 1 but for the bonus of their pledges. */
    private static Year year(long pledge, boolean bonus) {
        BigInteger coins = coins(pledge);
        BigInteger weight = bonus ? coins.multiply(BigInteger.valueOf(106)).divide(BigInteger.valueOf(100)) : coins;
        BigInteger votes = STAKED.divide(BigInteger.valueOf(36)).subtract(coins).add(weight);
        List<Year.Standing> standings = IntStream.rangeClosed(1, 36)
                .mapToObj(number -> new Year.Standing("delegate-" + number, votes, 1_000, coins, weight))
                .toList();
        return new Year(3_600, 8_760, new BigInteger("3250000000000000000"), coins(18_750), coins(10), 36, standings);
    }

    @Test
    void theReferencePaysWhatTheSpecificationSays() {
        Year year = year(1_200_000, false);

        assertThat(year.shared()).isEqualTo(coins(266_742_000));
        assertThat(year.bonuses()).isEqualTo(coins(3_153_600));
        BigInteger voters = year.parts().stream().map(Year.Part::toVoters).reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(voters.add(BigInteger.valueOf(100)).divide(COIN)).isEqualTo(240_067_800);
        assertThat(Shares.of(voters.add(BigInteger.valueOf(100)), STAKED)).isEqualTo("10.00 %");
        Year.Part one = year.parts().getFirst();
        assertThat(one.kept().add(one.bonuses()).divide(COIN)).isEqualTo(828_550);
    }

    @ParameterizedTest
    @CsvSource({"1200000, 79.63 %", "5000000, 27.12 %", "10000000, 18.79 %", "18000000, 15.03 %", "30000000, 13.08 %"})
    void aPledgeEarnsWhatTheSpecificationSays(long pledge, String rate) {
        assertThat(Shares.of(year(pledge, true).parts().getFirst().toDelegate(), coins(pledge)))
                .isEqualTo(rate);
    }

    @Test
    void whoIsNoCandidateSharesByVotesOnly() {
        List<Year.Standing> two = List.of(standing("first", 300), standing("second", 100), standing("none", 0));
        Year year = new Year(100, 10, coins(1), coins(400), coins(5), 1, two);

        assertThat(year.parts()).hasSize(2);
        assertThat(year.parts().get(0).share()).isEqualTo(coins(3_000 + 1_000));
        assertThat(year.parts().get(0).bonuses()).isEqualTo(coins(50));
        assertThat(year.parts().get(1).share()).isEqualTo(coins(1_000));
        assertThat(year.parts().get(1).bonuses()).isEqualTo(BigInteger.ZERO);
        assertThat(year.shared()).isEqualTo(coins(5_000));
    }

    private static Year.Standing standing(String name, long votes) {
        return new Year.Standing(name, coins(votes), 0, coins(votes), coins(votes));
    }
}
