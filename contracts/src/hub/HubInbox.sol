// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HUB_CHAINS, HUB_CLAIMS, HUB_ESCROW, only} from "./Hub.sol";
import {HubChains, State} from "./HubChains.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {Message, Messages, Parcel} from "./Messages.sol";

/// @title Messages to the sidechains
/// @notice Each chain's inbox is a hash chain that its checkpoints must follow. An asset goes into escrow and its message
/// into the inbox in one call: both or neither.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001023; docs/spec/hub.md, rules 15 to 19.
contract HubInbox {
    /// @notice Message number `index` of a chain; all of it, so that a node needs nothing else to carry it.
    event Sent(uint64 indexed chain, uint64 indexed index, bytes32 indexed tracking, Message message);

    error NotTaking(uint64 chain);
    error BadParcel(string what);
    /// @notice Only an account that has a key is the same one on the chain: a contract's address may be another's there.
    error OnlyForKeys();

    uint64 public constant MIN_DEADLINE = 1 hours;
    uint64 public constant MAX_GAS = 1_000_000;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubEscrow private constant ESCROW = HubEscrow(payable(HUB_ESCROW));

    mapping(uint64 chain => uint64) public count;
    mapping(uint64 chain => mapping(uint64 index => bytes32)) private hashes;
    /// @dev By the chain's clock, four to a word.
    mapping(uint64 chain => mapping(uint64 page => uint64[4])) private times;
    /// @notice How many forced withdrawals stand before a message of that kind; plus one, 0 for other messages.
    mapping(uint64 chain => mapping(uint64 index => uint64)) private forcedNumber;
    /// @dev The indices of forced withdrawals in their order.
    mapping(uint64 chain => uint64[]) private forced;

    /// @notice Sends coin, an ERC-20 or an ERC-721 token, a call, or a call with coin or an ERC-20.
    function send(Parcel calldata p) external payable returns (bytes32 tracking) {
        ESCROW.requireFree();
        if (!CHAINS.takesMessages(p.to)) revert NotTaking(p.to);
        if (p.kind != Messages.DEPOSIT && p.kind != Messages.CALL && p.kind != Messages.TOKEN) revert BadParcel("kind");
        if (p.deadline < block.timestamp + MIN_DEADLINE) revert BadParcel("deadline");
        if (p.refund == address(0)) revert BadParcel("refund");
        if (p.gas > MAX_GAS) revert BadParcel("gas");
        if (p.data.length > Messages.MAX_DATA) revert BadParcel("data");
        uint64 index = count[p.to];
        uint256 amount = p.amount;
        if (p.kind == Messages.TOKEN) {
            if (msg.value != 0) revert BadParcel("value");
            ESCROW.bringToken(p.to, index, p.asset, msg.sender, p.amount);
        } else if (p.amount != 0) {
            amount = ESCROW.bring{value: msg.value}(p.to, index, p.asset, msg.sender, p.amount);
        } else if (p.kind == Messages.DEPOSIT || p.asset != address(0) || msg.value != 0) {
            revert BadParcel("amount");
        }
        tracking = add(
            p.to,
            Message({
                from: 0,
                to: p.to,
                nonce: index,
                kind: p.kind,
                sender: msg.sender,
                recipient: p.recipient,
                asset: p.asset,
                amount: amount,
                gas: p.gas,
                deadline: p.deadline,
                refund: p.refund,
                data: p.data
            })
        );
    }

    /// @notice Asks a chain for what the sender has there, which it must answer in the checkpoint that takes the message.
    function force(uint64 chain, address asset, uint256 amount) external returns (bytes32 tracking) {
        ESCROW.requireFree();
        State state = CHAINS.stateOf(chain);
        if (state != State.ACTIVE && state != State.SUSPENDED) revert NotTaking(chain);
        if (msg.sender != tx.origin) revert OnlyForKeys();
        if (amount == 0) revert BadParcel("amount");
        uint64 index = count[chain];
        forced[chain].push(index);
        forcedNumber[chain][index] = uint64(forced[chain].length);
        tracking = add(
            chain,
            Message({
                from: 0,
                to: chain,
                nonce: index,
                kind: Messages.FORCED,
                sender: msg.sender,
                recipient: msg.sender,
                asset: asset,
                amount: amount,
                gas: 0,
                deadline: type(uint64).max,
                refund: msg.sender,
                data: ""
            })
        );
    }

    /// @notice For {HubClaims}: what comes from another chain, or back.
    function append(uint64 chain, Message calldata m) external returns (bytes32) {
        only(HUB_CLAIMS);
        return add(chain, m);
    }

    /// @notice The hash of a chain's first `index` messages.
    function hashAt(uint64 chain, uint64 index) public view returns (bytes32) {
        return index == 0 ? Messages.beginning(chain) : hashes[chain][index];
    }

    /// @notice Whether a message stands at an index.
    function holds(uint64 chain, uint64 index, bytes32 messageHash) external view returns (bool) {
        return index < count[chain] && keccak256(abi.encode(hashAt(chain, index), messageHash)) == hashes[chain][index + 1];
    }

    /// @notice By the chain's clock, when a message came.
    function timeOf(uint64 chain, uint64 index) public view returns (uint64) {
        return times[chain][index / 4][index % 4];
    }

    /// @notice Whether a chain that has handled the messages below `cursor` leaves the next one too long.
    function isLate(uint64 chain, uint64 cursor) external view returns (bool) {
        return cursor < count[chain] && CHAINS.clockOf(chain) > timeOf(chain, cursor) + CHAINS.patience();
    }

    /// @notice Which of the forced withdrawals from `cursor` on a message is, from 0.
    function forcedFrom(uint64 chain, uint64 cursor, uint64 index) external view returns (bool isForced, uint64 number) {
        number = forcedNumber[chain][index];
        if (number == 0 || index < cursor) return (false, 0);
        // How many stand below the cursor, by halving: they are in rising order.
        uint64[] storage list = forced[chain];
        (uint256 low, uint256 high) = (0, number);
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (list[middle] < cursor) low = middle + 1;
            else high = middle;
        }
        return (true, uint64(number - 1 - low));
    }

    function add(uint64 chain, Message memory m) private returns (bytes32 tracking) {
        uint64 index = count[chain]++;
        bytes32 messageHash = Messages.hash(m);
        hashes[chain][index + 1] = keccak256(abi.encode(hashAt(chain, index), messageHash));
        times[chain][index / 4][index % 4] = CHAINS.clockOf(chain);
        tracking = Messages.tracking(m, messageHash);
        emit Sent(chain, index, tracking, m);
    }
}
