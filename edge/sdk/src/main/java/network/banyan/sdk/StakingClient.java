// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Delegate;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.ElectionContract.Ranked;
import network.banyan.contracts.staking.ElectionContract.Standing;
import network.banyan.contracts.staking.GovernedValues;
import network.banyan.contracts.staking.ParametersContract;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * Reads a chain's staking: buckets, delegates, ranking, rewards, governed values. Every method asks the last final block and
 * throws {@link RpcFailure}; amounts are in wei.
 */
public final class StakingClient {
    /** Of one owner: more are not listed, so that nobody's generosity fills our memory. */
    private static final int BUCKETS_MAX = 10_000;

    private final ChainClient chain;

    public StakingClient(ChainClient chain) {
        this.chain = chain;
    }

    public ChainClient chain() {
        return chain;
    }

    /** A bucket that does not exist is all zeros. */
    public Bucket bucket(long bucket) {
        return ask(StakingContract.ADDRESS, StakingContract.bucket(bucket), StakingContract::bucket);
    }

    /** The numbers of an account's buckets, rising; 10,000 at most. */
    public List<Long> bucketsOf(Address owner) {
        List<Long> buckets = new ArrayList<>();
        while (buckets.size() < BUCKETS_MAX) {
            List<Long> page = ask(
                    StakingContract.ADDRESS,
                    StakingContract.bucketsOf(owner, buckets.size(), StakingContract.MAX_PAGE),
                    StakingContract::bucketsOf);
            buckets.addAll(page);
            if (page.size() < StakingContract.MAX_PAGE) {
                break;
            }
        }
        return buckets.stream().sorted().distinct().toList();
    }

    /** What a bucket could claim now. */
    public UInt256 pending(long bucket) {
        return ask(RewardsContract.ADDRESS, RewardsContract.pendingOf(bucket), RewardsContract::amount);
    }

    /** What a delegate's own part has come to. */
    public UInt256 earned(long delegate) {
        return ask(RewardsContract.ADDRESS, RewardsContract.accountOf(delegate), RewardsContract::amount);
    }

    public UInt256 weight(UInt256 amount, Term term, boolean pledged) {
        return ask(StakingContract.ADDRESS, StakingContract.weightOf(amount, term, pledged), StakingContract::amount);
    }

    public UInt256 totalStaked() {
        return ask(StakingContract.ADDRESS, StakingContract.totalStaked(), StakingContract::amount);
    }

    public Delegate delegate(long delegate) {
        return ask(DelegatesContract.ADDRESS, DelegatesContract.delegate(delegate), DelegatesContract::delegate);
    }

    /** 0 if there is none of that name. */
    public long delegateNamed(String name) {
        return ask(DelegatesContract.ADDRESS, DelegatesContract.delegateNamed(name), DelegatesContract::number);
    }

    public long delegateCount() {
        return ask(DelegatesContract.ADDRESS, DelegatesContract.delegateCount(), DelegatesContract::number);
    }

    /** What identities are, by their numbers. */
    public List<DelegatesContract.Member> members(List<Long> identities) {
        return ask(DelegatesContract.ADDRESS, DelegatesContract.members(identities), returned -> {
            List<DelegatesContract.Member> members = DelegatesContract.members(returned, identities.size());
            if (members.size() < identities.size()) {
                throw new AbiException("fewer members than it was asked for");
            }
            return members;
        });
    }

    public Standing standing(long delegate) {
        return ask(ElectionContract.ADDRESS, ElectionContract.standing(delegate), ElectionContract::standing);
    }

    /** The best, in order. */
    public List<Ranked> ranked() {
        return ask(ElectionContract.ADDRESS, ElectionContract.ranked(), ElectionContract::ranked);
    }

    /** The epoch that began last. */
    public long epoch() {
        return ask(ElectionContract.ADDRESS, ElectionContract.epoch(), ElectionContract::epoch);
    }

    /** All that are in force. */
    public GovernedValues parameters() {
        return ask(ParametersContract.ADDRESS, ParametersContract.values(), ParametersContract::values);
    }

    private <T> T ask(Address contract, Bytes question, Function<Bytes, T> read) {
        Bytes answer = chain.call(contract, question);
        if (answer.isEmpty()) {
            throw new RpcFailure.Unreachable(
                    "eth_call: there is no contract at %s; this chain was begun without staking".formatted(contract),
                    null);
        }
        try {
            return read.apply(answer);
        } catch (AbiException wrong) {
            throw new RpcFailure.Unreachable(
                    "eth_call: %s answered with %s".formatted(contract, wrong.getMessage()), wrong);
        }
    }
}
