// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Log2} from "./Log2.sol";

/// @title What a bucket's vote weighs
/// @notice amount x (1 + ln(days x (auto-stake ? 2 : 1)) / ln 1.2 / 100), and 6 % more for a pledge on auto-stake for 91
/// days or longer; in millionths, each step rounded down.
library VoteWeight {
    /// @notice One, in millionths.
    uint256 internal constant ONE = 1_000_000;
    /// @notice The least duration whose pledge earns the bonus.
    uint256 internal constant BONUS_DAYS = 91;

    /// @dev floor(10^4 x ln 2 / ln 1.2 x 2^32): millionths for each doubling, with 32 bits behind the point.
    uint256 private constant PER_DOUBLING = 163_285_380_191_437;

    /// @notice The weight of one coin, in millionths.
    function multiplier(uint256 durationDays, bool autoStake, bool pledged) internal pure returns (uint256 m) {
        m = ONE;
        if (durationDays == 0) return m;
        m += (Log2.fixed32(autoStake ? 2 * durationDays : durationDays) * PER_DOUBLING) >> 64;
        if (pledged && autoStake && durationDays >= BONUS_DAYS) m = m * 106 / 100;
    }

    /// @notice The weight of an amount, in the unit of the amount.
    function weigh(uint256 amount, uint256 durationDays, bool autoStake, bool pledged) internal pure returns (uint256) {
        return amount * multiplier(durationDays, autoStake, pledged) / ONE;
    }
}
