// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {hubDigestFor} from "./Hub.sol";

/// @notice What goes from chain to chain; `from` or `to` is 0 for the root (docs/spec/hub.md, rule 15).
/// @param kind one of {Messages}
/// @param amount in the asset's smallest unit; of a token (ERC-721) its id
/// @param gas what a call may take, at most 1,000,000
/// @param deadline seconds of the root's time
/// @param refund who has the value if it cannot be delivered
struct Message {
    uint64 from;
    uint64 to;
    uint64 nonce;
    uint8 kind;
    address sender;
    address recipient;
    address asset;
    uint256 amount;
    uint64 gas;
    uint64 deadline;
    address refund;
    bytes data;
}

/// @notice What a sender says of a message, on the root and on a chain with an outpost; the rest is written by who takes it.
/// @param asset 0 for the root's coin; a chain's own token goes by its wrapper's address
/// @param amount in the asset's smallest unit; of a token (ERC-721) its id
struct Parcel {
    uint64 to;
    uint8 kind;
    address recipient;
    address asset;
    uint256 amount;
    uint64 gas;
    uint64 deadline;
    address refund;
    bytes data;
}

/// @title The kinds of messages, their hash, and their tree
library Messages {
    uint8 internal constant DEPOSIT = 1;
    uint8 internal constant CALL = 2;
    uint8 internal constant TOKEN = 3;
    uint8 internal constant FORCED = 4;
    uint8 internal constant REFUND = 5;

    uint256 internal constant MAX_DATA = 8192;

    bytes32 private constant TYPE = keccak256(
        "Message(uint64 from,uint64 to,uint64 nonce,uint8 kind,address sender,address recipient,address asset,uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)"
    );

    /// @notice The message's EIP-712 digest, on the root itself.
    function hash(Message memory m) internal view returns (bytes32) {
        return hashFor(block.chainid, m);
    }

    /// @notice The same, anywhere: `root` is the root's chain id.
    function hashFor(uint256 root, Message memory m) internal pure returns (bytes32) {
        bytes memory first = abi.encode(TYPE, m.from, m.to, m.nonce, m.kind, m.sender, m.recipient);
        bytes memory rest = abi.encode(m.asset, m.amount, m.gas, m.deadline, m.refund, keccak256(m.data));
        return hubDigestFor(root, keccak256(bytes.concat(first, rest)));
    }

    /// @notice The id that follows a transfer: the hash of its first message, which a refund carries as its data.
    function tracking(Message memory m, bytes32 ownHash) internal pure returns (bytes32) {
        return m.kind == REFUND && m.data.length == 32 ? bytes32(m.data) : ownHash;
    }

    /// @notice What an inbox begins with.
    function beginning(uint64 chain) internal pure returns (bytes32) {
        return keccak256(abi.encode("BANYAN-HUB-INBOX-V1", chain));
    }

    function leaf(uint256 index, bytes32 messageHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(0), index, messageHash));
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(1), left, right));
    }

    /// @notice Whether a message stands at an index of an outbox of `count` messages.
    /// @param path the siblings on the way to the root, the leaf's own first; none where a node goes up as it is
    function isAt(bytes32 root, uint256 count, uint256 index, bytes32 messageHash, bytes32[] calldata path)
        internal
        pure
        returns (bool)
    {
        if (index >= count) return false;
        bytes32 here = leaf(index, messageHash);
        uint256 used = 0;
        for (uint256 width = count; width > 1; width = (width + 1) / 2) {
            if (index ^ 1 < width) {
                if (used == path.length) return false;
                bytes32 sibling = path[used++];
                here = index & 1 == 0 ? node(here, sibling) : node(sibling, here);
            }
            index /= 2;
        }
        return used == path.length && here == root;
    }

    /// @notice The root over all leaves of an outbox, which are overwritten; 0 for none.
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        uint256 width = leaves.length;
        if (width == 0) return 0;
        for (; width > 1; width = (width + 1) / 2) {
            for (uint256 i = 0; i < width; i += 2) {
                leaves[i / 2] = i + 1 < width ? node(leaves[i], leaves[i + 1]) : leaves[i];
            }
        }
        return leaves[0];
    }
}
