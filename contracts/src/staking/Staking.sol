// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Owned} from "./Owned.sol";
import {Parameter} from "./Parameter.sol";
import {DELEGATES, ELECTION, PARAMETERS, REWARDS, only} from "./System.sol";
import {VoteWeight} from "./VoteWeight.sol";

/// @title Stake in buckets
/// @notice A bucket holds coins for a duration and votes with them for one delegate; it is an ERC-721 token. What it
/// weighs is set out in docs/spec/staking.md. Rewards that a bucket has earned go with it.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001003: no constructor runs, so nothing here needs one.
/// Coins leave after everything is written down, and functions for users cannot be entered twice.
contract Staking is ERC721, ReentrancyGuardTransient {
    using Owned for Owned.Lists;
    using SafeCast for uint256;

    /// @dev Two words. `since` is when the duration began to run, and once unstaked, when that was. A bucket is a
    /// standing pledge if `pledgedTo` is set and `lockedUntil` is not, and stays bound until `lockedUntil` is past.
    struct Bucket {
        uint128 amount;
        uint128 weight;
        uint40 createdAt;
        uint40 since;
        uint40 lockedUntil;
        uint16 durationDays;
        uint32 delegate;
        uint32 pledgedTo;
        uint32 index;
        bool autoStake;
        bool compounding;
        bool unstaked;
    }

    struct Totals {
        uint128 staked;
        uint32 lastBucket;
    }

    event BucketCreated(
        uint32 indexed bucket, address indexed owner, uint256 amount, uint16 durationDays, bool autoStake, bool compounding
    );
    event Deposited(uint32 indexed bucket, uint256 amount, bool compounded);
    event Extended(uint32 indexed bucket, uint16 durationDays, bool autoStake);
    event CompoundingSet(uint32 indexed bucket, bool compounding);
    /// @notice A bucket was merged into another and is gone.
    event Merged(uint32 indexed bucket, uint32 indexed into, uint256 amount);
    event Unstaked(uint32 indexed bucket, uint256 withdrawableAt);
    event Withdrawn(uint32 indexed bucket, address indexed owner, uint256 amount);
    event Pledged(uint32 indexed bucket, uint32 indexed delegate);
    event Released(uint32 indexed bucket, uint32 indexed delegate, uint256 lockedUntil);
    event Slashed(uint32 indexed bucket, uint32 indexed delegate, uint256 burned, address reporter, uint256 toReporter);
    /// @notice What a bucket counts for from now on, whatever changed it.
    event VotesCounted(uint32 indexed bucket, uint32 indexed delegate, uint256 weight);

    error NotOwner(uint32 bucket, address sender);
    error AmountTooSmall(uint256 amount, uint256 least);
    error DurationOutOfRange(uint256 durationDays, uint256 least, uint256 most);
    /// @notice Nobody, or a delegate that has left or was expelled.
    error NoSuchDelegate(uint32 delegate);
    error AlreadyUnstaked(uint32 bucket);
    error NotUnstaked(uint32 bucket);
    /// @notice The bucket stands, or stood until lately, as a delegate's pledge; `until` is 0 while it stands.
    error Bound(uint32 bucket, uint256 until);
    error OnAutoStake(uint32 bucket);
    error TooEarly(uint32 bucket, uint256 earliest);
    /// @notice The coins of the source would come free earlier than they were promised to.
    error WouldShorten(uint32 bucket, uint32 into);
    error TooMany(uint256 count, uint256 most);
    error NotEligible(uint32 bucket);

    /// @notice The most buckets merged, or listed, by one call.
    uint256 public constant MAX_MERGED = 16;
    uint256 public constant MAX_PAGE = 200;

    mapping(uint32 id => Bucket) private buckets;
    Owned.Lists private lists;
    Totals private totals;

    constructor() ERC721("", "") {}

    function name() public pure override returns (string memory) {
        return "Banyan Bucket";
    }

    function symbol() public pure override returns (string memory) {
        return "BUCKET";
    }

    /// @notice Stakes the coins sent along. Without a delegate (0) they vote for nobody and earn nothing.
    /// @param durationDays how long they stay at least; 0 for no longer than the waiting period
    /// @param autoStake whether the duration stands still until {extend} ends that
    /// @param compounding whether anyone may add the bucket's rewards to it
    function create(uint16 durationDays, bool autoStake, bool compounding, uint32 delegate)
        external
        payable
        nonReentrant
        returns (uint32 id)
    {
        uint256 least = PARAMETERS.value(Parameter.MIN_STAKE);
        if (msg.value < least) revert AmountTooSmall(msg.value, least);
        mustBeDuration(durationDays, 0);
        mustTakeVotes(delegate);

        id = totals.lastBucket + 1;
        totals = Totals(totals.staked + msg.value.toUint128(), id);
        Bucket storage b = buckets[id];
        b.amount = uint128(msg.value);
        b.createdAt = uint40(block.timestamp);
        b.since = uint40(block.timestamp);
        b.durationDays = durationDays;
        b.autoStake = autoStake;
        b.compounding = compounding;
        // Who sends a transaction to this function knows what comes of it: no hook asks whether a contract can hold it.
        _mint(msg.sender, id);
        emit BucketCreated(id, msg.sender, msg.value, durationDays, autoStake, compounding);
        count(id, b, delegate);
    }

    /// @notice Adds the coins sent along to a bucket of one's own.
    function deposit(uint32 id) external payable nonReentrant {
        Bucket storage b = staked(id);
        if (msg.value == 0) revert AmountTooSmall(0, 1);
        add(id, b, msg.value, false);
    }

    /// @notice Sets a duration no shorter than before, which starts anew, and auto-stake on or off. To leave, one ends
    /// auto-stake here and waits for the duration.
    function extend(uint32 id, uint16 durationDays, bool autoStake) external nonReentrant {
        Bucket storage b = staked(id);
        mustBeDuration(durationDays, b.durationDays);
        b.since = uint40(block.timestamp);
        b.durationDays = durationDays;
        b.autoStake = autoStake;
        emit Extended(id, durationDays, autoStake);
        count(id, b, b.delegate);
    }

    /// @notice Votes for another delegate, or for nobody (0). A standing pledge votes for its delegate.
    function changeDelegate(uint32 id, uint32 delegate) external nonReentrant {
        Bucket storage b = staked(id);
        if (b.pledgedTo != 0 && b.lockedUntil == 0) revert Bound(id, 0);
        mustTakeVotes(delegate);
        count(id, b, delegate);
    }

    /// @notice Lets anyone add this bucket's rewards to it, or nobody but the owner.
    function setCompounding(uint32 id, bool compounding) external nonReentrant {
        Bucket storage b = staked(id);
        b.compounding = compounding;
        emit CompoundingSet(id, compounding);
    }

    /// @notice Merges buckets of one's own into another of one's own, with all they have earned. No coin may come free
    /// earlier than before.
    function merge(uint32[] calldata ids, uint32 into) external nonReentrant {
        if (ids.length > MAX_MERGED) revert TooMany(ids.length, MAX_MERGED);
        Bucket storage target = staked(into);
        uint256 sum;
        for (uint256 i = 0; i < ids.length; i++) {
            uint32 id = ids[i];
            Bucket storage b = staked(id);
            mustBeFree(id, b);
            if (
                id == into || b.durationDays > target.durationDays || (b.autoStake && !target.autoStake)
                    || (!target.autoStake && freeAt(b) > freeAt(target))
            ) revert WouldShorten(id, into);
            uint256 amount = b.amount;
            sum += amount;
            b.unstaked = true; // nothing of it counts any more
            count(id, b, 0);
            REWARDS.absorb(id, into);
            remove(id);
            emit Merged(id, into, amount);
        }
        target.amount += sum.toUint128();
        count(into, target, target.delegate);
    }

    /// @notice Stops voting and starts the waiting period.
    function unstake(uint32 id) external nonReentrant {
        Bucket storage b = staked(id);
        mustBeFree(id, b);
        if (b.autoStake) revert OnAutoStake(id);
        if (block.timestamp < freeAt(b)) revert TooEarly(id, freeAt(b));
        b.unstaked = true;
        b.since = uint40(block.timestamp);
        totals.staked -= b.amount;
        emit Unstaked(id, block.timestamp + PARAMETERS.value(Parameter.WITHDRAWAL_WAIT));
        count(id, b, b.delegate);
    }

    /// @notice Pays an unstaked bucket's coins and rewards to its owner once the waiting period is over. The bucket is gone.
    function withdraw(uint32 id) external nonReentrant {
        Bucket storage b = owned(id);
        if (!b.unstaked) revert NotUnstaked(id);
        uint256 earliest = b.since + PARAMETERS.value(Parameter.WITHDRAWAL_WAIT);
        if (block.timestamp < earliest) revert TooEarly(id, earliest);
        uint256 amount = b.amount;
        remove(id);
        emit Withdrawn(id, msg.sender, amount);
        REWARDS.close(id, msg.sender);
        Address.sendValue(payable(msg.sender), amount);
    }

    /// @dev For {Delegates}: the bucket becomes the delegate's pledge.
    function pledge(uint32 id, uint32 delegate) external {
        only(address(DELEGATES));
        Bucket storage b = buckets[id];
        if (b.amount < PARAMETERS.value(Parameter.MIN_PLEDGE) || b.unstaked || b.delegate != delegate) {
            revert NotEligible(id);
        }
        mustBeFree(id, b);
        (b.pledgedTo, b.lockedUntil) = (delegate, 0);
        emit Pledged(id, delegate);
        count(id, b, delegate);
    }

    /// @dev For {Delegates}: the bucket no longer stands, but stays bound for a while.
    function release(uint32 id, uint40 lockedUntil) external {
        only(address(DELEGATES));
        Bucket storage b = buckets[id];
        b.lockedUntil = lockedUntil;
        emit Released(id, b.pledgedTo, lockedUntil);
        count(id, b, b.delegate);
    }

    /// @dev For {Delegates}: takes a share, in basis points, of a bucket bound to a delegate.
    /// @return amount what was taken in all
    function slash(uint32 id, uint32 delegate, uint256 share, uint256 reporterShare, address reporter)
        external
        returns (uint256 amount)
    {
        only(address(DELEGATES));
        if (!isBound(id, delegate)) return 0;
        Bucket storage b = buckets[id];
        amount = b.amount * share / 10_000;
        b.amount -= uint128(amount);
        totals.staked -= uint128(amount);
        count(id, b, b.delegate);
        uint256 toReporter = amount * reporterShare / 10_000;
        emit Slashed(id, delegate, amount - toReporter, reporter, toReporter);
        // Nobody holds the key of address zero: what is there is out of circulation, and everyone can see how much.
        Address.sendValue(payable(address(0)), amount - toReporter);
        Address.sendValue(payable(reporter), toReporter);
    }

    /// @dev For {Rewards}: adds what a bucket earned to it.
    function compound(uint32 id) external payable {
        only(address(REWARDS));
        Bucket storage b = buckets[id];
        if (b.unstaked) revert AlreadyUnstaked(id);
        add(id, b, msg.value, true);
    }

    /// @notice Everything about a bucket; all zero if there is none.
    function bucket(uint32 id) external view returns (address owner, Bucket memory) {
        return (_ownerOf(id), buckets[id]);
    }

    /// @notice What {Rewards} reckons with.
    function position(uint32 id)
        external
        view
        returns (address owner, uint32 delegate, uint128 weight, bool compounding)
    {
        Bucket storage b = buckets[id];
        return (_ownerOf(id), b.delegate, b.weight, b.compounding && !b.unstaked);
    }

    /// @notice An owner's buckets, from an index on, at most {MAX_PAGE}; {balanceOf} says how many there are. The order
    /// changes as buckets leave.
    function bucketsOf(address owner, uint256 from, uint256 limit) external view returns (uint32[] memory ids) {
        if (limit > MAX_PAGE) revert TooMany(limit, MAX_PAGE);
        uint256 held = balanceOf(owner);
        uint256 length = from >= held ? 0 : held - from < limit ? held - from : limit;
        ids = new uint32[](length);
        for (uint256 i = 0; i < length; i++) ids[i] = lists.get(owner, from + i);
    }

    /// @notice Whether a bucket answers for what a delegate did: as its pledge, or for a while after.
    function isBound(uint32 id, uint32 delegate) public view returns (bool) {
        Bucket storage b = buckets[id];
        return b.pledgedTo == delegate && delegate != 0 && (b.lockedUntil == 0 || block.timestamp < b.lockedUntil);
    }

    /// @notice What an amount would weigh, in wei.
    function weightOf(uint256 amount, uint16 durationDays, bool autoStake, bool pledged) external pure returns (uint256) {
        return VoteWeight.weigh(amount, durationDays, autoStake, pledged);
    }

    /// @notice Coins in buckets that are not unstaked.
    function totalStaked() external view returns (uint256) {
        return totals.staked;
    }

    /// @notice The number of the latest bucket; they count from 1.
    function lastBucket() external view returns (uint32) {
        return totals.lastBucket;
    }

    /// @dev Every change of owner comes through here. What is bound stays where it is: its buyer would not know.
    function _update(address to, uint256 token, address auth) internal override returns (address from) {
        uint32 id = uint32(token);
        Bucket storage b = buckets[id];
        from = super._update(to, token, auth);
        if (from == to) return from;
        if (from != address(0)) {
            mustBeFree(id, b);
            // The last of the list takes the place that comes free.
            uint256 last = balanceOf(from);
            uint32 moved = lists.get(from, last);
            lists.set(from, last, 0);
            if (moved != id) {
                lists.set(from, b.index, moved);
                buckets[moved].index = b.index;
            }
        }
        if (to != address(0)) {
            b.index = uint32(balanceOf(to) - 1);
            lists.set(to, b.index, id);
        }
    }

    function add(uint32 id, Bucket storage b, uint256 amount, bool compounded) private {
        b.amount += amount.toUint128();
        totals.staked += uint128(amount);
        emit Deposited(id, amount, compounded);
        count(id, b, b.delegate);
    }

    function remove(uint32 id) private {
        _burn(id);
        delete buckets[id];
    }

    /// @dev Books what the bucket earned so far, and then counts its votes anew.
    function count(uint32 id, Bucket storage b, uint32 delegate) private {
        (uint32 before, uint128 weightBefore) = (b.delegate, b.weight);
        uint128 weight = b.unstaked
            ? 0
            : VoteWeight.weigh(b.amount, b.durationDays, b.autoStake, b.pledgedTo != 0 && b.lockedUntil == 0).toUint128();
        REWARDS.settle(id, before, weightBefore, delegate);
        if (before == delegate && weightBefore == weight) return;
        (b.delegate, b.weight) = (delegate, weight);
        ELECTION.changeVotes(before, weightBefore, delegate, weight);
        emit VotesCounted(id, delegate, weight);
    }

    function owned(uint32 id) private view returns (Bucket storage) {
        if (_ownerOf(id) != msg.sender) revert NotOwner(id, msg.sender);
        return buckets[id];
    }

    function staked(uint32 id) private view returns (Bucket storage b) {
        b = owned(id);
        if (b.unstaked) revert AlreadyUnstaked(id);
    }

    function freeAt(Bucket storage b) private view returns (uint256) {
        return b.since + uint256(b.durationDays) * 1 days;
    }

    function mustBeFree(uint32 id, Bucket storage b) private view {
        if (isBound(id, b.pledgedTo)) revert Bound(id, b.lockedUntil);
    }

    function mustBeDuration(uint256 durationDays, uint256 least) private view {
        uint256 most = PARAMETERS.value(Parameter.MAX_DURATION_DAYS);
        // Governance may lower the maximum: who has more already may keep it.
        if (durationDays < least || (durationDays > most && durationDays != least)) {
            revert DurationOutOfRange(durationDays, least, most);
        }
    }

    function mustTakeVotes(uint32 delegate) private view {
        if (delegate != 0 && !DELEGATES.mayReceiveVotes(delegate)) revert NoSuchDelegate(delegate);
    }
}
