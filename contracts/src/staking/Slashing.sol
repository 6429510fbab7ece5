// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bls} from "./Bls.sol";
import {DELEGATES} from "./System.sol";

/// @title Proof that a delegate lied
/// @notice Anyone who holds two votes of one key that no honest member casts both brings them here. The contract puts the
/// signed bytes together itself and checks both signatures; the delegate loses a share of its pledge and its place, and
/// the reporter gets a part.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001008. What a vote signs is rule 1 of
/// docs/spec/consensus.md. A delegate is convicted once: after that it has no place to lie from.
contract Slashing {
    /// @notice A vote as consensus knows it, without its signature.
    /// @param kind 1 NOTARIZE (a proposal is its leader's), 2 NULLIFY, 3 FINALIZE
    struct Vote {
        uint64 epoch;
        uint64 view_;
        uint8 kind;
        uint64 height;
        bytes32 blockHash;
    }

    event Convicted(
        uint32 indexed delegate, uint32 indexed identity, address indexed reporter, uint256 epoch, uint256 view_, uint256 slashed
    );

    /// @notice These two can both be honest, or are no votes at all.
    error NoContradiction();
    error UnknownIdentity(uint32 identity);
    /// @notice The first (0) or the second (1) signature is not true.
    error BadSignature(uint256 which);

    uint8 private constant NOTARIZE = 1;
    uint8 private constant NULLIFY = 2;
    uint8 private constant FINALIZE = 3;

    /// @notice Convicts the delegate whose identity signed both votes. Reverts if it was convicted before, or nothing of
    /// its pledges is bound any more.
    /// @param signatureA uncompressed point of G2, 256 bytes
    /// @param signatureB uncompressed point of G2, 256 bytes
    /// @return slashed what it lost, in wei
    function report(
        uint32 identity,
        Vote calldata a,
        bytes calldata signatureA,
        Vote calldata b,
        bytes calldata signatureB
    ) external returns (uint256 slashed) {
        if (!contradict(a, b)) revert NoContradiction();
        (uint32 delegate, bytes memory key) = DELEGATES.publicKey(identity);
        if (delegate == 0) revert UnknownIdentity(identity);
        if (!Bls.verify(key, message(a), signatureA, Bls.SIGN)) revert BadSignature(0);
        if (!Bls.verify(key, message(b), signatureB, Bls.SIGN)) revert BadSignature(1);
        slashed = DELEGATES.expel(delegate, msg.sender);
        emit Convicted(delegate, identity, msg.sender, a.epoch, a.view_, slashed);
    }

    /// @notice Whether no honest member casts both: in one view, two of one kind that differ, or FINALIZE beside NULLIFY.
    function contradict(Vote calldata a, Vote calldata b) public pure returns (bool) {
        if (!wellFormed(a) || !wellFormed(b) || a.epoch != b.epoch || a.view_ != b.view_) return false;
        if (a.kind == b.kind) return a.height != b.height || a.blockHash != b.blockHash;
        return a.kind != NOTARIZE && b.kind != NOTARIZE;
    }

    /// @notice The 79 bytes that a vote signs.
    function message(Vote calldata v) public view returns (bytes memory) {
        return abi.encodePacked(
            "BANYAN-VOTE-V1", uint64(block.chainid), v.epoch, v.view_, v.kind, v.height, v.blockHash
        );
    }

    function wellFormed(Vote calldata v) private pure returns (bool) {
        if (v.view_ == 0 || v.kind < NOTARIZE || v.kind > FINALIZE) return false;
        return v.kind != NULLIFY || (v.height == 0 && v.blockHash == 0);
    }
}
