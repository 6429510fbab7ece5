// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Where genesis places the contracts of the hub (docs/spec/hub.md). They know each other by address and nothing else: there
// is no constructor that could be told, and no administrator who could replace one.

address constant HUB_CHAINS = 0x0000000000000000000000000000000000001020;
address constant HUB_MEMBERS = 0x0000000000000000000000000000000000001021;
address constant HUB_ESCROW = 0x0000000000000000000000000000000000001022;
address constant HUB_INBOX = 0x0000000000000000000000000000000000001023;
address constant HUB_CHECKPOINTS = 0x0000000000000000000000000000000000001024;
address constant HUB_PROOFS = 0x0000000000000000000000000000000000001025;
address constant HUB_CLAIMS = 0x0000000000000000000000000000000000001026;
address constant HUB_MAILBOX = 0x0000000000000000000000000000000000001027;
address constant HUB_EXITS = 0x0000000000000000000000000000000000001028;
address constant HUB_WRAPPERS = 0x0000000000000000000000000000000000001029;
address constant HUB_DISPUTES = 0x000000000000000000000000000000000000102A;

/// @notice This function belongs to another contract of the hub.
error OnlyFor(address caller);

/// @dev Refuses everyone else.
function only(address caller) view {
    if (msg.sender != caller) revert OnlyFor(caller);
}

/// @dev Refuses everyone but these two.
function either(address first, address second) view {
    if (msg.sender != first && msg.sender != second) revert OnlyFor(first);
}

/// @dev Refuses everyone who has not seen that a chain lied.
function onlyWitness() view {
    bool sees = msg.sender == HUB_CHECKPOINTS || msg.sender == HUB_PROOFS || msg.sender == HUB_DISPUTES;
    if (!sees) revert OnlyFor(HUB_PROOFS);
}

/// @dev The coin, in the place of an asset's address.
address constant COIN = address(0);

/// @dev EIP-712's domain of all that is signed for a root.
function hubDomain(uint256 root) pure returns (bytes32) {
    return keccak256(
        abi.encode(
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            keccak256("Banyan Hub"),
            keccak256("1"),
            root,
            HUB_CHAINS
        )
    );
}

/// @dev EIP-712's digest of a struct's hash, on the root itself.
function hubDigest(bytes32 structHash) view returns (bytes32) {
    return hubDigestFor(block.chainid, structHash);
}

/// @dev The same, anywhere: `root` is the root's chain id.
function hubDigestFor(uint256 root, bytes32 structHash) pure returns (bytes32) {
    return keccak256(abi.encodePacked(hex"1901", hubDomain(root), structHash));
}

/// @dev Sends coins where nobody has them any more.
function burnCoins(uint256 amount) {
    (bool gone,) = address(0).call{value: amount}("");
    assert(gone);
}
