// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.Parameter;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the staking contracts refuse, in sentences. */
final class Refusals {
    private interface Telling {
        String tell(AbiReader in, Address called);
    }

    private static final SortedMap<Bytes, Telling> WORDS = words();

    private Refusals() {}

    /**
     * @param called the contract that was called; others that it called may have refused
     * @param revert what came with the revert
     * @return empty if this is no error of theirs
     */
    static Optional<String> sentence(Address called, Bytes revert) {
        if (revert.size() < AbiValue.SELECTOR_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(WORDS.get(revert.slice(0, AbiValue.SELECTOR_SIZE)))
                    .map(telling -> telling.tell(AbiReader.ofArguments(revert), called));
        } catch (AbiException notItsArguments) {
            return Optional.empty();
        }
    }

    private static SortedMap<Bytes, Telling> words() {
        SortedMap<Bytes, Telling> words = new TreeMap<>();
        buckets((error, telling) -> words.put(AbiValue.selector(error), telling));
        tokens((error, telling) -> words.put(AbiValue.selector(error), telling));
        delegates((error, telling) -> words.put(AbiValue.selector(error), telling));
        protocol((error, telling) -> words.put(AbiValue.selector(error), telling));
        return Collections.unmodifiableSortedMap(words);
    }

    private interface Book {
        void say(String error, Telling telling);
    }

    private static void buckets(Book book) {
        book.say("NotOwner(uint32,address)", (in, called) -> {
            String what = called.equals(DelegatesContract.ADDRESS) ? "Delegate" : "Bucket";
            return "%s %d is not this account's.".formatted(what, in.number(32));
        });
        book.say("AmountTooSmall(uint256,uint256)", (in, _) -> {
            String sent = Coins.exactly(in.uint());
            return "%s coins are too few: it takes at least %s.".formatted(sent, Coins.exactly(in.uint()));
        });
        book.say(
                "DurationOutOfRange(uint256,uint256,uint256)",
                (in, _) -> "%d days are out of range: here it takes %d to %d."
                        .formatted(in.number(63), in.number(63), in.number(63)));
        book.say(
                "NoSuchDelegate(uint32)",
                (in, _) -> "Delegate %d takes no votes: it does not exist, or has left or was expelled."
                        .formatted(in.number(32)));
        book.say(
                "AlreadyUnstaked(uint32)",
                (in, _) -> "Bucket %d is unstaked; all that is left is to withdraw it.".formatted(in.number(32)));
        book.say(
                "NotUnstaked(uint32)",
                (in, _) -> "Bucket %d is still staked: unstake it first, then wait.".formatted(in.number(32)));
        book.say("Bound(uint32,uint256)", (in, _) -> {
            long bucket = in.number(32);
            long until = in.number(63);
            return until == 0
                    ? "Bucket %d stands as a delegate's pledge, so it stays where it is.".formatted(bucket)
                    : "Bucket %d was a pledge and is bound until %s.".formatted(bucket, Times.at(until));
        });
        book.say(
                "OnAutoStake(uint32)",
                (in, _) ->
                        ("Bucket %d is on auto-stake: end that by `banyan stake extend` without --auto-stake, and wait"
                                        + " for its duration.")
                                .formatted(in.number(32)));
        book.say(
                "TooEarly(uint32,uint256)",
                (in, _) -> "Too early for bucket %d: it has to wait until %s."
                        .formatted(in.number(32), Times.at(in.number(63))));
        book.say(
                "WouldShorten(uint32,uint32)",
                (in, _) -> ("The coins of bucket %d would come free earlier in bucket %d than they were promised to:"
                                + " extend that one first.")
                        .formatted(in.number(32), in.number(32)));
        book.say(
                "TooMany(uint256,uint256)",
                (in, _) -> "%d at once are too many: it takes %d at most.".formatted(in.number(63), in.number(63)));
        book.say(
                "NotEligible(uint32)",
                (in, _) ->
                        ("Bucket %d cannot be the pledge: it must vote for the delegate, not be unstaked, and hold at"
                                        + " least the least pledge.")
                                .formatted(in.number(32)));
        book.say(
                "NotCompounding(uint32)",
                (in, _) -> "Only its owner may compound bucket %d, who has not allowed it to others."
                        .formatted(in.number(32)));
    }

    private static void tokens(Book book) {
        book.say("ERC721NonexistentToken(uint256)", (in, _) -> "There is no bucket %s.".formatted(in.uint()));
        book.say("ERC721IncorrectOwner(address,uint256,address)", (in, _) -> {
            Address sender = in.address();
            return "Bucket %s is not the property of %s.".formatted(in.uint(), sender);
        });
        book.say("ERC721InsufficientApproval(address,uint256)", (in, _) -> {
            Address sender = in.address();
            return "%s may not transfer bucket %s.".formatted(sender, in.uint());
        });
        book.say(
                "ERC721InvalidReceiver(address)",
                (in, _) -> "%s does not take buckets: it is a contract that was not made for them, or nobody."
                        .formatted(in.address()));
        book.say("ERC721InvalidSender(address)", (in, _) -> "%s cannot give buckets.".formatted(in.address()));
        book.say("ERC721InvalidOwner(address)", (in, _) -> "%s cannot own buckets.".formatted(in.address()));
        book.say("ERC721InvalidOperator(address)", (in, _) -> "%s cannot act for others.".formatted(in.address()));
        book.say("ERC721InvalidApprover(address)", (in, _) -> "%s may not approve that.".formatted(in.address()));
    }

