// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a block's header says
/// @notice Reads the few members that a list of blocks hangs on, at the places where our headers have them: every one
/// before them has a fixed size. Of bytes that are no header it reads anything, and never beyond them; who names the hash of
/// such bytes as a block has lied already.
library Headers {
    error NotAHeader();

    uint256 private constant PARENT = 4;
    uint256 private constant STATE = 91;
    uint256 private constant NUMBER = 449;
    uint256 private constant LEAST = 458;

    function parentOf(bytes calldata header) internal pure returns (bytes32) {
        return word(header, PARENT);
    }

    function stateOf(bytes calldata header) internal pure returns (bytes32) {
        return word(header, STATE);
    }

    function numberOf(bytes calldata header) internal pure returns (uint256 number) {
        if (header.length < LEAST) revert NotAHeader();
        uint256 first = uint8(header[NUMBER]);
        if (first < 0x80) return first;
        uint256 size = first - 0x80;
        if (size > 8) return type(uint256).max;
        for (uint256 i = 1; i <= size; i++) number = number << 8 | uint8(header[NUMBER + i]);
    }

    function word(bytes calldata header, uint256 place) private pure returns (bytes32) {
        if (header.length < LEAST) revert NotAHeader();
        return bytes32(header[place:place + 32]);
    }
}
