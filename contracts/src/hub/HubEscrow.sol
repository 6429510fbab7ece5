// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints as Trace} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {
    COIN, HUB_CHAINS, HUB_CHECKPOINTS, HUB_CLAIMS, HUB_EXITS, HUB_INBOX, HUB_MAILBOX, either, only
} from "./Hub.sol";
import {HubChains} from "./HubChains.sol";
import {Exit, Token, Total} from "./Lists.sol";
import {Payments} from "./Payments.sol";
import {Wrapper} from "./Wrapper.sol";

/// @title What the sidechains hold
/// @notice All assets, and whose they are: of each chain and asset what is in escrow, and what its checkpoints released and
/// nobody has claimed. Nothing here asks what a chain signed: it can take no more than was brought for it.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001022; docs/spec/hub.md, rules 6 to 14, 24, 25, 27. Assets are
/// called only under the lock, with their gas bounded; a receiver that refuses finds its value in `owed`.
contract HubEscrow {
    using Trace for Trace.Trace208;

    /// @notice Where an ERC-721 token is.
    /// @param chain whose it is, 0 if it is not here
    /// @param arrived the inbox index it came with
    /// @param leaving the checkpoint that releases it, 0 if none
    struct Place {
        uint64 chain;
        uint64 arrived;
        uint64 leaving;
    }

    /// @dev A bucket's content in units times seconds of an hour: refilling it often loses nothing to rounding.
    struct Bucket {
        uint192 taken;
        uint64 drawnAt;
    }

    enum Standard {
        NONE,
        ERC20,
        ERC721
    }

    event Owed(address indexed account, address indexed asset, uint256 amount);
    event OwedToken(address indexed account, address indexed asset, uint256 id);
    event Fetched(address indexed account, address indexed asset, address to, uint256 amount);

    error Busy();
    error NotAnAsset(address asset);
    error WrongValue(uint256 paid, uint256 named);
    error NothingCame();
    error TooMuch(address asset);
    error TakesNoCoins();
    error NothingOwed();
    error Refused();
    error TotalSpent(uint64 chain, uint64 sequence, address asset);

    /// @notice The most of an asset that ever comes to a chain, in the smallest unit.
    uint256 public constant MAX_BROUGHT = 1 << 207;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);

    mapping(uint64 chain => mapping(address asset => uint256)) public escrow;
    mapping(uint64 chain => mapping(address asset => uint256)) public pending;
    mapping(uint64 chain => mapping(uint64 sequence => mapping(address asset => uint256))) public left;
    /// @dev All that came by a message below an index; all that checkpoints up to a sequence released.
    mapping(uint64 chain => mapping(address asset => Trace.Trace208)) private brought;
    mapping(uint64 chain => mapping(address asset => Trace.Trace208)) private released;
    mapping(address asset => mapping(uint256 id => Place)) private places;
    mapping(address asset => Standard) private standards;
    /// @notice The chain that a wrapper is of; 0 for other assets.
    mapping(address asset => uint64) public homeOf;
    mapping(uint64 chain => mapping(address asset => Bucket)) private buckets;
    mapping(uint64 chain => mapping(address asset => bool)) private settled;
    mapping(address account => mapping(address asset => uint256)) public owed;
    /// @notice Of each asset all that is owed to anybody.
    mapping(address asset => uint256) public owedInAll;
    mapping(address asset => mapping(uint256 id => address)) public owedToken;

    bool private transient busy;

    modifier locked() {
        requireFree();
        busy = true;
        _;
        busy = false;
    }

    /// @notice Refuses whoever comes while an asset or a receiver is being called.
    function requireFree() public view {
        if (busy) revert Busy();
    }

    receive() external payable {
        revert TakesNoCoins();
    }

    /// @notice For {HubChains}: a wrapper whose chain may bring out so much.
    function admit(uint64 chain, address wrapper, uint128 cap) external {
        only(HUB_CHAINS);
        homeOf[wrapper] = chain;
        standards[wrapper] = Standard.ERC20;
        escrow[chain][wrapper] = cap;
    }

    /// @notice For {HubInbox}: takes coin or an ERC-20 token.
    /// @return came what is credited: by how much the balance rose
    function bring(uint64 chain, uint64 index, address asset, address from, uint256 amount)
        external
        payable
        locked
        returns (uint256 came)
    {
        only(HUB_INBOX);
        if (msg.value != (asset == COIN ? amount : 0)) revert WrongValue(msg.value, amount);
        came = amount;
        if (asset != COIN) {
            standard(asset, Standard.ERC20);
            if (homeOf[asset] == chain) {
                Wrapper(asset).burn(from, amount);
            } else {
                uint256 before = Payments.balance(asset);
                if (!Payments.pull(asset, from, amount)) revert Refused();
                uint256 after_ = Payments.balance(asset);
                if (after_ <= before) revert NothingCame();
                came = after_ - before;
            }
        }
        credit(chain, index, asset, came);
    }

    /// @notice For {HubInbox}: takes an ERC-721 token.
    function bringToken(uint64 chain, uint64 index, address asset, address from, uint256 id) external locked {
        only(HUB_INBOX);
        standard(asset, Standard.ERC721);
        if (places[asset][id].chain != 0 || owedToken[asset][id] != address(0)) revert NotAnAsset(asset);
        if (!Payments.pull(asset, from, id) || Payments.ownerOf(asset, id) != address(this)) revert Refused();
        places[asset][id] = Place(chain, index, 0);
    }

    /// @notice For {HubCheckpoints}: moves a checkpoint's totals from escrow to pending, if all of it is there. Lists rise.
    /// @param cursor the chain has handled the messages below it
    /// @return whether it was; if not, nothing moved
    function release(
        uint64 chain,
        uint64 sequence,
        uint64 cursor,
        Total[] calldata totals,
        Token[] calldata tokens,
        Exit[] calldata exits
    ) external returns (bool) {
        only(HUB_CHECKPOINTS);
        bool there = areThere(chain, cursor, totals) && areThere(chain, cursor, tokens)
            && areCovered(chain, cursor, totals, exits);
        if (!there) return false;
        for (uint256 i = 0; i < totals.length; i++) out(chain, sequence, totals[i].asset, totals[i].amount);
        for (uint256 i = 0; i < tokens.length; i++) places[tokens[i].asset][tokens[i].id].leaving = sequence;
        return true;
    }

    /// @notice For {HubClaims}: takes from the bucket what is there, up to `wanted`.
    function draw(uint64 chain, address asset, uint256 wanted) external returns (uint256 drawn) {
        only(HUB_CLAIMS);
        (uint256 burst, uint256 perHour) = CHAINS.rateOf(chain, asset);
        if (burst == 0) return wanted;
        Bucket storage b = buckets[chain][asset];
        uint256 refilled = (block.timestamp - b.drawnAt) * perHour;
        uint256 taken = b.taken > refilled ? b.taken - refilled : 0;
        uint256 full = burst * 1 hours;
        uint256 there = taken < full ? (full - taken) / 1 hours : 0;
        drawn = wanted < there ? wanted : there;
        // At most 2^128 * 3600, or what was taken under a larger limit.
        (b.taken, b.drawnAt) = (uint192(taken + drawn * 1 hours), uint64(block.timestamp));
    }

    /// @notice For {HubClaims}: what one checkpoint brought out is spent; it must be handed over in the same call.
    function spend(uint64 chain, uint64 sequence, address asset, uint256 amount) external {
        only(HUB_CLAIMS);
        uint256 there = left[chain][sequence][asset];
        if (amount > there) revert TotalSpent(chain, sequence, asset);
        left[chain][sequence][asset] = there - amount;
        pending[chain][asset] -= amount;
    }

    /// @notice For {HubClaims}: as {spend}, of a token that this checkpoint releases.
    function spendToken(uint64 chain, uint64 sequence, address asset, uint256 id) external {
        only(HUB_CLAIMS);
        Place storage p = places[asset][id];
        if (p.chain != chain || p.leaving != sequence) revert TotalSpent(chain, sequence, asset);
        delete places[asset][id];
    }

    /// @notice For {HubClaims}: what `home` spent goes to another chain's escrow.
    function move(uint64 home, uint64 chain, uint64 index, address asset, uint256 amount) external locked {
        only(HUB_CLAIMS);
        if (homeOf[asset] == chain && home != chain) Wrapper(asset).burn(address(this), amount);
        if (homeOf[asset] == home && home != chain && home != 0) Wrapper(asset).mint(address(this), amount);
        credit(chain, index, asset, amount);
    }

    /// @notice For {HubClaims}: as {move}, of a token.
    function moveToken(uint64 chain, uint64 index, address asset, uint256 id) external {
        only(HUB_CLAIMS);
        places[asset][id] = Place(chain, index, 0);
    }

    /// @notice Whether so much can still come to a chain.
    function hasRoom(uint64 chain, address asset, uint256 amount) external view returns (bool) {
        return amount <= MAX_BROUGHT - brought[chain][asset].latest();
    }

    /// @notice For {HubClaims}, within a call that it may take back: pays what `home` spent, or fails. Coins for a call go
    /// through the mailbox.
    function pay(uint64 home, address asset, uint256 amount, address to) external locked {
        only(HUB_CLAIMS);
        if (amount != 0 && !hand(home, asset, amount, to)) revert Refused();
    }

    /// @notice For {HubClaims} and {HubExits}: pays the receiver, or whom it named for that case, or writes it down.
    function settleWith(uint64 home, address asset, uint256 amount, address to, address otherwise)
        external
        locked
        returns (bool paid)
    {
        either(HUB_CLAIMS, HUB_EXITS);
        if (amount == 0 || hand(home, asset, amount, to)) return true;
        if (to != otherwise && hand(home, asset, amount, otherwise)) return false;
        // To be fetched it must be there: a wrapper has to be made first, which no receiver can hinder.
        if (home != 0 && homeOf[asset] == home) Wrapper(asset).mint(address(this), amount);
        owed[otherwise][asset] += amount;
        owedInAll[asset] += amount;
        emit Owed(otherwise, asset, amount);
    }

    /// @notice As {settleWith}, of a token.
    function settleTokenWith(address asset, uint256 id, address to, address otherwise) external locked returns (bool paid) {
        either(HUB_CLAIMS, HUB_EXITS);
        if (Payments.pushToken(asset, to, id)) return true;
        if (to != otherwise && Payments.pushToken(asset, otherwise, id)) return false;
        owedToken[asset][id] = otherwise;
        emit OwedToken(otherwise, asset, id);
    }

    /// @notice Pays what the sender is owed to wherever it likes.
    function fetch(address asset, address to) external locked {
        uint256 amount = owed[msg.sender][asset];
        if (amount == 0) revert NothingOwed();
        owed[msg.sender][asset] = 0;
        owedInAll[asset] -= amount;
        emit Fetched(msg.sender, asset, to, amount);
        if (!hand(0, asset, amount, to)) revert Refused();
    }

    function fetchToken(address asset, uint256 id, address to) external locked {
        if (owedToken[asset][id] != msg.sender) revert NothingOwed();
        delete owedToken[asset][id];
        if (!Payments.pushToken(asset, to, id)) revert Refused();
    }

    /// @notice For {HubExits}, of a chain that is in EXIT: lowers its escrow by what is paid.
    /// @param last the last checkpoint that counts: what later ones released goes back first
    function withdraw(uint64 chain, uint64 last, address asset, uint256 amount) external {
        only(HUB_EXITS);
        if (!settled[chain][asset]) {
            settled[chain][asset] = true;
            Trace.Trace208 storage t = released[chain][asset];
            uint256 void = t.latest() - t.upperLookup(uint48(last));
            pending[chain][asset] -= void;
            escrow[chain][asset] += void;
        }
        escrow[chain][asset] -= amount;
    }

    /// @notice As {withdraw}, of a token: whether it belongs to the chain, and came with a message below `cursor`, or is
    /// message `cursor` itself if `isExact`.
    function withdrawToken(uint64 chain, uint64 last, address asset, uint256 id, uint64 cursor, bool isExact)
        external
        returns (bool)
    {
        only(HUB_EXITS);
        Place storage p = places[asset][id];
        if (p.chain != chain || (p.leaving != 0 && p.leaving <= last)) return false;
        if (isExact ? p.arrived != cursor : p.arrived >= cursor) return false;
        delete places[asset][id];
        return true;
    }

    /// @notice Whether an asset is an ERC-721 token's contract.
    function isToken(address asset) external view returns (bool) {
        return standards[asset] == Standard.ERC721;
    }

    function placeOf(address asset, uint256 id) external view returns (Place memory) {
        return places[asset][id];
    }

    /// @notice What a chain has in escrow less what messages from `cursor` on brought, which it does not know of.
    function handled(uint64 chain, address asset, uint64 cursor) public view returns (uint256) {
        Trace.Trace208 storage t = brought[chain][asset];
        uint256 below = cursor == 0 ? 0 : t.upperLookupRecent(uint48(cursor - 1));
        return escrow[chain][asset] - (t.latest() - below);
    }

    function areThere(uint64 chain, uint64 cursor, Total[] calldata totals) private view returns (bool) {
        for (uint256 i = 0; i < totals.length; i++) {
            if (totals[i].amount > handled(chain, totals[i].asset, cursor)) return false;
        }
        return true;
    }

    function areThere(uint64 chain, uint64 cursor, Token[] calldata tokens) private view returns (bool) {
        for (uint256 i = 0; i < tokens.length; i++) {
            Place storage p = places[tokens[i].asset][tokens[i].id];
            if (p.chain != chain || p.leaving != 0 || p.arrived >= cursor) return false;
        }
        return true;
    }

    /// @dev Whether everybody of the exit trees could be paid once the totals have left. Of ERC-721 tokens each is there or
    /// not, whatever a sum says.
    function areCovered(uint64 chain, uint64 cursor, Total[] calldata totals, Exit[] calldata exits)
        private
        view
        returns (bool)
    {
        uint256 next = 0;
        for (uint256 i = 0; i < exits.length; i++) {
            address asset = exits[i].asset;
            if (standards[asset] == Standard.ERC721) continue;
            while (next < totals.length && totals[next].asset < asset) next++;
            uint256 leaves = next < totals.length && totals[next].asset == asset ? totals[next].amount : 0;
            if (exits[i].sum > handled(chain, asset, cursor) - leaves) return false;
        }
        return true;
    }

    function out(uint64 chain, uint64 sequence, address asset, uint256 amount) private {
        escrow[chain][asset] -= amount;
        pending[chain][asset] += amount;
        left[chain][sequence][asset] = amount;
        Trace.Trace208 storage t = released[chain][asset];
        t.push(uint48(sequence), uint208(t.latest() + amount));
    }

    function credit(uint64 chain, uint64 index, address asset, uint256 amount) private {
        Trace.Trace208 storage t = brought[chain][asset];
        uint256 before = t.latest();
        if (amount > MAX_BROUGHT - before) revert TooMuch(asset);
        t.push(uint48(index), uint208(before + amount));
        escrow[chain][asset] += amount;
    }

    /// @dev Coin and tokens by their balances; wrappers of the paying chain are made now.
    function hand(uint64 home, address asset, uint256 amount, address to) private returns (bool) {
        if (asset == COIN) return Payments.pushCoin(to, amount);
        if (home != 0 && homeOf[asset] == home) {
            if (to == address(0)) return false;
            Wrapper(asset).mint(to, amount);
            return true;
        }
        return Payments.push(asset, to, amount);
    }

    /// @dev An address is one kind of asset for ever: `transferFrom` of both has one selector, and an amount is no id.
    function standard(address asset, Standard wanted) private {
        Standard known = standards[asset];
        if (known == wanted) return;
        bool isHub = uint160(asset) >= uint160(HUB_CHAINS) && uint160(asset) < 0x1100;
        if (known != Standard.NONE || uint160(asset) < 0x1000 || isHub || asset.code.length == 0) revert NotAnAsset(asset);
        if (wanted == Standard.ERC20 && Payments.looksLikeErc721(asset)) revert NotAnAsset(asset);
        standards[asset] = wanted;
    }
}
