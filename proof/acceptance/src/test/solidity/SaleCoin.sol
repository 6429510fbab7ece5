// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title The token that the acceptance test of sales pays with: OpenZeppelin's, all of it its deployer's at first.
contract SaleCoin is ERC20 {
    constructor() ERC20("Sale coin", "SALE") {
        _mint(msg.sender, 1_000_000 * 10 ** 6);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
