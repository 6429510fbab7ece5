// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Calls of {@code Delegates}, and its answers: who stands for election, with which keys, on whose pledge. */
public final class DelegatesContract {
    public static final Address ADDRESS = Address.ofNumber(0x1004);

    /** The longest web address and endpoint, in bytes. */
    public static final int MAX_TEXT = 128;

    /** The first topic of the event that a registration leaves; the second is the delegate's number. */
    public static final Hash REGISTERED = AbiValue.topic("DelegateRegistered(uint32,address,bytes32)");

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{3,32}");
    private static final String APPLICATION = "(address,bytes32,bytes,bytes,bytes)";

    private DelegatesContract() {}

    /** Where a delegate stands; {@link #code} as the contract counts. */
    public enum Status {
        NONE(0),
        REGISTERED(1),
        ACTIVE(2),
        SUSPENDING(3),
        LEAVING(4),
        EXITED(5),
        EXPELLED(6);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** Whether it has a pledge that stands, and so a place in the ranking. */
        public boolean isRanked() {
            return this == ACTIVE || this == SUSPENDING || this == LEAVING;
        }

        /** {@link #NONE} for a code that there is not. */
        public static Status of(int code) {
            return Stream.of(values())
                    .filter(status -> status.code == code)
                    .findFirst()
                    .orElse(NONE);
        }
    }

    /**
     * What people see of a delegate. All of it is the owner's own choice: hostile text.
     *
     * @param web at most 128 bytes
     * @param logo SHA-256 of an image, or zero
     * @param endpoint where its node listens, at most 128 bytes
     */
    public record Profile(String web, Hash logo, String endpoint) {}

    /**
     * Everything about a delegate but votes and keys.
     *
     * @param commission in basis points, as it was set last: if {@code nextCommissionAt} is past, {@code nextCommission}
     *     is in force
     * @param nextCommissionAt seconds since 1970; 0 for never, as all times here
     * @param identity number of the operator and keys that count from the next snapshot on
     * @param pledge the bucket that stands, or stood last; 0 for none
     * @param previous the one before
     * @param endorsementEnds since when anyone may suspend it
     */
    public record Delegate(
            Address owner,
            Status status,
            int commission,
            int nextCommission,
            long nextCommissionAt,
            Address rewardAddress,
            long identity,
            long registeredAt,
            long pledge,
            long previous,
            long endorsementEnds,
            Address nextOwner,
            String name,
            Profile profile) {
        /** In basis points. */
        public int commissionAt(long seconds) {
            return nextCommissionAt != 0 && seconds >= nextCommissionAt ? nextCommission : commission;
        }
    }

    /** What a committee needs to know of a member. */
    public record Member(String name, Address operator, Bytes blsKey, Hash nodeKey, long delegate) {}

    /** Rule 11. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Needs the registration fee as its value.
     *
     * @param payTo where the delegate's own part of the rewards is paid
     * @param commission in basis points
     */
    public static Bytes register(String name, Application application, Address payTo, int commission, Profile profile) {
        return AbiValue.call(
                "register(string," + APPLICATION + ",address,uint16,string,bytes32,string)",
                AbiValue.of(name),
                application.encoded(),
                AbiValue.of(payTo),
                AbiValue.of(commission),
                AbiValue.of(profile.web()),
                AbiValue.of(profile.logo()),
                AbiValue.of(profile.endpoint()));
    }

    public static Bytes setIdentity(long delegate, Application application) {
        return AbiValue.call("setIdentity(uint32," + APPLICATION + ")", AbiValue.of(delegate), application.encoded());
    }

    public static Bytes setProfile(long delegate, Profile profile) {
        return AbiValue.call(
                "setProfile(uint32,string,bytes32,string)",
                AbiValue.of(delegate),
                AbiValue.of(profile.web()),
                AbiValue.of(profile.logo()),
                AbiValue.of(profile.endpoint()));
    }

    public static Bytes setRewardAddress(long delegate, Address payTo) {
        return AbiValue.call("setRewardAddress(uint32,address)", AbiValue.of(delegate), AbiValue.of(payTo));
    }

    /** @param commission in basis points */
    public static Bytes setCommission(long delegate, int commission) {
        return AbiValue.call("setCommission(uint32,uint16)", AbiValue.of(delegate), AbiValue.of(commission));
    }

    public static Bytes endorse(long bucket, long delegate) {
        return AbiValue.call("endorse(uint32,uint32)", AbiValue.of(bucket), AbiValue.of(delegate));
    }

    public static Bytes activate(long delegate, long bucket) {
        return AbiValue.call("activate(uint32,uint32)", AbiValue.of(delegate), AbiValue.of(bucket));
    }

    public static Bytes withdrawEndorsement(long delegate) {
        return AbiValue.call("withdrawEndorsement(uint32)", AbiValue.of(delegate));
    }

    public static Bytes suspend(long delegate) {
        return AbiValue.call("suspend(uint32)", AbiValue.of(delegate));
    }

    public static Bytes requestExit(long delegate) {
        return AbiValue.call("requestExit(uint32)", AbiValue.of(delegate));
    }

    public static Bytes delegate(long delegate) {
        return AbiValue.call("delegate(uint32)", AbiValue.of(delegate));
    }

    /** Reads what {@code delegate} returned. */
    public static Delegate delegate(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned).struct();
        return new Delegate(
                in.address(),
                Status.of((int) in.number(8)),
                (int) in.number(16),
                (int) in.number(16),
                in.number(40),
                in.address(),
                in.number(32),
                in.number(40),
                in.number(32),
                in.number(32),
                in.number(40),
                in.address(),
                name(in.word()),
                profile(in));
    }

    private static Profile profile(AbiReader in) {
        Hash logo = in.word();
        String web = in.text(MAX_TEXT);
        return new Profile(web, logo, in.text(MAX_TEXT));
    }

    /** A name as words hold it: ASCII, zeros behind. */
    private static String name(Hash word) {
        byte[] text = word.toArray();
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }

    public static Bytes delegateNamed(String name) {
        return AbiValue.call("delegateNamed(string)", AbiValue.of(name));
    }

    /** The delegate whose a BLS key is. */
    public static Bytes delegateOfKey(Bytes uncompressed) {
        return AbiValue.call("delegateOfKey(bytes)", AbiValue.of(uncompressed));
    }

    public static Bytes delegateCount() {
        return AbiValue.call("delegateCount()");
    }

    /** Reads what {@code delegateNamed} or {@code delegateCount} returned; 0 for none. */
    public static long number(Bytes returned) {
        return AbiReader.ofOutput(returned).number(32);
    }

    /** What identities are, by their numbers. */
    public static Bytes members(List<Long> identities) {
        return AbiValue.call("members(uint32[])", AbiValue.ofNumbers(identities));
    }

    /** Reads what {@code members} returned, at most so many. */
    public static List<Member> members(Bytes returned, int most) {
        return AbiReader.ofOutput(returned).list(most, item -> {
            AbiReader in = item.struct();
            return new Member(name(in.word()), in.address(), in.bytes(48), in.word(), in.number(32));
        });
    }

    /** How many wait in the queue of rule 17. */
    public static Bytes queued() {
        return AbiValue.call("queued()");
    }

    public static UInt256 queued(Bytes returned) {
        return AbiReader.ofOutput(returned).uint();
    }
}
