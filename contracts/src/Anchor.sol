// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "./DeviceRegistry.sol";

/// @title Where devices anchor their readings
/// @notice A batch of signed records becomes one Merkle root on the chain. Batches of a device follow each other without
/// a gap, so a record that is missing, doubled or swapped cannot hide. The event repeats the key and the owner that the
/// registry held at that moment: the receipt alone proves who was entitled to sign.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001002: no constructor, no administrator, no upgrade.
contract Anchor {
    /// @notice The newest batch of a device.
    struct Batch {
        bytes32 root;
        uint64 firstSequence;
        uint32 count;
        uint64 blockNumber;
    }

    /// @notice A batch is anchored.
    /// @param device the device's id in the registry
    /// @param root Merkle root (RFC 9162, SHA-256) over the records' bytes, in order
    /// @param firstSequence sequence number of the first record
    /// @param count number of records
    /// @param keyX the device's registered P-256 key at this moment, x
    /// @param keyY the device's registered P-256 key at this moment, y
    /// @param owner the device's owner at this moment
    event Anchored(
        bytes32 indexed device,
        bytes32 indexed root,
        uint64 firstSequence,
        uint32 count,
        bytes32 keyX,
        bytes32 keyY,
        address owner
    );

    /// @notice The registry does not know the device, or its owner revoked it.
    error NotActive(bytes32 device);
    /// @notice Only a device's owner and operators anchor for it.
    error NotEntitled(bytes32 device, address sender);
    /// @notice Batches must follow each other: `expected` is the sequence number that comes next.
    error OutOfSequence(bytes32 device, uint64 expected, uint64 firstSequence);
    error EmptyBatch(bytes32 device);

    /// @notice The registry this contract believes.
    DeviceRegistry public constant REGISTRY =
        DeviceRegistry(0x0000000000000000000000000000000000001001);

    mapping(bytes32 device => Batch) private batches;

    /// @notice Anchors records `firstSequence` to `firstSequence + count - 1` of a device.
    function anchor(bytes32 device, bytes32 root, uint64 firstSequence, uint32 count) external {
        (address owner, bytes32 keyX, bytes32 keyY, bool active, bool mayAnchor) =
            REGISTRY.standing(device, msg.sender);
        if (!active) revert NotActive(device);
        if (!mayAnchor) revert NotEntitled(device, msg.sender);
        if (count == 0 || root == 0) revert EmptyBatch(device);
        uint64 expected = next(device);
        if (firstSequence != expected) revert OutOfSequence(device, expected, firstSequence);

        batches[device] = Batch(root, firstSequence, count, uint64(block.number));
        emit Anchored(device, root, firstSequence, count, keyX, keyY, owner);
    }

    /// @notice The sequence number the next batch of a device must start with; 1 for a new device.
    function next(bytes32 device) public view returns (uint64) {
        Batch storage last = batches[device];
        return last.count == 0 ? 1 : last.firstSequence + last.count;
    }

    /// @notice The newest batch of a device; all zero if it has none.
    function latest(bytes32 device)
        external
        view
        returns (bytes32 root, uint64 firstSequence, uint32 count, uint64 blockNumber)
    {
        Batch storage last = batches[device];
        return (last.root, last.firstSequence, last.count, last.blockNumber);
    }
}
