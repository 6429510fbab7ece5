// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.math.BigInteger;
import java.util.List;

/**
 * What a year pays, as docs/spec/staking.md reckons under "What a year pays": every epoch is whole, blocks are alike for
 * all candidates, and nobody is on probation. Amounts are in wei, and every division rounds down.
 *
 * @param candidates the most that earn blocks and the bonus
 * @param standings of all that are ranked, the best first
 */
record Year(
        long blocksAnEpoch,
        long epochs,
        BigInteger blockReward,
        BigInteger epochReward,
        BigInteger bonus,
        int candidates,
        List<Standing> standings) {
    private static final BigInteger BASIS = BigInteger.valueOf(10_000);

    Year {
        standings = List.copyOf(standings);
    }

    /**
     * A delegate in the ranking.
     *
     * @param commission in basis points
     * @param pledge its coins, and what they weigh
     */
    record Standing(String name, BigInteger votes, int commission, BigInteger pledge, BigInteger pledgeWeight) {}

    /**
     * What a delegate has of it.
     *
     * @param share of what is shared, before its commission
     * @param kept as commission
     * @param bonuses its own, too
     */
    record Part(Standing standing, BigInteger share, BigInteger kept, BigInteger bonuses) {
        BigInteger toVoters() {
            return share.subtract(kept);
        }

        /** What its pledge earns as a voter, and all that is its own. */
        BigInteger toDelegate() {
            BigInteger asVoter = toVoters().multiply(standing.pledgeWeight()).divide(standing.votes());
            return asVoter.add(kept).add(bonuses);
        }
    }

    BigInteger shared() {
        return blockReward.multiply(big(blocksAnEpoch)).add(epochReward).multiply(big(epochs));
    }

    /** How many earn blocks and the bonus. */
    int serving() {
        return Math.min(candidates, standings.size());
    }

    BigInteger bonuses() {
        return bonus.multiply(big(serving())).multiply(big(epochs));
    }

    BigInteger votes() {
        return standings.stream().map(Standing::votes).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** In the order of the ranking; those without any votes have no part. */
    List<Part> parts() {
        BigInteger votes = votes();
        BigInteger blocks = blockReward.multiply(big(blocksAnEpoch)).multiply(big(epochs));
        BigInteger byVotes = epochReward.multiply(big(epochs));
        return standings.stream()
                .filter(standing -> standing.votes().signum() > 0)
                .map(standing -> {
                    boolean serves = standings.indexOf(standing) < serving();
                    BigInteger share = byVotes.multiply(standing.votes()).divide(votes);
                    if (serves) {
                        share = share.add(blocks.divide(big(serving())));
                    }
                    BigInteger kept = share.multiply(big(standing.commission())).divide(BASIS);
                    return new Part(standing, share, kept, serves ? bonus.multiply(big(epochs)) : BigInteger.ZERO);
                })
                .toList();
    }

    private static BigInteger big(long number) {
        return BigInteger.valueOf(number);
    }
}
