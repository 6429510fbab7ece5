// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./Checkpoint.sol";
import {COIN, HUB_CHAINS, HUB_CHECKPOINTS, HUB_CLAIMS, HUB_ESCROW, HUB_INBOX, HUB_MAILBOX, only} from "./Hub.sol";
import {HubChains, State} from "./HubChains.sol";
import {HubCheckpoints} from "./HubCheckpoints.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubInbox} from "./HubInbox.sol";
import {HubMailbox} from "./HubMailbox.sol";
import {Message, Messages} from "./Messages.sol";
import {Payments} from "./Payments.sol";

/// @title Bringing what a sidechain sent to its receiver
/// @notice Anybody brings a message with its path to an accepted checkpoint that has waited its time; it is done once. What
/// cannot be delivered goes to whom the message names for that.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001026; docs/spec/hub.md, rules 27 to 32.
contract HubClaims {
    /// @param drawn what the outflow limit has let through so far
    struct Progress {
        uint248 drawn;
        bool isDone;
    }

    /// @notice A part, or all, of a message's value went through the limit; of what is not paid in parts it waits for the rest.
    event Drawn(uint64 indexed chain, bytes32 indexed tracking, uint256 drawn, uint256 amount);
    /// @notice The message is done. `paid` is false if its receiver refused, and its value went to `refund`.
    event Claimed(uint64 indexed chain, bytes32 indexed tracking, uint64 sequence, uint64 index, bool paid);
    /// @notice The message is done: it is number `place` of the inbox of `to`, which is its own chain's if it came back.
    event Forwarded(uint64 indexed chain, bytes32 indexed tracking, uint64 indexed to, uint64 place);

    error NotAccepted();
    error NotMature(uint64 chain, uint64 sequence);
    error NotInOutbox(uint64 index);
    error AlreadyClaimed(uint64 chain, uint64 sequence, uint64 index);
    error TotalSpent(uint64 chain, uint64 sequence, address asset);
    error OutflowReached(uint64 chain, address asset);
    error CallFailed();

    uint64 public constant MAX_GAS = 1_000_000;
    /// @dev For paying within the call that may be taken back, and for what surrounds it.
    uint256 private constant CARRY_GAS = 900_000;
    /// @dev For paying `refund`, and writing down what that refuses.
    uint256 private constant REFUND_GAS = 1_000_000;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubCheckpoints private constant CHECKPOINTS = HubCheckpoints(HUB_CHECKPOINTS);
    HubEscrow private constant ESCROW = HubEscrow(payable(HUB_ESCROW));
    HubInbox private constant INBOX = HubInbox(HUB_INBOX);
    HubMailbox private constant MAILBOX = HubMailbox(payable(HUB_MAILBOX));

    mapping(uint64 chain => mapping(uint64 sequence => mapping(uint64 index => Progress))) private progress;

    /// @notice Claims message `index` of a checkpoint's outbox.
    /// @param path {Messages.isAt}
    function claim(Checkpoint calldata c, uint64 index, Message calldata m, bytes32[] calldata path) external {
        ESCROW.requireFree();
        if (!CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        if (!CHECKPOINTS.isMature(c.chainId, c.sequence)) revert NotMature(c.chainId, c.sequence);
        bytes32 tracking = Messages.hash(m);
        if (m.from != c.chainId || !Messages.isAt(c.outboxRoot, c.outboxCount, index, tracking, path)) {
            revert NotInOutbox(index);
        }
        tracking = Messages.tracking(m, tracking);
        Progress storage p = progress[c.chainId][c.sequence][index];
        if (p.isDone) revert AlreadyClaimed(c.chainId, c.sequence, index);
        if (m.kind == Messages.TOKEN) {
            p.isDone = true;
            ESCROW.spendToken(m.from, c.sequence, m.asset, m.amount);
        } else {
            uint256 drawn = draw(p, c.sequence, m);
            if (drawn != 0) emit Drawn(m.from, tracking, p.drawn, m.amount);
            p.isDone = p.drawn == m.amount;
            if (m.to == 0 && m.kind != Messages.CALL) {
                ESCROW.spend(m.from, c.sequence, m.asset, drawn);
                bool paid = ESCROW.settleWith(m.from, m.asset, drawn, m.recipient, m.refund);
                if (p.isDone) emit Claimed(m.from, tracking, c.sequence, index, paid);
                return;
            }
            if (!p.isDone) return;
            ESCROW.spend(m.from, c.sequence, m.asset, m.amount);
        }
        if (m.to != 0) forward(m, tracking);
        else emit Claimed(m.from, tracking, c.sequence, index, m.kind == Messages.TOKEN ? hand(m) : call(m));
    }

    /// @notice How far a message is.
    function progressOf(uint64 chain, uint64 sequence, uint64 index) external view returns (Progress memory) {
        return progress[chain][sequence][index];
    }

    /// @notice Pays and calls, or fails and has done neither. For {claim}, which so can take it back.
    function carry(Message calldata m, uint256 gas_) external {
        only(HUB_CLAIMS);
        ESCROW.pay(m.from, m.asset, m.amount, m.asset == COIN ? HUB_MAILBOX : m.recipient);
        uint256 value = m.asset == COIN ? m.amount : 0;
        if (!MAILBOX.deliver(m.from, m.sender, m.recipient, value, gas_, m.data)) revert CallFailed();
    }

    /// @dev What the limit lets through of what is still to come.
    function draw(Progress storage p, uint64 sequence, Message calldata m) private returns (uint256 drawn) {
        uint256 rest = m.amount - p.drawn;
        if (rest == 0) return 0;
        // What is paid in parts has left already; the rest of it, or the whole, must be there before a limit is used up.
        bool inParts = m.to == 0 && m.kind != Messages.CALL;
        if (ESCROW.left(m.from, sequence, m.asset) < (inParts ? rest : m.amount)) {
            revert TotalSpent(m.from, sequence, m.asset);
        }
        drawn = ESCROW.draw(m.from, m.asset, rest);
        if (drawn == 0) revert OutflowReached(m.from, m.asset);
        p.drawn += uint248(drawn);
    }

    function hand(Message calldata m) private returns (bool) {
        return ESCROW.settleTokenWith(m.asset, m.amount, m.recipient, m.refund);
    }

    /// @dev With too little gas the whole claim fails; the receiver is not told that it refused.
    function call(Message calldata m) private returns (bool paid) {
        uint256 gas_ = m.gas < MAX_GAS ? m.gas : MAX_GAS;
        if (m.data.length <= Messages.MAX_DATA) {
            uint256 forCarrying = gas_ + gas_ / 16 + CARRY_GAS;
            Payments.requireGas(forCarrying + REFUND_GAS);
            try this.carry{gas: forCarrying}(m, gas_) {
                return true;
            } catch {}
        }
        ESCROW.settleWith(m.from, m.asset, m.amount, m.refund, m.refund);
    }

    /// @dev To the other chain, or back into the own inbox, or to `refund`: whichever takes it first.
    function forward(Message calldata m, bytes32 tracking) private {
        if (isTakenBy(m.to, m) && CHAINS.takesMessages(m.to)) {
            put(m.to, m, tracking, m);
        } else if (CHAINS.stateOf(m.from) == State.ACTIVE && (m.kind == Messages.TOKEN || hasRoom(m.from, m))) {
            put(m.from, m, tracking, back(m, tracking));
        } else if (m.kind == Messages.TOKEN) {
            ESCROW.settleTokenWith(m.asset, m.amount, m.refund, m.refund);
            emit Forwarded(m.from, tracking, 0, 0);
        } else {
            ESCROW.settleWith(m.from, m.asset, m.amount, m.refund, m.refund);
            emit Forwarded(m.from, tracking, 0, 0);
        }
    }

    function put(uint64 chain, Message calldata m, bytes32 tracking, Message memory sent) private {
        uint64 index = INBOX.count(chain);
        if (m.kind == Messages.TOKEN) ESCROW.moveToken(chain, index, m.asset, m.amount);
        else if (m.amount != 0) ESCROW.move(m.from, chain, index, m.asset, m.amount);
        INBOX.append(chain, sent);
        emit Forwarded(m.from, tracking, chain, index);
    }

    /// @dev Nobody on another chain can force a withdrawal, for only the root knows its own senders.
    function isTakenBy(uint64 chain, Message calldata m) private view returns (bool) {
        bool isKnown = m.kind >= Messages.DEPOSIT && m.kind <= Messages.REFUND && m.kind != Messages.FORCED;
        bool fits = m.data.length <= Messages.MAX_DATA && m.gas <= MAX_GAS;
        return isKnown && fits && (m.kind == Messages.TOKEN || hasRoom(chain, m));
    }

    function hasRoom(uint64 chain, Message calldata m) private view returns (bool) {
        return ESCROW.hasRoom(chain, m.asset, m.amount);
    }

    /// @dev A token that comes back is a message of its kind, so that its amount is known for an id.
    function back(Message calldata m, bytes32 tracking) private view returns (Message memory) {
        return Message({
            from: 0,
            to: m.from,
            nonce: INBOX.count(m.from),
            kind: m.kind == Messages.TOKEN ? Messages.TOKEN : Messages.REFUND,
            sender: address(this),
            recipient: m.refund,
            asset: m.asset,
            amount: m.amount,
            gas: 0,
            deadline: type(uint64).max,
            refund: m.refund,
            data: abi.encode(tracking)
        });
    }
}
