// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bls} from "./Bls.sol";

/// @title Who signs for a delegate
/// @notice Operator and keys, numbered from 1 and never changed: a new key is a new identity, and the old one stays, so
/// that what it signed stays punishable. A BLS key belongs to one delegate for ever, a node key too.
library Identities {
    /// @dev The BLS key's coordinates without their zeros: the upper 16 bytes of x and y, then the lower 32 of each.
    struct Identity {
        address operator;
        uint32 delegate;
        bytes32 nodeKey;
        bytes32 uppers;
        bytes32 xLower;
        bytes32 yLower;
    }

    struct Book {
        uint32 count;
        mapping(uint32 number => Identity) identities;
        mapping(bytes32 keyHash => uint32 delegate) blsKeys;
        mapping(bytes32 nodeKey => uint32 delegate) nodeKeys;
    }

    /// @notice What someone who applies brings.
    /// @param operator the account that acts for the node
    /// @param nodeKey Ed25519, 32 bytes
    /// @param blsKey uncompressed, 128 bytes
    /// @param proof signature of the compressed key: proof of possession, 256 bytes
    /// @param binding signature of {statement}, 256 bytes
    struct Application {
        address operator;
        bytes32 nodeKey;
        bytes blsKey;
        bytes proof;
        bytes binding;
    }

    error BadKey();
    error KeyTaken(uint32 delegate);
    error BadProof();
    error BadBinding();

    /// @notice What the BLS key signs beside its proof of possession, which names nobody and which anyone could copy:
    /// "BANYAN-DELEGATE-V1" || chain id (8) || contract (20) || owner (20) || operator (20) || node key (32) || name (32,
    /// zeros behind).
    function statement(address owner, address operator, bytes32 nodeKey, bytes32 name)
        internal
        view
        returns (bytes memory)
    {
        return abi.encodePacked(
            "BANYAN-DELEGATE-V1", uint64(block.chainid), address(this), owner, operator, nodeKey, name
        );
    }

    /// @dev Checks everything and keeps it.
    /// @param current the delegate's identity so far, whose BLS key it may keep; 0 if it has none
    function admit(Book storage book, uint32 delegate, uint32 current, address owner, bytes32 name, Application calldata a)
        internal
        returns (uint32 number)
    {
        if (a.blsKey.length != Bls.KEY_SIZE || a.nodeKey == 0 || a.operator == address(0)) revert BadKey();
        bytes memory key = a.blsKey;
        bytes32 hash = keccak256(key);
        uint32 holder = book.blsKeys[hash];
        bool kept = current != 0 && keccak256(uncompressed(book.identities[current])) == hash;
        if (holder != 0 && !kept) revert KeyTaken(holder);
        holder = book.nodeKeys[a.nodeKey];
        if (holder != 0 && holder != delegate) revert KeyTaken(holder);
        if (!kept && !Bls.verify(key, Bls.compress(key), a.proof, Bls.PROVE)) revert BadProof();
        if (!Bls.verify(key, statement(owner, a.operator, a.nodeKey, name), a.binding, Bls.SIGN)) revert BadBinding();

        number = ++book.count;
        book.blsKeys[hash] = delegate;
        book.nodeKeys[a.nodeKey] = delegate;
        book.identities[number] = Identity({
            operator: a.operator,
            delegate: delegate,
            nodeKey: a.nodeKey,
            uppers: bytes32((Bls.word(key, 0) << 128) | Bls.word(key, 64)),
            xLower: bytes32(Bls.word(key, 32)),
            yLower: bytes32(Bls.word(key, 96))
        });
    }

    /// @dev The BLS key as precompiles take it.
    function uncompressed(Identity storage i) internal view returns (bytes memory) {
        uint256 uppers = uint256(i.uppers);
        return abi.encode(uppers >> 128, i.xLower, uint256(uint128(uppers)), i.yLower);
    }
}
