// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import network.banyan.contracts.staking.DelegatesContract.Delegate;
import network.banyan.contracts.staking.DelegatesContract.Status;
import network.banyan.contracts.staking.ElectionContract.Standing;
import network.banyan.contracts.staking.StakingContract.Bucket;

/** How buckets and delegates stand, in words. */
final class Standings {
    private Standings() {}

    /**
     * @param now seconds since 1970
     * @param wait from unstaking to withdrawing, in seconds
     */
    static String bucket(Bucket bucket, long now, long wait) {
        if (bucket.unstaked()) {
            long at = bucket.since() + wait;
            return now < at ? "unstaked, withdrawable at " + Times.at(at) : "unstaked, withdrawable";
        }
        if (bucket.isPledge()) {
            return "bound: the pledge of its delegate";
        }
        String does = bucket.delegate() == 0 ? "idle" : "voting";
        if (bucket.isBoundAt(now)) {
            return does + ", bound until " + Times.at(bucket.lockedUntil());
        }
        if (bucket.term().autoStake()) {
            return does + ", on auto-stake";
        }
        return does + (now < bucket.freeAt() ? ", unlocking until " + Times.at(bucket.freeAt()) : ", free to unstake");
    }

    static String status(Status status) {
        return switch (status) {
            case NONE -> "unknown";
            case REGISTERED -> "not ranked";
            case ACTIVE -> "ranked";
            case SUSPENDING -> "being suspended";
            case LEAVING -> "leaving";
            case EXITED -> "gone";
            case EXPELLED -> "expelled";
        };
    }

    /** @param eligible whether it has the rank and the votes of a candidate */
    static String delegate(Delegate delegate, Standing standing, boolean eligible) {
        if (delegate.status().isRanked() && standing.probationUntil() != 0) {
            return "on probation until epoch " + standing.probationUntil();
        }
        return delegate.status() == Status.ACTIVE && eligible ? "candidate" : status(delegate.status());
    }
}
