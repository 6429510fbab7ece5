// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {hubDigest} from "./Hub.sol";

/// @notice What a chain's committee signs about a run of its blocks (docs/spec/hub.md, rule 20).
/// @param previous the digest of the one before, 0 for the first
/// @param inboxCursor so many messages of the inbox were handled
/// @param totals {Lists.hashTotals}
/// @param exits {Lists.hashExits}
/// @param nextCommittee {Committee.hash} of the next term, or 0
struct Checkpoint {
    uint64 chainId;
    uint64 sequence;
    bytes32 previous;
    uint64 term;
    uint64 firstBlock;
    uint64 lastBlock;
    bytes32 blockHash;
    bytes32 preState;
    bytes32 postState;
    uint64 inboxCursor;
    bytes32 inboxHash;
    bytes32 outboxRoot;
    uint32 outboxCount;
    bytes32 totals;
    bytes32 exits;
    bytes32 data;
    bytes32 nextCommittee;
}

/// @title What is signed of a checkpoint
library CheckpointDigest {
    bytes32 private constant TYPE = keccak256(
        "Checkpoint(uint64 chainId,uint64 sequence,bytes32 previous,uint64 term,uint64 firstBlock,uint64 lastBlock,bytes32 blockHash,bytes32 preState,bytes32 postState,uint64 inboxCursor,bytes32 inboxHash,bytes32 outboxRoot,uint32 outboxCount,bytes32 totals,bytes32 exits,bytes32 data,bytes32 nextCommittee)"
    );

    function hash(Checkpoint calldata c) internal view returns (bytes32) {
        return hubDigest(keccak256(abi.encode(TYPE, c)));
    }
}
