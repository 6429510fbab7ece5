// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDelegates, IElection, IParameters, IRewards, IStaking} from "./Peers.sol";

// Where genesis places the contracts of Roll-DPoS. They know each other by address and nothing else: there is no
// constructor that could be told, and no administrator who could replace one.

/// @dev Who the protocol is when it calls a contract, as in EIP-4788.
address constant SYSTEM = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;
IStaking constant STAKING = IStaking(0x0000000000000000000000000000000000001003);
IDelegates constant DELEGATES = IDelegates(0x0000000000000000000000000000000000001004);
IRewards constant REWARDS = IRewards(0x0000000000000000000000000000000000001005);
IParameters constant PARAMETERS = IParameters(0x0000000000000000000000000000000000001006);
IElection constant ELECTION = IElection(0x0000000000000000000000000000000000001007);
address constant SLASHING = 0x0000000000000000000000000000000000001008;

/// @notice This function belongs to one caller.
error OnlyFor(address caller);

/// @dev Refuses everyone else.
function only(address caller) view {
    if (msg.sender != caller) revert OnlyFor(caller);
}
