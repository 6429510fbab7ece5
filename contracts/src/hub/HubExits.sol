// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./Checkpoint.sol";
import {HUB_CHAINS, HUB_CHECKPOINTS, HUB_ESCROW, HUB_INBOX} from "./Hub.sol";
import {DISPUTABLE, HubChains, State} from "./HubChains.sol";
import {HubCheckpoints} from "./HubCheckpoints.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubInbox} from "./HubInbox.sol";
import {Evidence, Finding, Judge} from "./Judge.sol";
import {Exit, Lists, SumTree} from "./Lists.sol";
import {Message, Messages} from "./Messages.sol";
import {OUTPOST_ASSETS} from "../outpost/Outposts.sol";
import {OutpostAssets} from "../outpost/OutpostAssets.sol";

/// @title Leaving a sidechain without it
/// @notice Whoever is ignored makes that known; after a day of silence and a day of suspension everybody is paid what the
/// last checkpoint that counts says, and what the chain never handled goes back.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001028; docs/spec/hub.md, rules 43 to 47.
contract HubExits {
    /// @notice A leaf of an exit tree, and the way to its root.
    /// @param which of the checkpoint's exits
    struct Leaf {
        Exit[] exits;
        uint256 which;
        address account;
        uint256 amount;
        SumTree.Sibling[] path;
    }

    /// @notice What an ended chain's users have: by the last checkpoint that counts, 0 for none, and the messages beyond it.
    struct Ending {
        uint64 last;
        uint64 cursor;
    }

    event Silent(uint64 indexed chain, uint64 index);
    event Ignored(uint64 indexed chain, uint64 indexed index, uint64 sequence);
    event Ended(uint64 indexed chain, uint64 last, uint64 cursor);
    event PaidBack(uint64 indexed chain, bytes32 indexed tracking, uint64 index);
    event Exited(uint64 indexed chain, address indexed asset, address indexed account, uint256 amount);

    error NotSilent(uint64 chain);
    error TooEarly(uint64 chain);
    error WrongState(uint64 chain, State state);
    error NotAccepted();
    error NotForced(uint64 index);
    error WrongMessage(uint64 index);
    error Answered();
    error WasHandled(uint64 index);
    error AlreadyPaid();
    error NothingToPay();
    error NotInTree();

    /// @notice How long after a checkpoint it can be shown to ignore somebody, by the chain's clock.
    uint64 public constant ACCUSE = 14 days;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubCheckpoints private constant CHECKPOINTS = HubCheckpoints(HUB_CHECKPOINTS);
    HubEscrow private constant ESCROW = HubEscrow(payable(HUB_ESCROW));
    HubInbox private constant INBOX = HubInbox(HUB_INBOX);

    mapping(uint64 chain => Ending) private endings;
    mapping(uint64 chain => mapping(uint64 index => bool)) public paidBack;
    mapping(uint64 chain => mapping(address asset => mapping(address account => bool))) public exited;

    /// @notice Suspends a chain that has left a message for longer than {HubChains.patience}.
    function reportSilence(uint64 chain) external {
        ESCROW.requireFree();
        uint64 cursor = CHECKPOINTS.cursorOf(chain);
        if (!INBOX.isLate(chain, cursor)) revert NotSilent(chain);
        CHAINS.silence(chain);
        emit Silent(chain, cursor);
    }

    /// @notice Ends a chain that has been FROZEN, or SUSPENDED for silence, for {HubChains.patience}.
    function beginExit(uint64 chain) external {
        ESCROW.requireFree();
        HubChains.Standing memory s = CHAINS.standing(chain);
        if (s.state != State.FROZEN && !(s.state == State.SUSPENDED && s.isSilent)) revert WrongState(chain, s.state);
        if (block.timestamp < s.since + CHAINS.patience()) revert TooEarly(chain);
        end(chain);
    }

    /// @notice Ends a chain whose checkpoint passed a forced withdrawal without its answer: the k-th of those that it passed
    /// is answered by message k of its outbox, with all that was asked for or all that the sender had.
    /// @param index of the request
    /// @param answer message k, with its path; anything if the outbox has no message k
    /// @param leaf what the sender has left afterwards; anything if the answer is none at all
    function proveIgnored(
        Checkpoint calldata c,
        uint64 index,
        Message calldata request,
        Message calldata answer,
        bytes32[] calldata path,
        Leaf calldata leaf
    ) external {
        if (isPartly(c, index, request, answer, path)) {
            requireLeaf(c, leaf, request.asset, leaf.amount);
            bool isTheirs = ESCROW.isToken(request.asset) ? leaf.amount == request.amount : leaf.amount != 0;
            if (leaf.account != request.sender || !isTheirs) revert Answered();
        }
        emit Ignored(c.chainId, index, c.sequence);
        end(c.chainId);
    }

    /// @notice As {proveIgnored}, of a chain of tier D: what the sender has left the state itself tells.
    function proveIgnoredByState(
        Checkpoint calldata c,
        uint64 index,
        Message calldata request,
        Message calldata answer,
        bytes32[] calldata path,
        Evidence calldata e
    ) external {
        bool isTold = isPartly(c, index, request, answer, path);
        if (isTold && held(c, request.asset, request.sender, request.amount, e) == 0) revert Answered();
        emit Ignored(c.chainId, index, c.sequence);
        end(c.chainId);
    }

    /// @dev Whether a request was answered with less than all of it, which is right if its sender had no more. If it was
    /// answered in full this fails.
    function isPartly(
        Checkpoint calldata c,
        uint64 index,
        Message calldata request,
        Message calldata answer,
        bytes32[] calldata path
    ) private view returns (bool) {
        ESCROW.requireFree();
        uint64 chain = c.chainId;
        State state = CHAINS.stateOf(chain);
        if (state < State.ACTIVE || state == State.EXIT) revert WrongState(chain, state);
        if (!CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        if (CHECKPOINTS.acceptedAt(chain, c.sequence).clock + ACCUSE < CHAINS.clockOf(chain)) revert NotAccepted();
        uint64 number = numberOf(c, index);
        bytes32 asked = Messages.hash(request);
        if (!INBOX.holds(chain, index, asked)) revert WrongMessage(index);
        if (number >= c.outboxCount) return false;
        if (!Messages.isAt(c.outboxRoot, c.outboxCount, number, Messages.hash(answer), path)) {
            revert WrongMessage(number);
        }
        if (!isAnswer(chain, request, asked, answer)) return false;
        if (isEnough(request, answer)) revert Answered();
        return true;
    }

    /// @notice Pays a message back that no checkpoint which counts has handled. For anybody.
    function payBack(uint64 chain, uint64 index, Message calldata m) external {
        ESCROW.requireFree();
        Ending memory e = requireEnded(chain);
        bytes32 tracking = Messages.hash(m);
        if (!INBOX.holds(chain, index, tracking)) revert WrongMessage(index);
        if (index < e.cursor) revert WasHandled(index);
        if (paidBack[chain][index]) revert AlreadyPaid();
        if (m.kind == Messages.FORCED || m.amount == 0 && m.kind != Messages.TOKEN) revert NothingToPay();
        paidBack[chain][index] = true;
        emit PaidBack(chain, Messages.tracking(m, tracking), index);
        if (m.kind == Messages.TOKEN) {
            if (!ESCROW.withdrawToken(chain, e.last, m.asset, m.amount, index, true)) revert AlreadyPaid();
            ESCROW.settleTokenWith(m.asset, m.amount, m.refund, m.refund);
        } else {
            ESCROW.withdraw(chain, e.last, m.asset, m.amount);
            ESCROW.settleWith(chain, m.asset, m.amount, m.refund, m.refund);
        }
    }

    /// @notice Pays a leaf of the last checkpoint that counts: an amount of coin or of an ERC-20 token, or an ERC-721 token.
    /// For anybody.
    function exit(Checkpoint calldata c, Leaf calldata leaf) external {
        ESCROW.requireFree();
        uint64 chain = c.chainId;
        Ending memory e = requireEnded(chain);
        if (c.sequence != e.last || !CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        if (leaf.which >= leaf.exits.length) revert NotInTree();
        address asset = leaf.exits[leaf.which].asset;
        requireLeaf(c, leaf, asset, leaf.amount);
        payOut(chain, e, asset, leaf.account, leaf.amount);
    }

    /// @notice As {exit}, of a chain of tier D: pays what an account holds, as the state after that checkpoint itself tells.
    /// For anybody.
    /// @param id of an ERC-721 token; of another asset it does not matter
    function exitByState(Checkpoint calldata c, address asset, address account, uint256 id, Evidence calldata e) external {
        ESCROW.requireFree();
        Ending memory ending = requireEnded(c.chainId);
        if (c.sequence != ending.last || !CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        uint256 amount = held(c, asset, account, id, e);
        if (amount == 0) revert NothingToPay();
        payOut(c.chainId, ending, asset, account, ESCROW.isToken(asset) ? id : amount);
    }

    /// @param what an amount, or a token's id
    function payOut(uint64 chain, Ending memory e, address asset, address account, uint256 what) private {
        emit Exited(chain, asset, account, what);
        if (ESCROW.isToken(asset)) {
            if (!ESCROW.withdrawToken(chain, e.last, asset, what, e.cursor, false)) revert AlreadyPaid();
            ESCROW.settleTokenWith(asset, what, account, account);
        } else {
            if (exited[chain][asset][account]) revert AlreadyPaid();
            if (what == 0) revert NothingToPay();
            exited[chain][asset][account] = true;
            ESCROW.withdraw(chain, e.last, asset, what);
            ESCROW.settleWith(chain, asset, what, account, account);
        }
    }

    /// @dev What an account holds on a chain of tier D after a checkpoint, by the chain's own contract.
    function held(Checkpoint calldata c, address asset, address account, uint256 id, Evidence calldata e)
        private
        view
        returns (uint256)
    {
        if (CHAINS.tierOf(c.chainId) != DISPUTABLE) revert NotInTree();
        (Finding memory f, bytes memory answer) =
            Judge.answered(OUTPOST_ASSETS, abi.encodeCall(OutpostAssets.heldBy, (asset, account, id)), e);
        if (f.blockHash != c.blockHash) revert Judge.Incomplete();
        return abi.decode(answer, (uint256));
    }

    /// @notice By what an ended chain's users are paid; of another all is zero.
    function endingOf(uint64 chain) external view returns (Ending memory) {
        return endings[chain];
    }

    function end(uint64 chain) private {
        CHAINS.end(chain);
        uint64 last = CHECKPOINTS.lastMature(chain);
        endings[chain] = Ending(last, CHECKPOINTS.acceptedAt(chain, last).cursor);
        emit Ended(chain, last, endings[chain].cursor);
    }

    function requireEnded(uint64 chain) private view returns (Ending memory) {
        State state = CHAINS.stateOf(chain);
        if (state != State.EXIT) revert WrongState(chain, state);
        return endings[chain];
    }

    /// @dev Which of the forced withdrawals that a checkpoint passed stands at an index.
    function numberOf(Checkpoint calldata c, uint64 index) private view returns (uint64 number) {
        uint64 before = CHECKPOINTS.acceptedAt(c.chainId, c.sequence - 1).cursor;
        bool isForced;
        (isForced, number) = INBOX.forcedFrom(c.chainId, before, index);
        if (!isForced || index >= c.inboxCursor) revert NotForced(index);
    }

    function requireLeaf(Checkpoint calldata c, Leaf calldata leaf, address asset, uint256 amount) private view {
        if (Lists.hashExits(leaf.exits) != c.exits || leaf.which >= leaf.exits.length) revert NotInTree();
        Exit calldata tree = leaf.exits[leaf.which];
        bool isIn = ESCROW.isToken(asset)
            ? SumTree.owns(tree, leaf.account, amount, leaf.path)
            : SumTree.holds(tree, leaf.account, amount, leaf.path);
        if (tree.asset != asset || !isIn) revert NotInTree();
    }

    /// @dev It may give nothing, but must be for this request and nobody else.
    function isAnswer(uint64 chain, Message calldata request, bytes32 asked, Message calldata m) private pure returns (bool) {
        bool isValue = m.kind == Messages.DEPOSIT || m.kind == Messages.TOKEN;
        return isValue && m.from == chain && m.to == 0 && m.recipient == request.sender && m.asset == request.asset
            && m.data.length == 32 && bytes32(m.data) == asked;
    }

    function isEnough(Message calldata request, Message calldata answer) private view returns (bool) {
        if (ESCROW.isToken(request.asset)) return answer.kind == Messages.TOKEN && answer.amount == request.amount;
        return answer.kind == Messages.DEPOSIT && answer.amount >= request.amount;
    }
}
