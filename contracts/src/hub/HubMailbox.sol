// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HUB_CLAIMS, HUB_ESCROW, only} from "./Hub.sol";
import {Payments} from "./Payments.sol";

/// @title Who calls when a sidechain does
/// @notice A contract that is called by this one asks it for {origin}: which chain it was, and which sender there. That is as
/// true as the chain's committee; its tier and state are in {HubChains}.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001027; docs/spec/hub.md, rules 28 and 31. It owns nothing and
/// may do nothing that others may not: approve it for nothing.
contract HubMailbox {
    error NoMessage();

    uint64 private transient fromChain;
    address private transient fromSender;

    receive() external payable {
        only(HUB_ESCROW);
    }

    /// @notice For {HubClaims}: calls the receiver with so much gas, for certain.
    function deliver(uint64 chain, address sender, address to, uint256 value, uint256 gas_, bytes calldata data)
        external
        returns (bool ran)
    {
        only(HUB_CLAIMS);
        // A receiver may claim another message, which is delivered inside this one.
        (uint64 outerChain, address outerSender) = (fromChain, fromSender);
        (fromChain, fromSender) = (chain, sender);
        ran = Payments.run(to, value, gas_, data);
        (fromChain, fromSender) = (outerChain, outerSender);
    }

    /// @notice Where the message that is being delivered comes from.
    function origin() external view returns (uint64 chain, address sender) {
        if (fromChain == 0) revert NoMessage();
        return (fromChain, fromSender);
    }
}
