// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Lists of buckets by owner
/// @notice Eight numbers in a word, so that a transfer writes one word a list and not four, as an enumerable ERC-721 does.
/// Who uses it knows how long each list is: the balance.
library Owned {
    struct Lists {
        mapping(address owner => mapping(uint256 page => uint256)) pages;
    }

    function get(Lists storage lists, address owner, uint256 index) internal view returns (uint32) {
        return uint32(lists.pages[owner][index >> 3] >> ((index & 7) << 5));
    }

    /// @dev Puts a number at an index; 0 clears it.
    function set(Lists storage lists, address owner, uint256 index, uint32 id) internal {
        uint256 shift = (index & 7) << 5;
        uint256 word = lists.pages[owner][index >> 3];
        lists.pages[owner][index >> 3] = (word & ~(uint256(type(uint32).max) << shift)) | (uint256(id) << shift);
    }
}
