// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import network.banyan.contracts.staking.ElectionContract.Report;

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
}
