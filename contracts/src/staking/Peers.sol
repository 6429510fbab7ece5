// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// What the contracts of Roll-DPoS ask of each other. Whoever is not one of them has no use for these functions, except
// for the views.

/// @notice What the protocol reports of one member of the committee over one epoch.
/// @param delegate its number
/// @param produced final blocks it proposed
/// @param expected views it led whose block could have become final
/// @param missedReveals contributions to the random beacon that it withheld
struct Report {
    uint32 delegate;
    uint32 produced;
    uint32 expected;
    uint32 missedReveals;
}

/// @notice One share in an epoch's rewards.
/// @param delegate its number
/// @param bonus whether it gets the foundation bonus
/// @param blocks blocks to be rewarded
/// @param votes all votes for it: what its voters' part is divided by
/// @param ranked its votes as ranked: its share of the epoch reward
struct Payee {
    uint32 delegate;
    bool bonus;
    uint32 blocks;
    uint128 votes;
    uint128 ranked;
}

interface IParameters {
    function value(uint256 parameter) external view returns (uint256);
}

interface IStaking {
    /// @dev Binds a bucket to a delegate as its pledge; reverts unless it may stand.
    function pledge(uint32 bucket, uint32 delegate) external;
    /// @dev The pledge ends, but the coins stay bound, and punishable, until `lockedUntil`.
    function release(uint32 bucket, uint40 lockedUntil) external;
    /// @dev Burns a share of what is bound to a delegate, less the reporter's part; 0 if nothing is bound any more.
    function slash(uint32 bucket, uint32 delegate, uint256 share, uint256 reporterShare, address reporter)
        external
        returns (uint256 amount);
    /// @dev Adds claimed rewards to a bucket.
    function compound(uint32 bucket) external payable;
    function ownerOf(uint256 bucket) external view returns (address);
    function position(uint32 bucket)
        external
        view
        returns (address owner, uint32 delegate, uint128 weight, bool compounding);
    function isBound(uint32 bucket, uint32 delegate) external view returns (bool);
}

interface IDelegates {
    function mayReceiveVotes(uint32 delegate) external view returns (bool);
    function rewardAddress(uint32 delegate) external view returns (address);
    function commissions(uint32[] calldata delegates) external view returns (uint256[] memory);
    function identityOf(uint32 delegate) external view returns (uint32);
    function publicKey(uint32 identity) external view returns (uint32 delegate, bytes memory key);
    function operatorOf(uint32 identity) external view returns (address);
    /// @dev Lets leave who is next in the queue.
    function turn() external;
    function expel(uint32 delegate, address reporter) external returns (uint256 amount);
}

interface IElection {
    function changeVotes(uint32 from, uint128 fromWeight, uint32 to, uint128 toWeight) external;
    function enter(uint32 delegate) external;
    function quit(uint32 delegate) external;
    function votes(uint32 delegate) external view returns (uint128);
    function epoch() external view returns (uint256);
    function identities(uint256 ofEpoch) external view returns (uint32[] memory);
}

interface IRewards {
    /// @dev Books what a bucket earned so far, before its weight or its delegate changes.
    function settle(uint32 bucket, uint32 delegate, uint128 weight, uint32 nextDelegate) external;
    /// @dev Moves what one settled bucket has earned to another.
    function absorb(uint32 bucket, uint32 into) external;
    /// @dev Pays what a settled bucket earned, for it is about to vanish.
    function close(uint32 bucket, address to) external;
    function mint(uint256 blocks, uint256 bonuses) external view returns (uint256);
    function pay(uint256 minted, Payee[] calldata payees) external;
    function fund() external payable;
}
