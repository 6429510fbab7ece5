// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The binary logarithm in fixed point
/// @notice Integers only, so that every node finds the same bits. See docs/spec/staking.md, "Vote weight".
library Log2 {
    /// @notice log2(x) with 32 bits behind the point, rounded down.
    /// @dev Digit by digit: y is x scaled into [1, 2) with 127 bits behind its point. Squaring y doubles its logarithm, and
    /// whether y then left [1, 2) is the next digit. What the shifts drop grows to less than 2^-94 over 32 squarings.
    /// @param x from 1 to 2^128 - 1
    function fixed32(uint256 x) internal pure returns (uint256 result) {
        uint256 whole = Math.log2(x);
        uint256 y = x << (127 - whole);
        result = whole << 32;
        for (uint256 digit = 1 << 31; digit != 0; digit >>= 1) {
            y = (y * y) >> 127;
            if (y >> 128 != 0) {
                y >>= 1;
                result |= digit;
            }
        }
    }
}
