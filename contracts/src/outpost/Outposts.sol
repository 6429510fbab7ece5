// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Where genesis places the chain's side of the hub (docs/spec/outpost.md). As those of the hub, these contracts know each other
// by address and nothing else.

address constant OUTPOST = 0x0000000000000000000000000000000000001030;
address constant OUTPOST_ASSETS = 0x0000000000000000000000000000000000001031;
address constant OUTPOST_OUTBOX = 0x0000000000000000000000000000000000001032;
address constant OUTPOST_MAILBOX = 0x0000000000000000000000000000000000001033;

/// @dev The protocol as a caller (as in EIP-4788).
address constant SYSTEM = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

/// @notice How an asset is listed: by the words of a quorum of members.
/// @param asset its address on the root, 0 for the root's coin
/// @param isToken whether it is an ERC-721 token
/// @param decimals at most 36, and 0 for an ERC-721 token
/// @param name 1 to 32 bytes
/// @param symbol 1 to 11 bytes
struct Listing {
    address asset;
    bool isToken;
    uint8 decimals;
    string name;
    string symbol;
}
