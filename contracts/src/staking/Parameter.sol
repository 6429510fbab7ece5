// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The numbers of the governed values
/// @notice The number is also the storage slot of {Parameters} that holds the value plus one; 0 there is the default.
library Parameter {
    uint256 internal constant GOVERNANCE_DELAY = 0;
    uint256 internal constant MIN_STAKE = 1;
    uint256 internal constant MAX_DURATION_DAYS = 2;
    uint256 internal constant WITHDRAWAL_WAIT = 3;
    uint256 internal constant REGISTRATION_FEE = 4;
    uint256 internal constant MIN_PLEDGE = 5;
    uint256 internal constant UNBONDING = 6;
    uint256 internal constant ENDORSEMENT_DELAY = 7;
    uint256 internal constant MAX_COMMISSION = 8;
    uint256 internal constant COMMISSION_DELAY = 9;
    uint256 internal constant EXITS_PER_EPOCH = 10;
    uint256 internal constant CANDIDATES = 11;
    uint256 internal constant MIN_VOTES = 12;
    uint256 internal constant MIN_PRODUCTIVITY = 13;
    uint256 internal constant PROBATION_EPOCHS = 14;
    uint256 internal constant PROBATION_SCALE = 15;
    uint256 internal constant REVEAL_WEIGHT = 16;
    uint256 internal constant SLASHED_SHARE = 17;
    uint256 internal constant REPORTER_SHARE = 18;
    uint256 internal constant BLOCK_REWARD = 19;
    uint256 internal constant EPOCH_REWARD = 20;
    uint256 internal constant FOUNDATION_BONUS = 21;
    uint256 internal constant COUNT = 22;
}
