// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bls} from "../staking/Bls.sol";
import {Committee} from "./Committee.sol";
import {HUB_CHAINS, HUB_CHECKPOINTS, burnCoins, either, only, onlyWitness} from "./Hub.sol";
import {HubChains, State} from "./HubChains.sol";

/// @title Who signs for a sidechain, and with how much money
/// @notice A member is an account, a BLS key and a bond. A chain's committees, one a term, are made of members. Whoever's
/// signature is under a lie loses the whole bond: half is burnt, half belongs to who brought the proof.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001021; docs/spec/hub.md, rules 3, 4 and 13.
contract HubMembers {
    /// @param term the last one the member sits in, 0 for none so far
    /// @param leaving since when, 0 if it stays
    struct Member {
        address account;
        uint48 term;
        uint48 leaving;
        uint256 bond;
    }

    /// @param term the one that sits, from 1
    /// @param named when the next one was named, by the chain's clock; 0 if there is none
    struct Seats {
        uint48 term;
        uint48 named;
    }

    event Joined(uint64 indexed chain, bytes32 indexed keyHash, address indexed account, uint256 bond);
    event Leaving(uint64 indexed chain, bytes32 indexed keyHash);
    event Left(uint64 indexed chain, bytes32 indexed keyHash, uint256 bond);
    /// @notice A committee will sit: at once if it is the first, else `CHANGE_DELAY` later.
    event Named(uint64 indexed chain, uint64 indexed term, bytes32 committee);
    event Seated(uint64 indexed chain, uint64 indexed term);
    event Burnt(uint64 indexed chain, bytes32 indexed keyHash, address indexed reporter, uint256 bond);

    error BondTooSmall(uint256 bond, uint256 least);
    error KeyTaken(bytes32 keyHash);
    error BadProof();
    error NotMember(uint64 chain, bytes32 keyHash);
    error AlreadyLeaving();
    error BondStillHeld(uint64 until);
    error NothingOwed();
    error CoinRefused();

    uint256 public constant MEMBER_BOND = 1000 ether;
    /// @notice Longer than any exit takes: 24 hours to be handled, 24 more of silence, and the longest delay of a chain.
    /// By the chain's clock, so that no rest of the owner's shortens it.
    uint64 public constant CHANGE_DELAY = 8 days;
    /// @notice How long bonds answer for what was signed in a term that is over.
    uint64 public constant UNBONDING = 14 days;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);

    mapping(uint64 chain => mapping(bytes32 keyHash => Member)) private members;
    mapping(uint64 chain => Seats) private seats;
    mapping(uint64 chain => mapping(uint64 term => bytes32)) public committeeOf;
    /// @notice When a term was over; 0 as long as it is not.
    mapping(uint64 chain => mapping(uint64 term => uint64)) public endedAt;
    /// @notice What accounts earned by proofs.
    mapping(address account => uint256) public owed;

    /// @notice Makes the sender a member of a registered chain, with what it sends as its bond.
    /// @param key 128 bytes
    /// @param proof the key's signature of {Committee.statement}
    function join(uint64 chain, bytes calldata key, bytes calldata proof) external payable {
        CHAINS.requireOpen(chain);
        if (msg.value < MEMBER_BOND) revert BondTooSmall(msg.value, MEMBER_BOND);
        bytes32 keyHash = keccak256(key);
        if (members[chain][keyHash].account != address(0)) revert KeyTaken(keyHash);
        if (key.length != Bls.KEY_SIZE || !Bls.verify(key, Committee.statement(chain, msg.sender, key), proof, Bls.SIGN)) {
            revert BadProof();
        }
        members[chain][keyHash] = Member({account: msg.sender, term: 0, leaving: 0, bond: msg.value});
        emit Joined(chain, keyHash, msg.sender, msg.value);
    }

    /// @notice The member will sit in no committee named from now on.
    function resign(uint64 chain, bytes32 keyHash) external {
        Member storage m = ownMember(chain, keyHash);
        if (m.leaving != 0) revert AlreadyLeaving();
        m.leaving = uint48(block.timestamp);
        emit Leaving(chain, keyHash);
    }

    /// @notice Pays the bond out once it answers for nothing any more.
    function takeBond(uint64 chain, bytes32 keyHash) external {
        Member storage m = ownMember(chain, keyHash);
        uint64 until = heldUntil(chain, keyHash);
        if (block.timestamp < until || m.bond == 0) revert BondStillHeld(until);
        uint256 bond = m.bond;
        m.bond = 0;
        emit Left(chain, keyHash, bond);
        pay(bond);
    }

    /// @notice Pays what the sender earned by proofs.
    function fetch() external {
        uint256 amount = owed[msg.sender];
        if (amount == 0) revert NothingOwed();
        owed[msg.sender] = 0;
        pay(amount);
    }

    /// @notice A member; all zero if there is none.
    function member(uint64 chain, bytes32 keyHash) external view returns (Member memory) {
        return members[chain][keyHash];
    }

    /// @notice When a leaving member's bond is free; the end of time as long as nobody knows.
    function heldUntil(uint64 chain, bytes32 keyHash) public view returns (uint64) {
        Member storage m = members[chain][keyHash];
        if (m.leaving == 0) return type(uint64).max;
        if (m.term == 0) return m.leaving;
        uint64 ended = m.term < seats[chain].term ? endedAt[chain][m.term] : CHAINS.endOf(chain);
        return ended == 0 ? type(uint64).max : ended + UNBONDING;
    }

    /// @notice The term whose committee must sign what is accepted now; 0 before the first.
    function sitting(uint64 chain) public view returns (uint64) {
        Seats storage s = seats[chain];
        return s.named != 0 && CHAINS.clockOf(chain) >= s.named + CHANGE_DELAY ? s.term + 1 : s.term;
    }

    /// @notice Whether a term's bonds still answer for what it signed.
    function answers(uint64 chain, uint64 term) external view returns (bool) {
        uint64 end = endedAt[chain][term];
        return committeeOf[chain][term] != 0 && (end == 0 || block.timestamp < end + UNBONDING);
    }

    /// @notice Whether these keys may be named: members in their order, bonded, none leaving.
    function isEligible(uint64 chain, bytes memory keys) public view returns (bool) {
        if (!Committee.isOrdered(keys)) return false;
        uint256 n = keys.length / Bls.KEY_SIZE;
        for (uint256 i = 0; i < n; i++) {
            Member storage m = members[chain][keccak256(Committee.keyOf(keys, i))];
            if (m.account == address(0) || m.leaving != 0 || m.bond < MEMBER_BOND) return false;
        }
        return true;
    }

    /// @notice For {HubChains}, as the first term, and {HubCheckpoints}.
    /// @return whether the committee was taken: it is eligible, and no other one waits
    function name(uint64 chain, bytes memory keys) external returns (bool) {
        either(HUB_CHAINS, HUB_CHECKPOINTS);
        Seats storage s = seats[chain];
        if (s.named != 0 || !isEligible(chain, keys)) return false;
        uint48 term = s.term + 1;
        bytes32 committee = Committee.hash(chain, term, keys);
        committeeOf[chain][term] = committee;
        uint256 n = keys.length / Bls.KEY_SIZE;
        for (uint256 i = 0; i < n; i++) members[chain][keccak256(Committee.keyOf(keys, i))].term = term;
        emit Named(chain, term, committee);
        if (term == 1) {
            s.term = 1;
            emit Seated(chain, 1);
        } else {
            s.named = uint48(CHAINS.clockOf(chain));
        }
        return true;
    }

    /// @notice The next committee sits: it signed what was just accepted. For {HubCheckpoints}.
    function seat(uint64 chain) external {
        only(HUB_CHECKPOINTS);
        Seats storage s = seats[chain];
        endedAt[chain][s.term] = uint64(block.timestamp);
        s.term += 1;
        s.named = 0;
        emit Seated(chain, s.term);
    }

    /// @notice Takes the bonds of those in a bitmap. For {HubCheckpoints}, {HubProofs} and {HubDisputes}, who have seen their
    /// signatures.
    function burn(uint64 chain, bytes memory keys, uint64 signers, address reporter) external {
        onlyWitness();
        uint256 total = 0;
        uint256 n = keys.length / Bls.KEY_SIZE;
        for (uint256 i = 0; i < n; i++) {
            if (signers >> i & 1 == 0) continue;
            bytes32 keyHash = keccak256(Committee.keyOf(keys, i));
            Member storage m = members[chain][keyHash];
            if (m.bond == 0) continue;
            total += m.bond;
            emit Burnt(chain, keyHash, reporter, m.bond);
            m.bond = 0;
        }
        owed[reporter] += total / 2;
        burnCoins(total - total / 2);
    }

    function ownMember(uint64 chain, bytes32 keyHash) private view returns (Member storage m) {
        m = members[chain][keyHash];
        if (m.account != msg.sender) revert NotMember(chain, keyHash);
    }

    /// @dev All that the sender could do again was taken from it before.
    function pay(uint256 amount) private {
        (bool taken,) = msg.sender.call{value: amount}("");
        if (!taken) revert CoinRefused();
    }
}
