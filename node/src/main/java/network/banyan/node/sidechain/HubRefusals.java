// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.node.cli.Sentences;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the contracts of the hub, and of its side on a chain, refuse, in sentences. */
public final class HubRefusals {
    private static final Sentences SENTENCES = new Sentences(said());

    private HubRefusals() {}

    public static Optional<String> sentence(Address called, Bytes revert) {
        return SENTENCES.of(revert);
    }

    private static SortedMap<String, String> said() {
        SortedMap<String, String> said = new TreeMap<>();
        said.putAll(ofRegistration());
        said.putAll(ofSending());
        said.putAll(ofClaims());
        said.putAll(ofExits());
        said.putAll(ofDisputes());
        return said;
    }

    private static SortedMap<String, String> ofRegistration() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put(
                "ChainTaken(uint64)",
                "Another chain has that id on this root: create it anew with another --chain-id.");
        said.put("BadCharter(string)", "The root takes no such charter.");
        said.put("TierNotBuilt(uint8)", "The root has no such tier yet.");
        said.put(
                "PaidTooLittle(uint256,uint256)",
                "Too little was paid: a chain takes a fee and 30 days of rent, a demand its deposit.");
        said.put("BadLimit(address)", "A limit is at least 10 of an asset's smallest units, and one for each asset.");
        said.put("BadExport(bytes32)", "The root takes no such token.");
        said.put("NotOwner(uint64,address)", "The chain is not this account's: name the one that registered it.");
        said.put("WrongState(uint64,uint8)", "The chain went on meanwhile: do it again to see where it stands.");
        said.put("CommitteeNotEligible()", "Not all of the committee have joined, or one is leaving.");
        said.put("BondTooSmall(uint256,uint256)", "The bond is too small.");
        said.put("KeyTaken(bytes32)", "That key is a member already.");
        said.put("BadProof()", "The key did not sign for this chain and account.");
        return said;
    }

    private static SortedMap<String, String> ofSending() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotTaking(uint64)", "The chain takes no messages now: it is not ACTIVE, or its rent has run out.");
        said.put("BadParcel(string)", "The contract takes no such message; see its deadline, gas, data and amount.");
        said.put("OnlyForKeys()", "Only an account that has a key can ask for this, and not a contract.");
        said.put("Busy()", "The bridge is in the middle of another message.");
        said.put(
                "NotAnAsset(address)",
                "That is no asset of this kind: an ERC-20 token, or an ERC-721 one with its id.");
        said.put("WrongValue(uint256,uint256)", "The coin that came along is not what the message says.");
        said.put("NothingCame()", "The token says that it was sent, but nothing came.");
        said.put("TooMuch(address)", "So much of an asset is never sent to one chain.");
        said.put("Refused()", "The asset refuses to be sent: is there enough of it, and may the hub take it?");
        said.put(
                "WaitForNextRun()", "No more of this leaves in this run of the chain's blocks: try again in a moment.");
        said.put("NotHere(address)", "The chain's members have not listed that asset there.");
        said.put("NotYours(address,uint256)", "The token is not this account's.");
        said.put("OverCap(uint256,uint256)", "So much of the chain's own coin may not be out of it at once.");
        said.put("NotFounded()", "The chain's genesis makes no sidechain of it.");
        said.put("TooLittleGas()", "The transaction had too little gas for the contract that it calls.");
        said.put("ERC20InsufficientBalance(address,uint256,uint256)", "The account has not so much of that token.");
        said.put(
                "ERC20InsufficientAllowance(address,uint256,uint256)",
                "The hub may not take so much of that token from the account.");
        return said;
    }

    private static SortedMap<String, String> ofDisputes() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotDisputable(uint64)", "The chain is not of tier D: nothing of it is disputed.");
        said.put("Incomplete()", "What is shown does not suffice to judge.");
        said.put("NotFalse()", "The chain is right.");
        said.put("TooLate()", "It is too late: the checkpoint is paid, or the chain has ended.");
        said.put("TooEarly()", "It is too early for that.");
        said.put("WrongBlocks()", "Those are not the blocks of the checkpoint.");
        said.put("WrongHeader()", "That is not the header of the block.");
        said.put("NotAHeader()", "That is no header.");
        said.put("WrongKeys()", "Those are not the keys of the committee.");
        said.put("NoSuchBlock(uint64)", "The checkpoint is not about that block.");
        said.put("AlreadyDemanded(uint64)", "The block is demanded already.");
        said.put("WrongBond(uint256,uint256)", "A dispute takes a bond of exactly 100 coins.");
        said.put("NotDemanded(uint64)", "Nobody demands that block.");
        said.put("TooLarge(uint256,uint256)", "A piece of evidence has 1 to 24,575 bytes.");
        said.put("CoinRefused()", "The account does not take coins.");
        return said;
    }

    private static SortedMap<String, String> ofClaims() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotAccepted()", "The root has accepted no such checkpoint.");
        said.put("NothingOwed()", "The hub owes the account nothing of that.");
        said.put("NotMature(uint64,uint64)", "The checkpoint still waits its delay.");
        said.put("NotInOutbox(uint64)", "The checkpoint's outbox does not have the message.");
        said.put("AlreadyClaimed(uint64,uint64,uint64)", "The message was claimed already.");
        said.put(
                "TotalSpent(uint64,uint64,address)",
                "The checkpoint brought out less than its messages ask for, and nothing is left: its chain lied.");
        said.put(
                "OutflowReached(uint64,address)",
                "The chain's outflow limit is used up for now: claim again when it has refilled.");
        return said;
    }

    private static SortedMap<String, String> ofExits() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put(
                "NotSilent(uint64)",
                "The chain has left no message for as long as this root lets it (a day in earnest).");
        said.put("TooEarly(uint64)", "It must stand so for longer before it ends (a day in earnest).");
        said.put("NotForced(uint64)", "The message is no forced withdrawal that the checkpoint passed.");
        said.put("WrongMessage(uint64)", "The inbox does not have that message there.");
        said.put("Answered()", "The chain has answered.");
        said.put("WasHandled(uint64)", "The chain took the message before it ended: leave with a leaf instead.");
        said.put("AlreadyPaid()", "That was paid already.");
        said.put("NothingToPay()", "The message brought nothing.");
        said.put("NotInTree()", "The checkpoint's trees do not have that leaf.");
        return said;
    }
}
