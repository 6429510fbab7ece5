// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {only} from "../hub/Hub.sol";
import {Listing, OUTPOST_ASSETS} from "./Outposts.sol";

/// @title A coin or ERC-20 token of the root, or of another chain, on this one
/// @notice What stands here is in the chain's escrow on the root: minted when it comes, burnt when it goes.
contract BridgedCoin is ERC20 {
    /// @notice Its address on the root, 0 for the root's coin.
    address public immutable asset;
    uint8 private immutable places;

    constructor(Listing memory l) ERC20(l.name, l.symbol) {
        (asset, places) = (l.asset, l.decimals);
    }

    function decimals() public view override returns (uint8) {
        return places;
    }

    function mint(address to, uint256 amount) external {
        only(OUTPOST_ASSETS);
        _mint(to, amount);
    }

    function burn(address from, uint256 amount) external {
        only(OUTPOST_ASSETS);
        _burn(from, amount);
    }
}

/// @title ERC-721 tokens of the root on this chain
/// @notice As {BridgedCoin}, by ids. A receiver is not asked, as the hub asks none.
contract BridgedToken is ERC721 {
    /// @notice Its address on the root.
    address public immutable asset;
    /// @notice How many are here.
    uint256 public totalSupply;

    constructor(Listing memory l) ERC721(l.name, l.symbol) {
        asset = l.asset;
    }

    function mint(address to, uint256 id) external {
        only(OUTPOST_ASSETS);
        totalSupply++;
        _mint(to, id);
    }

    function burn(uint256 id) external {
        only(OUTPOST_ASSETS);
        totalSupply--;
        _burn(id);
    }

    /// @notice Who owns it, 0 for nobody.
    function holder(uint256 id) external view returns (address) {
        return _ownerOf(id);
    }
}
