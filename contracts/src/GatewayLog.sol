// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "./DeviceRegistry.sol";

/// @title Where gateways anchor their logs
/// @notice A gateway keeps the records of many devices in one Merkle log (RFC 9162) that only ever grows. Each anchor fixes
/// the log's root at a size, and proves here, on the chain, that the log of the anchor before is its beginning: what was
/// anchored once cannot be rewritten, and no two histories of one log can be anchored.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001011: no constructor, no administrator, no upgrade. A
/// gateway is a device of the registry.
contract GatewayLog {
    /// @notice The newest anchor of a gateway.
    struct Head {
        bytes32 root;
        uint64 size;
        uint64 blockNumber;
    }

    /// @notice A log is anchored.
    /// @param gateway the gateway's id in the registry of devices
    /// @param root Merkle root (RFC 9162, SHA-256) over the records' bytes, in the order they came
    /// @param size number of records
    /// @param keyX the gateway's registered P-256 key at this moment, x
    /// @param keyY the gateway's registered P-256 key at this moment, y
    /// @param owner the gateway's owner at this moment
    event LogAnchored(
        bytes32 indexed gateway,
        bytes32 indexed root,
        uint64 size,
        bytes32 keyX,
        bytes32 keyY,
        address owner
    );

    /// @notice The registry does not know the gateway, or its owner revoked it.
    error NotActive(bytes32 gateway);
    /// @notice Only a gateway's owner and operators anchor for it.
    error NotEntitled(bytes32 gateway, address sender);
    /// @notice A log grows: the size must be above `anchored`.
    error NotGrown(bytes32 gateway, uint64 anchored, uint64 size);
    /// @notice The proof does not lead from the anchored root to this one: the log was rewritten, or the proof is wrong.
    error NotConsistent(bytes32 gateway, uint64 anchored, uint64 size);

    /// @notice The registry this contract believes.
    DeviceRegistry public constant REGISTRY =
        DeviceRegistry(0x0000000000000000000000000000000000001001);

    mapping(bytes32 gateway => Head) private heads;

    /// @notice Anchors a gateway's log at a size.
    /// @param proof the consistency proof of RFC 9162, section 2.1.4, from the last anchored size; empty for the first
    function anchorLog(bytes32 gateway, bytes32 root, uint64 size, bytes32[] calldata proof) external {
        (address owner, bytes32 keyX, bytes32 keyY, bool active, bool mayAnchor) =
            REGISTRY.standing(gateway, msg.sender);
        if (!active) revert NotActive(gateway);
        if (!mayAnchor) revert NotEntitled(gateway, msg.sender);
        Head storage last = heads[gateway];
        uint64 anchored = last.size;
        if (size <= anchored) revert NotGrown(gateway, anchored, size);
        if (!isConsistent(anchored, last.root, size, root, proof)) {
            revert NotConsistent(gateway, anchored, size);
        }

        heads[gateway] = Head(root, size, uint64(block.number));
        emit LogAnchored(gateway, root, size, keyX, keyY, owner);
    }

    /// @notice The newest anchor of a gateway; all zero if it has none.
    function latest(bytes32 gateway)
        external
        view
        returns (bytes32 root, uint64 size, uint64 blockNumber)
    {
        Head storage last = heads[gateway];
        return (last.root, last.size, last.blockNumber);
    }

    /// @notice Whether a proof shows that the tree of `second` leaves begins with that of `first` (RFC 9162, section
    /// 2.1.4.2). The empty tree is the beginning of every other and admits no proof.
    function isConsistent(
        uint64 first,
        bytes32 firstRoot,
        uint64 second,
        bytes32 secondRoot,
        bytes32[] calldata proof
    ) public pure returns (bool) {
        if (first == 0) return proof.length == 0 && secondRoot != 0;
        if (first >= second) return false;
        uint64 position = first - 1;
        uint64 end = second - 1;
        while (position & 1 == 1) {
            position >>= 1;
            end >>= 1;
        }
        // A complete first tree is a node of the second; its hash is known and left out of the proof.
        uint256 next = position == 0 ? 0 : 1;
        if (proof.length < next) return false;
        bytes32 smaller = next == 0 ? firstRoot : proof[0];
        bytes32 larger = smaller;
        for (; next < proof.length; next++) {
            if (end == 0) return false;
            bytes32 beside = proof[next];
            if (position & 1 == 1 || position == end) {
                smaller = node(beside, smaller);
                larger = node(beside, larger);
                while (position & 1 == 0 && position != 0) {
                    position >>= 1;
                    end >>= 1;
                }
            } else {
                larger = node(larger, beside);
            }
            position >>= 1;
            end >>= 1;
        }
        return end == 0 && smaller == firstRoot && larger == secondRoot;
    }

    /// @dev An inner node's hash: SHA-256 of the byte 1 and both children.
    function node(bytes32 left, bytes32 right) private pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }
}
