// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;

/**
 * The beginning of an epoch, as the staking contracts learn of it before the first transaction of its first block
 * (docs/spec/staking.md, rules 20 to 27).
 *
 * @param epoch the one that begins
 * @param reports on the committee of the one before, at most one for each delegate; none in epoch 0
 */
public record Turn(long epoch, List<Report> reports) {
    public Turn {
        reports = List.copyOf(reports);
    }

    /**
     * How a member served.
     *
     * @param delegate its number in the contracts
     * @param produced blocks it proposed that stand in the chain
     * @param expected blocks that an even share would be
     * @param missedReveals views in which it withheld what it owed the beacon
     */
    public record Report(int delegate, int produced, int expected, int missedReveals) {}
}
