// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {only} from "../hub/Hub.sol";
import {Payments} from "../hub/Payments.sol";
import {OUTPOST, OUTPOST_ASSETS} from "./Outposts.sol";

/// @title Who calls when the root or another chain does
/// @notice A contract that is called by this one asks it for {origin}, as on the root. An address of one chain may be
/// another's on the next: ask for both.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001033; docs/spec/outpost.md, rule 10. It owns nothing and may
/// do nothing that others may not: approve it for nothing.
contract OutpostMailbox {
    error NoMessage();

    bool private transient isDelivering;
    uint64 private transient fromChain;
    address private transient fromSender;

    receive() external payable {
        only(OUTPOST_ASSETS);
    }

    /// @notice For {Outpost}: calls the receiver with so much gas, for certain.
    function deliver(uint64 chain, address sender, address to, uint256 value, uint256 gas_, bytes calldata data)
        external
        returns (bool ran)
    {
        only(OUTPOST);
        (isDelivering, fromChain, fromSender) = (true, chain, sender);
        ran = Payments.run(to, value, gas_, data);
        isDelivering = false;
    }

    /// @notice Where the message that is being delivered comes from: chain 0 is the root.
    function origin() external view returns (uint64 chain, address sender) {
        if (!isDelivering) revert NoMessage();
        return (fromChain, fromSender);
    }
}
