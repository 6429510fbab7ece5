// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, CheckpointDigest} from "./Checkpoint.sol";
import {Committee} from "./Committee.sol";
import {HUB_CHAINS, HUB_DISPUTES, HUB_ESCROW, HUB_INBOX, HUB_MEMBERS, OnlyFor, only} from "./Hub.sol";
import {DISPUTABLE, HubChains, State} from "./HubChains.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubInbox} from "./HubInbox.sol";
import {HubMembers} from "./HubMembers.sol";
import {Exit, Lists, Token, Total} from "./Lists.sol";

/// @title What the sidechains' committees signed
/// @notice Takes each chain's checkpoints in order, from anybody, and moves what they bring out from escrow to pending in
/// the same step. One that asks for more than is there moves nothing, freezes its chain and costs its signers their bonds.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001024; docs/spec/hub.md, rules 20 to 25. Nothing that
/// changes with time alone makes a signed checkpoint unacceptable for ever, or an honest committee would have to sign a
/// second one of the same sequence.
contract HubCheckpoints {
    /// @notice A checkpoint with all that is needed to judge it.
    /// @param keys the committee's, one after the other
    /// @param signers bit i for member i
    /// @param nextKeys what `nextCommittee` is the hash of; empty if that is 0
    struct Submission {
        Checkpoint checkpoint;
        Total[] totals;
        Token[] tokens;
        Exit[] exits;
        bytes keys;
        uint64 signers;
        bytes signature;
        bytes nextKeys;
    }

    /// @notice The end of a chain's line.
    struct Line {
        bytes32 digest;
        bytes32 state;
        uint64 sequence;
        uint64 lastBlock;
        uint64 cursor;
    }

    /// @param clock by the chain's clock, when it was accepted
    struct Accepted {
        bytes32 digest;
        uint64 clock;
        uint64 cursor;
        uint64 signers;
        uint64 term;
    }

    event CheckpointAccepted(uint64 indexed chain, uint64 indexed sequence, bytes32 digest, Checkpoint checkpoint);
    event Overdrawn(uint64 indexed chain, uint64 indexed sequence, bytes32 digest);
    /// @notice The checkpoint stands, but the committee it names is not eligible, or another one waits.
    event CommitteeNotTaken(uint64 indexed chain, bytes32 committee);

    error WrongState(uint64 chain, State state);
    /// @notice It does not follow on the last one.
    error OutOfLine(string what);
    error WrongTerm(uint64 term, uint64 sitting);
    error WrongInbox(uint64 cursor);
    error WrongLists();
    error WrongKeys();
    error NotSigned();

    uint32 public constant MAX_OUTBOX = 1 << 16;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubMembers private constant MEMBERS = HubMembers(HUB_MEMBERS);
    HubEscrow private constant ESCROW = HubEscrow(payable(HUB_ESCROW));
    HubInbox private constant INBOX = HubInbox(HUB_INBOX);

    mapping(uint64 chain => Line) private lines;
    mapping(uint64 chain => mapping(uint64 sequence => Accepted)) private accepted;

    /// @notice Takes a checkpoint. The same one again does nothing.
    function submit(Submission calldata s) external {
        if (CHAINS.tierOf(s.checkpoint.chainId) == DISPUTABLE) revert OnlyFor(HUB_DISPUTES);
        take(s, msg.sender);
    }

    /// @notice For {HubDisputes}: as {submit}.
    /// @return whether it was accepted, and was not before
    function submitFor(Submission calldata s, address carrier) external returns (bool) {
        only(HUB_DISPUTES);
        return take(s, carrier);
    }

    function take(Submission calldata s, address carrier) private returns (bool) {
        ESCROW.requireFree();
        Checkpoint calldata c = s.checkpoint;
        bytes32 digest = CheckpointDigest.hash(c);
        if (accepted[c.chainId][c.sequence].digest == digest) return false;
        bool isSilent = requireOpen(c.chainId);
        requireInLine(c);
        if (c.inboxHash != INBOX.hashAt(c.chainId, c.inboxCursor) || c.inboxCursor > INBOX.count(c.chainId)) {
            revert WrongInbox(c.inboxCursor);
        }
        requireLists(s);
        uint64 sitting = MEMBERS.sitting(c.chainId);
        if (c.term != sitting) revert WrongTerm(c.term, sitting);
        requireSigned(s, digest);

        if (!ESCROW.release(c.chainId, c.sequence, c.inboxCursor, s.totals, s.tokens, s.exits)) {
            emit Overdrawn(c.chainId, c.sequence, digest);
            CHAINS.freeze(c.chainId);
            MEMBERS.burn(c.chainId, s.keys, s.signers, carrier);
            return false;
        }
        accept(s, digest);
        if (isSilent && !INBOX.isLate(c.chainId, c.inboxCursor)) CHAINS.resume(c.chainId);
        return true;
    }

    function accept(Submission calldata s, bytes32 digest) private {
        Checkpoint calldata c = s.checkpoint;
        lines[c.chainId] = Line(digest, c.postState, c.sequence, c.lastBlock, c.inboxCursor);
        accepted[c.chainId][c.sequence] =
            Accepted(digest, CHAINS.clockOf(c.chainId), c.inboxCursor, s.signers, c.term);
        emit CheckpointAccepted(c.chainId, c.sequence, digest, c);
        if (isNext(c)) MEMBERS.seat(c.chainId);
        if (c.nextCommittee != 0 && !MEMBERS.name(c.chainId, s.nextKeys)) {
            emit CommitteeNotTaken(c.chainId, c.nextCommittee);
        }
    }

    /// @return isSilent whether the chain is SUSPENDED for silence, which a checkpoint may end
    function requireOpen(uint64 chain) private view returns (bool isSilent) {
        HubChains.Standing memory standing = CHAINS.standing(chain);
        isSilent = standing.state == State.SUSPENDED && standing.isSilent;
        if (standing.state != State.ACTIVE && !isSilent) revert WrongState(chain, standing.state);
    }

    function lineOf(uint64 chain) external view returns (Line memory) {
        return lines[chain];
    }

    function cursorOf(uint64 chain) external view returns (uint64) {
        return lines[chain].cursor;
    }

    /// @notice What is kept of an accepted checkpoint; all zero of another.
    function acceptedAt(uint64 chain, uint64 sequence) external view returns (Accepted memory) {
        return accepted[chain][sequence];
    }

    function digestOf(Checkpoint calldata c) external view returns (bytes32) {
        return CheckpointDigest.hash(c);
    }

    function isAccepted(Checkpoint calldata c) external view returns (bool) {
        return accepted[c.chainId][c.sequence].digest == CheckpointDigest.hash(c);
    }

    /// @notice Whether an accepted checkpoint has waited long enough to be paid.
    function isMature(uint64 chain, uint64 sequence) public view returns (bool) {
        Accepted storage a = accepted[chain][sequence];
        return a.digest != 0 && a.clock + CHAINS.delayOf(chain) <= CHAINS.clockOf(chain);
    }

    /// @notice The last checkpoint that is paid, 0 for none.
    function lastMature(uint64 chain) external view returns (uint64) {
        (uint64 low, uint64 high) = (0, lines[chain].sequence);
        while (low < high) {
            uint64 middle = high - (high - low) / 2;
            if (isMature(chain, middle)) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    function requireInLine(Checkpoint calldata c) private view {
        Line storage line = lines[c.chainId];
        if (c.sequence != line.sequence + 1) revert OutOfLine("sequence");
        if (c.previous != line.digest) revert OutOfLine("previous");
        if (c.firstBlock != line.lastBlock + 1 || c.lastBlock < c.firstBlock) revert OutOfLine("blocks");
        if (line.sequence != 0 && c.preState != line.state) revert OutOfLine("preState");
        if (c.inboxCursor < line.cursor) revert OutOfLine("inboxCursor");
    }

    function requireLists(Submission calldata s) private pure {
        Checkpoint calldata c = s.checkpoint;
        bool counted = c.outboxCount <= MAX_OUTBOX && (c.outboxCount == 0) == (c.outboxRoot == 0);
        bool named = Lists.hashTotals(s.totals, s.tokens) == c.totals && Lists.hashExits(s.exits) == c.exits;
        if (!counted || !named || !Lists.areOrdered(s.totals, s.tokens, s.exits)) revert WrongLists();
    }

    function requireSigned(Submission calldata s, bytes32 digest) private view {
        Checkpoint calldata c = s.checkpoint;
        if (Committee.hash(c.chainId, c.term, s.keys) != MEMBERS.committeeOf(c.chainId, c.term)) revert WrongKeys();
        bool hasNext = c.nextCommittee != 0;
        if (hasNext != (s.nextKeys.length != 0)) revert WrongKeys();
        if (hasNext && Committee.hash(c.chainId, c.term + 1, s.nextKeys) != c.nextCommittee) revert WrongKeys();
        if (!Committee.isSigned(s.keys, s.signers, s.signature, digest)) revert NotSigned();
    }

    /// @dev Whether it is the first one of its term.
    function isNext(Checkpoint calldata c) private view returns (bool) {
        return c.sequence > 1 && accepted[c.chainId][c.sequence - 1].term != c.term;
    }
}
