// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {HUB_ESCROW, only} from "./Hub.sol";

/// @title A sidechain's own token, on the root
/// @notice Minted when it comes out of its chain and burnt when it goes back; {HubEscrow} keeps it below its cap.
contract Wrapper is ERC20 {
    uint64 public immutable chain;
    bytes32 public immutable token;
    uint8 private immutable places;

    constructor(uint64 chain_, bytes32 token_, string memory name_, string memory symbol_, uint8 decimals_)
        ERC20(name_, symbol_)
    {
        (chain, token, places) = (chain_, token_, decimals_);
    }

    function decimals() public view override returns (uint8) {
        return places;
    }

    function mint(address to, uint256 amount) external {
        only(HUB_ESCROW);
        _mint(to, amount);
    }

    function burn(address from, uint256 amount) external {
        only(HUB_ESCROW);
        _burn(from, amount);
    }
}
