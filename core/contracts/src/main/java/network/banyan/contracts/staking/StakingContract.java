// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Calls of {@code Staking}, and its answers: who holds which coins for how long, and for whom they vote. */
public final class StakingContract {
    public static final Address ADDRESS = Address.ofNumber(0x1003);

    /** The most buckets merged by one call, and listed by one. */
    public static final int MAX_MERGED = 16;

    public static final int MAX_PAGE = 200;

    /** The first topic of the event that a new bucket leaves; the second is its number. */
    public static final Hash CREATED = AbiValue.topic("BucketCreated(uint32,address,uint256,uint16,bool,bool)");

    private static final long DAY_SECONDS = 86_400;

    private StakingContract() {}

    /** For how long coins are staked: so many days from creation, which on auto-stake stand still. */
    public record Term(int days, boolean autoStake) {}

    /**
     * A bucket. Times are in seconds since 1970.
     *
     * @param amount in wei
     * @param weight what its vote counts, in wei
     * @param since when the duration began to run, and once unstaked, when that was
     * @param lockedUntil for a former pledge: when it is free; 0 for one that stands, and for what was never one
     * @param delegate for whom it votes; 0 for nobody
     * @param pledgedTo whose pledge it stands, or stood, as; 0 for nobody's
     */
    public record Bucket(
            Address owner,
            UInt256 amount,
            UInt256 weight,
            long createdAt,
            long since,
            long lockedUntil,
            Term term,
            long delegate,
            long pledgedTo,
            boolean compounding,
            boolean unstaked) {
        public boolean exists() {
            return !owner.equals(Address.ZERO);
        }

        /** Whether it is a pledge now. */
        public boolean isPledge() {
            return pledgedTo != 0 && lockedUntil == 0;
        }

        /** Whether it answers for what a delegate did. */
        public boolean isBoundAt(long seconds) {
            return pledgedTo != 0 && (lockedUntil == 0 || seconds < lockedUntil);
        }

        /** When its duration is over, if auto-stake does not hold it. */
        public long freeAt() {
            return since + term.days() * DAY_SECONDS;
        }
    }

    /** Needs the coins as its value. */
    public static Bytes create(Term term, boolean compounding, long delegate) {
        return AbiValue.call(
                "create(uint16,bool,bool,uint32)",
                AbiValue.of(term.days()),
                AbiValue.of(term.autoStake()),
                AbiValue.of(compounding),
                AbiValue.of(delegate));
    }

    /** Needs the coins as its value. */
    public static Bytes deposit(long bucket) {
        return AbiValue.call("deposit(uint32)", AbiValue.of(bucket));
    }

    public static Bytes extend(long bucket, Term term) {
        return AbiValue.call(
                "extend(uint32,uint16,bool)",
                AbiValue.of(bucket),
                AbiValue.of(term.days()),
                AbiValue.of(term.autoStake()));
    }

    public static Bytes changeDelegate(long bucket, long delegate) {
        return AbiValue.call("changeDelegate(uint32,uint32)", AbiValue.of(bucket), AbiValue.of(delegate));
    }

    public static Bytes setCompounding(long bucket, boolean compounding) {
        return AbiValue.call("setCompounding(uint32,bool)", AbiValue.of(bucket), AbiValue.of(compounding));
    }

    public static Bytes merge(List<Long> buckets, long into) {
        return AbiValue.call("merge(uint32[],uint32)", AbiValue.ofNumbers(buckets), AbiValue.of(into));
    }

    public static Bytes unstake(long bucket) {
        return AbiValue.call("unstake(uint32)", AbiValue.of(bucket));
    }

    public static Bytes withdraw(long bucket) {
        return AbiValue.call("withdraw(uint32)", AbiValue.of(bucket));
    }

    /** By ERC-721, with the receiver's hook. */
    public static Bytes transfer(Address from, Address to, long bucket) {
        return AbiValue.call(
                "safeTransferFrom(address,address,uint256)", AbiValue.of(from), AbiValue.of(to), AbiValue.of(bucket));
    }

    public static Bytes bucket(long bucket) {
        return AbiValue.call("bucket(uint32)", AbiValue.of(bucket));
    }

    /** Reads what {@code bucket} returned. */
    public static Bucket bucket(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned);
        Address owner = in.address();
        UInt256 amount = in.uint();
        UInt256 weight = in.uint();
        long createdAt = in.number(40);
        long since = in.number(40);
        long lockedUntil = in.number(40);
        int days = (int) in.number(16);
        long delegate = in.number(32);
        long pledgedTo = in.number(32);
        in.word(); // its place in the owner's list
        var term = new Term(days, in.flag());
        return new Bucket(
                owner, amount, weight, createdAt, since, lockedUntil, term, delegate, pledgedTo, in.flag(), in.flag());
    }

    /** @param limit {@link #MAX_PAGE} at most */
    public static Bytes bucketsOf(Address owner, long from, int limit) {
        return AbiValue.call(
                "bucketsOf(address,uint256,uint256)", AbiValue.of(owner), AbiValue.of(from), AbiValue.of(limit));
    }

    /** Reads what {@code bucketsOf} returned. */
    public static List<Long> bucketsOf(Bytes returned) {
        return AbiReader.ofOutput(returned).list(MAX_PAGE, in -> in.number(32));
    }

    public static Bytes weightOf(UInt256 amount, Term term, boolean pledged) {
        return AbiValue.call(
                "weightOf(uint256,uint16,bool,bool)",
                AbiValue.of(amount),
                AbiValue.of(term.days()),
                AbiValue.of(term.autoStake()),
                AbiValue.of(pledged));
    }

    public static Bytes totalStaked() {
        return AbiValue.call("totalStaked()");
    }

    public static Bytes lastBucket() {
        return AbiValue.call("lastBucket()");
    }

    /** Reads what {@code weightOf} and {@code totalStaked} returned, in wei. */
    public static UInt256 amount(Bytes returned) {
        return AbiReader.ofOutput(returned).uint();
    }

    /** Reads what {@code lastBucket} returned. */
    public static long number(Bytes returned) {
        return AbiReader.ofOutput(returned).number(32);
    }
}
