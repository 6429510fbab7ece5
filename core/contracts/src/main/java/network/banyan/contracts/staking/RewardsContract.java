// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Calls of {@code Rewards}, and its answers: who earned what. */
public final class RewardsContract {
    public static final Address ADDRESS = Address.ofNumber(0x1005);

    /** The most buckets in one call. */
    public static final int MAX_CLAIMED = 64;

    /** The first topics of the events that tell what was paid; their data is the amount. */
    public static final Hash CLAIMED = AbiValue.topic("Claimed(uint32,address,uint256)");

    public static final Hash DELEGATE_CLAIMED = AbiValue.topic("DelegateClaimed(uint32,address,uint256)");

    private RewardsContract() {}

    public static Bytes claim(List<Long> buckets) {
        return AbiValue.call("claim(uint32[])", AbiValue.ofNumbers(buckets));
    }

    public static Bytes compound(List<Long> buckets) {
        return AbiValue.call("compound(uint32[])", AbiValue.ofNumbers(buckets));
    }

    public static Bytes claimDelegate(long delegate) {
        return AbiValue.call("claimDelegate(uint32)", AbiValue.of(delegate));
    }

    /** What a bucket could claim now. */
    public static Bytes pendingOf(long bucket) {
        return AbiValue.call("pendingOf(uint32)", AbiValue.of(bucket));
    }

    /** What a delegate could claim now, and its sums. */
    public static Bytes accountOf(long delegate) {
        return AbiValue.call("accountOf(uint32)", AbiValue.of(delegate));
    }

    /** Reads what {@code pendingOf} returned, and the first of what {@code accountOf} did, in wei. */
    public static UInt256 amount(Bytes returned) {
        return AbiReader.ofOutput(returned).uint();
    }
}
