// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bls} from "../staking/Bls.sol";
import {Checkpoint, CheckpointDigest} from "./Checkpoint.sol";
import {Committee} from "./Committee.sol";
import {HUB_CHAINS, HUB_CHECKPOINTS, HUB_ESCROW, HUB_MEMBERS} from "./Hub.sol";
import {HubChains} from "./HubChains.sol";
import {HubCheckpoints} from "./HubCheckpoints.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubMembers} from "./HubMembers.sol";
import {Lists, Token, Total} from "./Lists.sol";
import {Message, Messages} from "./Messages.sol";

/// @title Proof that a sidechain's committee lied
/// @notice Anyone brings what was signed; whose signature is under it loses its bond, half of it to who brought it.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001025; docs/spec/hub.md, rules 22 and 26.
contract HubProofs {
    struct Certificate {
        uint64 signers;
        bytes signature;
    }

    event Contradicted(uint64 indexed chain, uint64 indexed sequence, bytes32 first, bytes32 second);
    event MemberContradicted(uint64 indexed chain, bytes32 indexed keyHash, bytes32 first, bytes32 second);
    event ShortTotals(uint64 indexed chain, uint64 indexed sequence, address asset);

    /// @notice Both can be honest: not two different checkpoints of one chain, sequence and term.
    error NoContradiction();
    /// @notice The term's bonds were free to go: nobody would pay for a lie of that time.
    error TooOld(uint64 chain, uint64 term);
    error WrongKeys();
    error NotSigned();
    error NotMember(bytes32 keyHash);
    error NotAccepted();
    error NotTheOutbox();
    error TotalsSuffice();

    uint256 public constant MAX_MESSAGES = 256;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubMembers private constant MEMBERS = HubMembers(HUB_MEMBERS);
    HubCheckpoints private constant CHECKPOINTS = HubCheckpoints(HUB_CHECKPOINTS);

    /// @notice Two checkpoints, both signed by a quorum of one committee: the chain is frozen, and who signed both pays.
    function proveConflict(
        Checkpoint calldata a,
        Certificate calldata signedA,
        Checkpoint calldata b,
        Certificate calldata signedB,
        bytes calldata keys
    ) external {
        HubEscrow(payable(HUB_ESCROW)).requireFree();
        (bytes32 first, bytes32 second) = contradict(a, b);
        requireCommittee(a.chainId, a.term, keys);
        if (
            !Committee.isSigned(keys, signedA.signers, signedA.signature, first)
                || !Committee.isSigned(keys, signedB.signers, signedB.signature, second)
        ) revert NotSigned();
        emit Contradicted(a.chainId, a.sequence, first, second);
        CHAINS.freeze(a.chainId);
        MEMBERS.burn(a.chainId, keys, signedA.signers & signedB.signers, msg.sender);
    }

    /// @notice Two checkpoints signed by one member, which pays. The chain goes on: one liar must not stop it.
    function proveDouble(
        Checkpoint calldata a,
        bytes calldata signatureA,
        Checkpoint calldata b,
        bytes calldata signatureB,
        bytes calldata key
    ) external {
        HubEscrow(payable(HUB_ESCROW)).requireFree();
        (bytes32 first, bytes32 second) = contradict(a, b);
        bytes32 keyHash = keccak256(key);
        if (MEMBERS.member(a.chainId, keyHash).bond == 0) revert NotMember(keyHash);
        if (
            !Bls.verify(key, abi.encodePacked(first), signatureA, Bls.SIGN)
                || !Bls.verify(key, abi.encodePacked(second), signatureB, Bls.SIGN)
        ) revert NotSigned();
        emit MemberContradicted(a.chainId, keyHash, first, second);
        MEMBERS.burn(a.chainId, key, 1, msg.sender);
    }

    /// @notice An accepted checkpoint whose messages together take out more of an asset than its totals, or a token that
    /// its list does not have: the chain is frozen, and its signers pay.
    /// @param messages all of its outbox, in order
    /// @param asset of which too little is there
    function proveShortTotals(
        Checkpoint calldata c,
        Total[] calldata totals,
        Token[] calldata tokens,
        Message[] calldata messages,
        address asset,
        bytes calldata keys
    ) external {
        HubEscrow(payable(HUB_ESCROW)).requireFree();
        if (!CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        requireCommittee(c.chainId, c.term, keys);
        bool whole = messages.length == c.outboxCount && messages.length <= MAX_MESSAGES
            && Lists.hashTotals(totals, tokens) == c.totals && rootOf(messages) == c.outboxRoot;
        if (!whole) revert NotTheOutbox();
        if (!isShort(c.chainId, totals, tokens, messages, asset)) revert TotalsSuffice();
        emit ShortTotals(c.chainId, c.sequence, asset);
        CHAINS.freeze(c.chainId);
        uint64 signers = CHECKPOINTS.acceptedAt(c.chainId, c.sequence).signers;
        MEMBERS.burn(c.chainId, keys, signers, msg.sender);
    }

    /// @dev Of another term the same sequence may be signed again: the one before may never have been carried here.
    function contradict(Checkpoint calldata a, Checkpoint calldata b) private view returns (bytes32 first, bytes32 second) {
        (first, second) = (CheckpointDigest.hash(a), CheckpointDigest.hash(b));
        if (first == second || a.chainId != b.chainId || a.sequence != b.sequence || a.term != b.term) {
            revert NoContradiction();
        }
    }

    function requireCommittee(uint64 chain, uint64 term, bytes calldata keys) private view {
        if (!MEMBERS.answers(chain, term)) revert TooOld(chain, term);
        if (Committee.hash(chain, term, keys) != MEMBERS.committeeOf(chain, term)) revert WrongKeys();
    }

    function rootOf(Message[] calldata messages) private view returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](messages.length);
        for (uint256 i = 0; i < leaves.length; i++) leaves[i] = Messages.leaf(i, Messages.hash(messages[i]));
        return Messages.rootOf(leaves);
    }

    /// @dev A message that says it is another chain's cannot be claimed, and asks for nothing.
    function isShort(
        uint64 chain,
        Total[] calldata totals,
        Token[] calldata tokens,
        Message[] calldata messages,
        address asset
    ) private pure returns (bool) {
        uint256 there = 0;
        for (uint256 i = 0; i < totals.length; i++) {
            if (totals[i].asset == asset) there = totals[i].amount;
        }
        for (uint256 i = 0; i < messages.length; i++) {
            Message calldata m = messages[i];
            if (m.from != chain || m.asset != asset) continue;
            if (m.kind == Messages.TOKEN) {
                if (!has(tokens, asset, m.amount)) return true;
            } else {
                if (m.amount > there) return true;
                there -= m.amount;
            }
        }
        return false;
    }

    function has(Token[] calldata tokens, address asset, uint256 id) private pure returns (bool) {
        for (uint256 i = 0; i < tokens.length; i++) {
            if (tokens[i].asset == asset && tokens[i].id == id) return true;
        }
        return false;
    }
}
