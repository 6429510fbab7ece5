// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title What manufacturers say about the devices they made
/// @notice A manufacturer endorses a batch of devices with one transaction: a Merkle root of their ids. Anyone may become
/// a vendor under any name; whom to believe is the account, never the name (docs/spec/did.md).
/// @dev A leaf is keccak256(id), an inner node the hash of its two children in ascending order (OpenZeppelin's tree): a
/// leaf hashes 32 bytes and a node 64, so neither passes for the other. A batch of one device has its leaf as root.
abstract contract Vendors {
    /// @dev `evidence` is the SHA-256 of the document behind the batch, the manufacturer's certificate for instance.
    struct Batch {
        bytes32 evidence;
        uint64 endorsedAt;
        uint64 withdrawnAt;
        uint32 count;
    }

    event VendorNamed(address indexed vendor, string name);
    event BatchEndorsed(address indexed vendor, bytes32 indexed root, uint32 count, bytes32 evidence);
    /// @notice The vendor no longer stands by a batch. What was said of its devices so far stays on record.
    event BatchWithdrawn(address indexed vendor, bytes32 indexed root);

    error VendorNameLength(uint256 length);
    error NotVendor(address sender);
    error BatchKnown(address vendor, bytes32 root);
    /// @notice No such batch, or its vendor withdrew it.
    error NoBatch(address vendor, bytes32 root);
    error NotInBatch(bytes32 id, bytes32 root);

    uint256 public constant MAX_VENDOR_NAME_LENGTH = 64;

    mapping(address vendor => string) private names;
    mapping(address vendor => mapping(bytes32 root => Batch)) private batches;

    /// @notice Makes the sender a vendor, or gives it another name of 1 to 64 bytes. Names are not unique and prove nothing.
    function nameVendor(string calldata label) external {
        if (bytes(label).length == 0 || bytes(label).length > MAX_VENDOR_NAME_LENGTH) {
            revert VendorNameLength(bytes(label).length);
        }
        names[msg.sender] = label;
        emit VendorNamed(msg.sender, label);
    }

    /// @notice Endorses devices by the Merkle root of their ids, registered or not.
    /// @param count how many devices they are; the vendor's word, for readers
    /// @param evidence SHA-256 of the document that backs it
    function endorse(bytes32 root, uint32 count, bytes32 evidence) external {
        if (bytes(names[msg.sender]).length == 0) revert NotVendor(msg.sender);
        Batch storage batch = batches[msg.sender][root];
        if (batch.endorsedAt != 0) revert BatchKnown(msg.sender, root);
        (batch.evidence, batch.endorsedAt, batch.count) = (evidence, uint64(block.timestamp), count);
        emit BatchEndorsed(msg.sender, root, count, evidence);
    }

    /// @notice Withdraws a batch for good, as after the factory's key was stolen.
    function withdraw(bytes32 root) external {
        mustStand(msg.sender, root);
        batches[msg.sender][root].withdrawnAt = uint64(block.timestamp);
        emit BatchWithdrawn(msg.sender, root);
    }

    /// @notice What a vendor calls itself; empty if it is none. Hostile text.
    function vendorName(address vendor) external view returns (string memory label) {
        return names[vendor];
    }

    /// @notice A vendor's batch; all zero if there is none. Times are seconds since 1970.
    function batchOf(address vendor, bytes32 root)
        external
        view
        returns (bytes32 evidence, uint64 endorsedAt, uint64 withdrawnAt, uint32 count)
    {
        Batch storage batch = batches[vendor][root];
        return (batch.evidence, batch.endorsedAt, batch.withdrawnAt, batch.count);
    }

    function mustBeInBatch(bytes32 id, address vendor, bytes32 root, bytes32[] calldata proof) internal view {
        mustStand(vendor, root);
        if (!MerkleProof.verifyCalldata(proof, root, keccak256(abi.encode(id)))) revert NotInBatch(id, root);
    }

    function mustStand(address vendor, bytes32 root) private view {
        Batch storage batch = batches[vendor][root];
        if (batch.endorsedAt == 0 || batch.withdrawnAt != 0) revert NoBatch(vendor, root);
    }
}
