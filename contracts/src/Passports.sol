// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title One word of storage per device that says everything about it
/// @notice A device's passport is the hash of its present key, owner, standing and attestation. One storage proof
/// (eth_getProof) of it proves them all, in any block (docs/spec/did.md).
/// @dev The first thing {DeviceRegistry} inherits, so that the mapping has slot 0: the passport of a device lies at
/// keccak256(id . 0), each a word. Verifiers rely on that for ever; a test pins it.
abstract contract Passports {
    struct Passport {
        bytes32 id;
        address owner;
        bytes32 keyX;
        bytes32 keyY;
        uint64 registeredAt;
        bool active;
        uint8 attestationKind;
        bytes32 attestationHash;
    }

    mapping(bytes32 id => bytes32) private passports;

    /// @notice The passport's hash, keccak256(abi.encode(fields)); zero if there is no such device.
    function passport(bytes32 id) external view returns (bytes32) {
        return passports[id];
    }

    /// @dev After each change of any of the fields.
    function stamp(Passport memory fields) internal {
        passports[fields.id] = keccak256(abi.encode(fields));
    }
}
