// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title Calls to strangers: receivers and assets
/// @notice Each gets so much gas and no more, and gets it for certain: whoever sends a claim with too little gas makes the
/// whole of it fail, and cannot make a receiver look as if it had refused. Of an answer no more than a word is read.
library Payments {
    uint256 internal constant GAS = 300_000;

    /// @dev What must be left for the rest, beside the 64th that a call leaves anyhow.
    uint256 private constant RESERVE = 60_000;

    error TooLittleGas();

    function pushCoin(address to, uint256 amount) internal returns (bool) {
        return run(to, amount, GAS, "");
    }

    function push(address asset, address to, uint256 amount) internal returns (bool) {
        return ask(asset, abi.encodeCall(IERC20.transfer, (to, amount)));
    }

    function pushToken(address asset, address to, uint256 id) internal returns (bool) {
        return ask(asset, abi.encodeCall(IERC721.transferFrom, (address(this), to, id)));
    }

    /// @dev `transferFrom` of ERC-20 and ERC-721 is the same call.
    function pull(address asset, address from, uint256 amount) internal returns (bool) {
        return ask(asset, abi.encodeCall(IERC20.transferFrom, (from, address(this), amount)));
    }

    function balance(address asset) internal view returns (uint256 amount) {
        (, amount) = look(asset, abi.encodeCall(IERC20.balanceOf, (address(this))));
    }

    function ownerOf(address asset, uint256 id) internal view returns (address) {
        (, uint256 word) = look(asset, abi.encodeCall(IERC721.ownerOf, (id)));
        return address(uint160(word));
    }

    function looksLikeErc721(address asset) internal view returns (bool) {
        (bool ran, uint256 word) = look(asset, abi.encodeCall(IERC165.supportsInterface, (type(IERC721).interfaceId)));
        return ran && word == 1;
    }

    /// @dev Some tokens answer nothing, others a bool.
    function ask(address asset, bytes memory data) private returns (bool) {
        if (!run(asset, 0, GAS, data)) return false;
        uint256 size;
        uint256 word;
        assembly ("memory-safe") {
            size := returndatasize()
            if gt(size, 31) {
                returndatacopy(0, 0, 32)
                word := mload(0)
            }
        }
        return size == 0 || (size >= 32 && word == 1);
    }

    function look(address asset, bytes memory data) private view returns (bool ran, uint256 word) {
        requireGas(GAS);
        uint256 limit = GAS;
        assembly ("memory-safe") {
            ran := staticcall(limit, asset, add(data, 32), mload(data), 0, 32)
            ran := and(ran, gt(returndatasize(), 31))
            if ran { word := mload(0) }
        }
    }

    /// @dev Runs a call and copies nothing of its answer.
    function run(address to, uint256 value, uint256 gas_, bytes memory data) internal returns (bool ran) {
        requireGas(gas_);
        assembly ("memory-safe") {
            ran := call(gas_, to, value, add(data, 32), mload(data), 0, 0)
        }
    }

    /// @dev EIP-150: a call gets at most 63 of 64 parts of what is left.
    function requireGas(uint256 gas_) internal view {
        if (gasleft() < gas_ + gas_ / 63 + RESERVE) revert TooLittleGas();
    }
}
