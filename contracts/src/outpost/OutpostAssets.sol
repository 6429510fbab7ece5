// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {only} from "../hub/Hub.sol";
import {Payments} from "../hub/Payments.sol";
import {BridgedCoin, BridgedToken} from "./Bridged.sol";
import {Listing, OUTPOST, OUTPOST_OUTBOX} from "./Outposts.sol";

/// @title What the chain has of others, and others of it
/// @notice Bridged contracts by the address of their asset on the root; the chain's own token that is out.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001031; docs/spec/outpost.md, rules 4 to 6. Everything answers
/// for assets by their address on the root; the own token goes by its wrapper's.
contract OutpostAssets {
    /// @param twin the bridged contract, 0 if the asset is not listed
    struct Listed {
        address twin;
        bool isToken;
    }

    event ListedAs(address indexed asset, address indexed twin, bool isToken);

    error BadListing();
    error TooManyAssets();
    error NotHere(address asset);
    error NotYours(address asset, uint256 id);
    error WrongValue(uint256 paid, uint256 named);
    error OverCap(uint256 out, uint256 cap);
    error TakesNoCoins();

    uint256 public constant MAX_LISTED = 24;

    /// @notice The own token's wrapper on the root, 0 if it does not leave. Set by genesis, as the next.
    address public wrapper;
    /// @notice The most of the own token that is ever out.
    uint256 public cap;
    /// @notice How much of it is.
    uint256 public out;
    mapping(address asset => Listed) private listings;
    address[] private assets;

    receive() external payable {
        revert TakesNoCoins();
    }

    /// @notice For {Outpost}: makes the bridged contract of an asset.
    function list(Listing calldata l) external returns (address twin) {
        only(OUTPOST);
        if (assets.length == MAX_LISTED) revert TooManyAssets();
        bool isNamed = bytes(l.name).length > 0 && bytes(l.name).length <= 32 && bytes(l.symbol).length > 0
            && bytes(l.symbol).length <= 11;
        bool isKind = l.isToken ? l.decimals == 0 && l.asset != address(0) : l.decimals <= 36;
        if (!isNamed || !isKind || isOwn(l.asset) || listings[l.asset].twin != address(0)) revert BadListing();
        bytes32 salt = bytes32(uint256(uint160(l.asset)));
        twin = l.isToken ? address(new BridgedToken{salt: salt}(l)) : address(new BridgedCoin{salt: salt}(l));
        listings[l.asset] = Listed(twin, l.isToken);
        assets.push(l.asset);
        emit ListedAs(l.asset, twin, l.isToken);
    }

    /// @notice For {Outpost}: mints, or unlocks, what a message brought. Whether it could.
    function bring(address asset, uint256 amount, address to) external returns (bool) {
        only(OUTPOST);
        if (to == address(0)) return false;
        if (isOwn(asset)) {
            if (amount > out) return false;
            out -= amount;
            if (Payments.pushCoin(to, amount)) return true;
            out += amount;
            return false;
        }
        if (!isFungible(asset)) return false;
        BridgedCoin(listings[asset].twin).mint(to, amount);
        return true;
    }

    /// @notice As {bring}, of an ERC-721 token.
    function bringToken(address asset, uint256 id, address to) external returns (bool) {
        only(OUTPOST);
        if (to == address(0) || !isToken(asset)) return false;
        BridgedToken token = BridgedToken(listings[asset].twin);
        if (token.holder(id) != address(0)) return false;
        token.mint(to, id);
        return true;
    }

    /// @notice For {OutpostOutbox}: burns, or locks, what its sender sends.
    function take(address asset, address from, uint256 amount) external payable {
        only(OUTPOST_OUTBOX);
        if (msg.value != (isOwn(asset) ? amount : 0)) revert WrongValue(msg.value, amount);
        if (isOwn(asset)) {
            if (amount > cap - out) revert OverCap(out, cap);
            out += amount;
        } else {
            if (!isFungible(asset)) revert NotHere(asset);
            BridgedCoin(listings[asset].twin).burn(from, amount);
        }
    }

    /// @notice As {take}, of an ERC-721 token.
    function takeToken(address asset, address from, uint256 id) external {
        only(OUTPOST_OUTBOX);
        if (!isToken(asset)) revert NotHere(asset);
        if (!seize(asset, from, id)) revert NotYours(asset, id);
    }

    /// @notice For {OutpostOutbox}, closing a run: burns as much as there is, up to `amount`, or the token `amount` if it is
    /// `from`'s. Never fails; of the own token and of what is not listed there is nothing.
    /// @return taken how much; of a token its id
    /// @return isGone whether it is a token, and it was burnt
    function takeUpTo(address asset, address from, uint256 amount) external returns (uint256 taken, bool isGone) {
        only(OUTPOST_OUTBOX);
        if (isToken(asset)) {
            isGone = seize(asset, from, amount);
            return (isGone ? amount : 0, isGone);
        }
        if (isOwn(asset) || !isFungible(asset)) return (0, false);
        BridgedCoin coin = BridgedCoin(listings[asset].twin);
        uint256 there = coin.balanceOf(from);
        taken = amount < there ? amount : there;
        if (taken != 0) coin.burn(from, taken);
    }

    /// @notice The bridged contract of an asset, 0 if it is not listed.
    function bridged(address asset) external view returns (address) {
        return listings[asset].twin;
    }

    /// @notice How much of an asset an account holds here; of a token, 1 if `id` is its. What the root pays an account of a chain
    /// of tier D that is gone.
    function heldBy(address asset, address account, uint256 id) external view returns (uint256) {
        address twin = listings[asset].twin;
        if (twin == address(0)) return 0;
        if (isToken(asset)) return account != address(0) && BridgedToken(twin).holder(id) == account ? 1 : 0;
        return BridgedCoin(twin).balanceOf(account);
    }

    /// @notice All listed assets, in the order in which they were.
    function listed() external view returns (address[] memory) {
        return assets;
    }

    /// @notice Whether an asset is a listed ERC-721 token.
    function isToken(address asset) public view returns (bool) {
        return listings[asset].isToken;
    }

    /// @notice Whether an asset is the own token, or a listed coin or ERC-20 token.
    function isFungible(address asset) public view returns (bool) {
        Listed storage l = listings[asset];
        return isOwn(asset) || (l.twin != address(0) && !l.isToken);
    }

    function isOwn(address asset) private view returns (bool) {
        return asset != address(0) && asset == wrapper;
    }

    function seize(address asset, address from, uint256 id) private returns (bool) {
        BridgedToken token = BridgedToken(listings[asset].twin);
        // Nobody's is nobody's: a caller at address 0 there is none, a request's sender could be anything.
        if (from == address(0) || token.holder(id) != from) return false;
        token.burn(id);
        return true;
    }
}
