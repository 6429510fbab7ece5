// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Parameter} from "./Parameter.sol";
import {Payee} from "./Peers.sol";
import {DELEGATES, ELECTION, PARAMETERS, STAKING, only} from "./System.sol";

/// @title Who earned what
/// @notice Once an epoch the protocol credits this contract and says how much; it books every wei to delegates and their
/// voters, and they claim. Nobody is trusted to pay anybody, and no step grows with the number of voters.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001005. For each delegate there is a sum, over all its
/// rewards, of reward per unit of weight; a bucket earned its weight times what the sum grew by. Sums and what buckets
/// have pending are in wei x 2^96, so that nothing is lost to rounding: what a division leaves waits for the next.
contract Rewards is ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev `perWeight` and `rest` are scaled; `earned` is the delegate's own, in wei.
    struct Account {
        uint256 perWeight;
        uint128 rest;
        uint128 earned;
    }

    /// @dev `seen` is its delegate's perWeight when it was last settled.
    struct Holding {
        uint256 seen;
        uint256 pending;
    }

    /// @notice An epoch's coins are booked.
    /// @param minted what the protocol credited
    /// @param carried what was left of earlier epochs, and fees
    /// @param left what is carried on to the next
    event EpochPaid(uint256 minted, uint256 carried, uint256 left);
    /// @notice A delegate's part of an epoch.
    event DelegatePaid(uint32 indexed delegate, uint256 toDelegate, uint256 toVoters);
    event Claimed(uint32 indexed bucket, address indexed owner, uint256 amount);
    event Compounded(uint32 indexed bucket, uint256 amount);
    event DelegateClaimed(uint32 indexed delegate, address indexed to, uint256 amount);
    event Funded(address indexed from, uint256 amount);

    error NotOwner(uint32 bucket, address sender);
    error NotCompounding(uint32 bucket);
    error TooMany(uint256 count, uint256 most);

    /// @notice The most buckets in one call.
    uint256 public constant MAX_CLAIMED = 64;

    uint256 private constant SCALE_BITS = 96;

    mapping(uint32 delegate => Account) private accounts;
    mapping(uint32 bucket => Holding) private holdings;
    /// @notice Coins that the books know of: owed, or carried. The balance is never less.
    uint256 public accounted;
    /// @notice Coins that the next epoch will pay out.
    uint256 public carried;
    /// @notice Parts of a wei that vanished buckets left, x 2^96; a whole wei of them is carried.
    uint256 public dust;

    /// @notice Gives coins to all who stake: they are paid out with the next epoch.
    function fund() external payable {
        accounted += msg.value;
        carried += msg.value;
        emit Funded(msg.sender, msg.value);
    }

    /// @notice Pays what buckets of one's own have earned to oneself.
    function claim(uint32[] calldata buckets) external nonReentrant returns (uint256 sum) {
        if (buckets.length > MAX_CLAIMED) revert TooMany(buckets.length, MAX_CLAIMED);
        for (uint256 i = 0; i < buckets.length; i++) {
            (address owner,,,) = STAKING.position(buckets[i]);
            if (owner != msg.sender) revert NotOwner(buckets[i], msg.sender);
            uint256 amount = take(buckets[i]);
            sum += amount;
            emit Claimed(buckets[i], owner, amount);
        }
        accounted -= sum;
        Address.sendValue(payable(msg.sender), sum);
    }

    /// @notice Adds what buckets have earned to them. Anyone may, if a bucket's owner allows it; the owner always may.
    function compound(uint32[] calldata buckets) external nonReentrant {
        if (buckets.length > MAX_CLAIMED) revert TooMany(buckets.length, MAX_CLAIMED);
        for (uint256 i = 0; i < buckets.length; i++) {
            (address owner,,, bool compounding) = STAKING.position(buckets[i]);
            if (!compounding && owner != msg.sender) revert NotCompounding(buckets[i]);
            uint256 amount = take(buckets[i]);
            if (amount == 0) continue;
            accounted -= amount;
            emit Compounded(buckets[i], amount);
            STAKING.compound{value: amount}(buckets[i]);
        }
    }

    /// @notice Pays a delegate's own part to its reward address. Anyone may ask for it.
    function claimDelegate(uint32 delegate) external nonReentrant returns (uint256 amount) {
        Account storage account = accounts[delegate];
        amount = account.earned;
        address to = DELEGATES.rewardAddress(delegate);
        account.earned = 0;
        accounted -= amount;
        emit DelegateClaimed(delegate, to, amount);
        Address.sendValue(payable(to), amount);
    }

    /// @dev For {Election}: books an epoch. Never reverts for want of coins, for then no epoch could begin: what is short
    /// is cut, in the order of blocks, bonus, epoch reward.
    /// @param minted what the protocol says it has credited; no more than is really there is believed
    function pay(uint256 minted, Payee[] calldata payees) external {
        only(address(ELECTION));
        uint256 surplus = address(this).balance - accounted;
        if (minted > surplus) minted = surplus;
        accounted += minted;
        uint256 left = carried + minted;
        uint256 before = left - minted;

        uint256[] memory shares = new uint256[](payees.length);
        uint256 ranked;
        uint256 blockReward = PARAMETERS.value(Parameter.BLOCK_REWARD);
        for (uint256 i = 0; i < payees.length; i++) {
            shares[i] = min(payees[i].blocks * blockReward, left);
            left -= shares[i];
            ranked += payees[i].ranked;
        }
        uint256[] memory bonuses = new uint256[](payees.length);
        uint256 bonus = PARAMETERS.value(Parameter.FOUNDATION_BONUS);
        for (uint256 i = 0; i < payees.length; i++) {
            if (!payees[i].bonus) continue;
            bonuses[i] = min(bonus, left);
            left -= bonuses[i];
        }
        uint256 epochReward = left;
        uint32[] memory delegates = new uint32[](payees.length);
        for (uint256 i = 0; i < payees.length; i++) {
            delegates[i] = payees[i].delegate;
            if (ranked == 0) continue;
            uint256 share = epochReward * payees[i].ranked / ranked;
            shares[i] += share;
            left -= share;
        }
        uint256[] memory commissions = DELEGATES.commissions(delegates);
        for (uint256 i = 0; i < payees.length; i++) {
            if (shares[i] + bonuses[i] == 0) continue;
            left += credit(payees[i], shares[i], bonuses[i], commissions[i]);
        }
        carried = left;
        emit EpochPaid(minted, before, left);
    }

    /// @dev For {Staking}: see {IRewards}.
    function settle(uint32 bucket, uint32 delegate, uint128 weight, uint32 nextDelegate) external {
        only(address(STAKING));
        Holding storage h = holdings[bucket];
        uint256 seen = h.seen;
        uint256 now_ = accounts[delegate].perWeight;
        if (now_ != seen && weight != 0) h.pending += (now_ - seen) * weight;
        uint256 next = nextDelegate == delegate ? now_ : accounts[nextDelegate].perWeight;
        if (next != seen) h.seen = next;
    }

    /// @dev For {Staking}: see {IRewards}.
    function absorb(uint32 bucket, uint32 into) external {
        only(address(STAKING));
        uint256 pending = holdings[bucket].pending;
        if (pending != 0) holdings[into].pending += pending;
        delete holdings[bucket];
    }

    /// @dev For {Staking}: see {IRewards}.
    function close(uint32 bucket, address to) external {
        only(address(STAKING));
        uint256 pending = holdings[bucket].pending;
        delete holdings[bucket];
        uint256 amount = pending >> SCALE_BITS;
        uint256 parts = dust + (pending & ((1 << SCALE_BITS) - 1));
        if (parts != dust) {
            carried += parts >> SCALE_BITS;
            dust = parts & ((1 << SCALE_BITS) - 1);
        }
        if (amount == 0) return;
        accounted -= amount;
        emit Claimed(bucket, to, amount);
        Address.sendValue(payable(to), amount);
    }

    /// @notice What a bucket could claim now, in wei.
    function pendingOf(uint32 bucket) external view returns (uint256) {
        (, uint32 delegate, uint128 weight,) = STAKING.position(bucket);
        Holding storage h = holdings[bucket];
        if (weight == 0) return h.pending >> SCALE_BITS;
        return (h.pending + (accounts[delegate].perWeight - h.seen) * weight) >> SCALE_BITS;
    }

    /// @notice What a delegate could claim now, and the sum of reward per weight, x 2^96, over all time: the difference
    /// between two moments, over a year, is what a voter of it earns for each unit of weight.
    function accountOf(uint32 delegate) external view returns (uint256 earned, uint256 perWeight, uint256 rest) {
        Account storage a = accounts[delegate];
        return (a.earned, a.perWeight, a.rest);
    }

    /// @notice What the protocol is to credit for an epoch before it tells {Election} of it.
    /// @param blocks produced by members of the committee, less what withheld reveals cost them
    /// @param bonuses how many get the foundation bonus
    function mint(uint256 blocks, uint256 bonuses) external view returns (uint256) {
        return blocks * PARAMETERS.value(Parameter.BLOCK_REWARD) + bonuses * PARAMETERS.value(Parameter.FOUNDATION_BONUS)
            + PARAMETERS.value(Parameter.EPOCH_REWARD);
    }

    /// @return unpaid what could not be booked to anyone
    function credit(Payee calldata payee, uint256 share, uint256 bonus, uint256 commission)
        private
        returns (uint256 unpaid)
    {
        Account storage account = accounts[payee.delegate];
        uint256 kept = share * commission / 10_000;
        uint256 forVoters = share - kept;
        if (payee.votes == 0) {
            (unpaid, forVoters) = (forVoters, 0);
        } else if (forVoters != 0) {
            uint256 scaled = (forVoters << SCALE_BITS) + account.rest;
            account.perWeight += scaled / payee.votes;
            account.rest = uint128(scaled % payee.votes);
        }
        account.earned += (kept + bonus).toUint128();
        emit DelegatePaid(payee.delegate, kept + bonus, forVoters);
    }

    /// @dev Settles a bucket and takes out its whole wei.
    function take(uint32 bucket) private returns (uint256 amount) {
        (, uint32 delegate, uint128 weight,) = STAKING.position(bucket);
        Holding storage h = holdings[bucket];
        uint256 now_ = accounts[delegate].perWeight;
        uint256 pending = h.pending + (weight == 0 ? 0 : (now_ - h.seen) * weight);
        h.seen = now_;
        amount = pending >> SCALE_BITS;
        h.pending = pending & ((1 << SCALE_BITS) - 1);
    }

    function min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