    private static void delegates(Book book) {
        book.say("UnknownDelegate(uint32)", (in, _) -> "There is no delegate %d.".formatted(in.number(32)));
        book.say("WrongStatus(uint32,uint8)", (in, _) -> {
            long delegate = in.number(32);
            return "That cannot be done while delegate %d is %s."
                    .formatted(delegate, Standings.status(DelegatesContract.Status.of((int) in.number(8))));
        });
        book.say("WrongFee(uint256,uint256)", (in, _) -> {
            String sent = Coins.exactly(in.uint());
            return "The fee is %s coins, not %s.".formatted(Coins.exactly(in.uint()), sent);
        });
        book.say("BadName()", (_, _) -> "A delegate's name has 3 to 32 of a-z, 0-9 and the hyphen.");
        book.say("NameTaken(uint32)", (in, _) -> "Delegate %d has that name, for ever.".formatted(in.number(32)));
        book.say(
                "TooLong(uint256,uint256)",
                (in, _) -> "%d bytes are too long: it takes %d at most.".formatted(in.number(63), in.number(63)));
        book.say(
                "CommissionTooHigh(uint256,uint256)",
                (in, _) -> "A commission of %s is too high: it takes %s at most."
                        .formatted(
                                Shares.ofBasisPoints((int) in.number(31)), Shares.ofBasisPoints((int) in.number(31))));
        book.say("ZeroAddress()", (_, _) -> "Rewards cannot be paid to address zero.");
        book.say(
                "NotEndorsed(uint32)",
                (in, _) -> "Bucket %d is neither this account's nor endorses the delegate by its owner's word."
                        .formatted(in.number(32)));
        book.say(
                "PledgeBusy(uint32)",
                (in, _) -> "Two former pledges of this delegate are bound already; bucket %d must come free first."
                        .formatted(in.number(32)));
        book.say(
                "TooEarly(uint256)",
                (in, _) -> "Too early: it has to wait until %s.".formatted(Times.at(in.number(63))));
        book.say(
                "NothingBound(uint32)",
                (in, _) -> "Nothing of delegate %d is bound any more, so there is nothing to take."
                        .formatted(in.number(32)));
        book.say("BadKey()", (_, _) -> "The node key is zero or the BLS key is no point of the curve.");
        book.say(
                "KeyTaken(uint32)",
                (in, _) -> "Delegate %d has, or had, this key: make new ones.".formatted(in.number(32)));
        book.say("BadProof()", (_, _) -> "The proof of possession does not fit the BLS key.");
        book.say("BadBinding()", (_, _) -> "The BLS key is not bound to this owner, operator, node key and name.");
    }

    private static void protocol(Book book) {
        book.say("NoContradiction()", (_, _) -> "An honest member can cast both of these votes.");
        book.say("UnknownIdentity(uint32)", (in, _) -> "There is no identity %d.".formatted(in.number(32)));
        book.say(
                "BadSignature(uint256)",
                (in, _) -> "The %s vote is not signed by this delegate's key."
                        .formatted(in.number(1) == 0 ? "first" : "second"));
        book.say("NoSnapshot(uint256)", (in, _) -> "No candidates are kept of epoch %s.".formatted(in.uint()));
        book.say("NotNext(uint256,uint256)", (in, _) -> "Epoch %s is not after %s.".formatted(in.uint(), in.uint()));
        book.say("OnlyFor(address)", (in, _) -> "Only %s may do that.".formatted(in.address()));
        book.say("NotGovernor(address)", (in, _) -> "%s is not the governor.".formatted(in.address()));
        book.say("UnknownParameter(uint256)", (in, _) -> "There is no governed value %s.".formatted(in.uint()));
        book.say(
                "OutOfRange(uint256,uint256,uint256,uint256)",
                (in, _) -> "Governed value %s cannot be %s: it takes %s to %s."
                        .formatted(in.uint(), in.uint(), in.uint(), in.uint()));
        book.say("NothingProposed(uint256)", (in, _) -> {
            long number = in.number(31);
            return "Nothing is proposed for %s."
                    .formatted(Parameter.of(number).map(Parameter::name).orElse("value " + number));
        });
        book.say("FailedCall()", (_, _) -> "The receiver of the coins refused them.");
        book.say(
                "InsufficientBalance(uint256,uint256)",
                (in, _) -> "The contract holds %s coins where it needs %s."
                        .formatted(Coins.exactly(in.uint()), Coins.exactly(in.uint())));
        book.say("ReentrancyGuardReentrantCall()", (_, _) -> "A contract tried to call while it was being called.");
        book.say(
                "SafeCastOverflowedUintDowncast(uint8,uint256)",
                (in, _) -> "A number does not fit %d bits.".formatted(in.number(8)));
    }
}
