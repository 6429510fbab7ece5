// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {only} from "../hub/Hub.sol";
import {Message, Messages} from "../hub/Messages.sol";
import {Payments} from "../hub/Payments.sol";
import {OutpostAssets} from "./OutpostAssets.sol";
import {OutpostMailbox} from "./OutpostMailbox.sol";
import {OutpostOutbox} from "./OutpostOutbox.sol";
import {Listing, OUTPOST, OUTPOST_ASSETS, OUTPOST_MAILBOX, OUTPOST_OUTBOX} from "./Outposts.sol";

/// @title Where messages from the root arrive
/// @notice Members say how far the chain's inbox on the root is final; anybody brings the messages, which are handled once
/// each, in order. What cannot be delivered goes back.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001030; docs/spec/outpost.md, rules 1 to 12.
contract Outpost {
    event Observed(uint64 indexed cursor, bytes32 inboxHash);
    /// @notice Message `index` of the inbox is done. `delivered` is false if it went back; of a request it is always true.
    event Handled(uint64 indexed index, bytes32 indexed tracking, bool delivered);
    /// @notice A member's signature of the checkpoint of this sequence; whether it is one is for those who add them up.
    event Shared(uint64 indexed sequence, address indexed account, bytes32 digest, bytes signature);

    error Busy();
    error NotAMember(address account);
    error SaidAlready(address account);
    error HandledAlready(uint64 cursor);
    error NotObserved(uint64 cursor, bytes32 inboxHash);
    error NothingToHandle();
    /// @notice The outbox of this run has no room for what the next message could bring about.
    error WaitForNextRun();
    /// @notice No message of the root is like this: its head was a lie.
    error Impossible(uint64 index);
    error CallFailed();
    error BadSignature(uint256 size);

    uint64 public constant MAX_GAS = 1_000_000;
    /// @notice The most of an asset that the root ever lets come to a chain ({HubEscrow}).
    uint256 public constant MAX_BROUGHT = 1 << 207;
    uint256 private constant SIGNATURE_SIZE = 96;
    /// @dev For paying within the call that may be taken back, and for what surrounds it.
    uint256 private constant CARRY_GAS = 900_000;
    /// @dev For writing down what goes back: at most 9 words of 32 bytes for the first time.
    uint256 private constant RETURN_GAS = 500_000;

    OutpostAssets private constant ASSETS = OutpostAssets(payable(OUTPOST_ASSETS));
    OutpostOutbox private constant OUTBOX = OutpostOutbox(OUTPOST_OUTBOX);
    OutpostMailbox private constant MAILBOX = OutpostMailbox(payable(OUTPOST_MAILBOX));

    /// @notice The root's chain id. Set by genesis, as the next two.
    uint256 public root;
    /// @notice How many members there are.
    uint256 public memberCount;
    /// @notice Which member an account is, from 1; 0 for others.
    mapping(address account => uint256) public memberOf;
    /// @dev Of cursors, listings and shares, by their hash: which members spoke, in bits, and how many of them alike.
    mapping(bytes32 question => uint256) private spoken;
    mapping(bytes32 answer => uint256) private alike;
    uint64 private cursor;
    bytes32 private handledHash;

    bool private transient busy;

    /// @notice Refuses whoever comes while a receiver is called.
    function requireFree() public view {
        if (busy) revert Busy();
    }

    /// @notice A member's word: the inbox's first `cursor_` messages are final on the root, and hash to this.
    function observe(uint64 cursor_, bytes32 inboxHash) external {
        requireFree();
        if (cursor_ <= cursor) revert HandledAlready(cursor_);
        bytes32 question = keccak256(abi.encode("cursor", cursor_));
        if (speak(question, headId(cursor_, inboxHash))) emit Observed(cursor_, inboxHash);
    }

    /// @notice A member's word that an asset shall be listed so; the quorum's last makes its contract.
    function list(Listing calldata l) external {
        requireFree();
        bytes32 id = keccak256(abi.encode("list", l));
        if (speak(id, id)) ASSETS.list(l);
    }

    /// @notice A member's share of a checkpoint, for all to read: the chain is the one place that all members look at.
    /// @param digest what it signed
    /// @param signature 96 bytes, compressed
    function share(uint64 sequence, bytes32 digest, bytes calldata signature) external {
        if (signature.length != SIGNATURE_SIZE) revert BadSignature(signature.length);
        mark(keccak256(abi.encode("share", sequence)));
        emit Shared(sequence, msg.sender, digest, signature);
    }

    /// @notice Handles the next messages of the inbox, as many of these as there is room for in the run.
    /// @param rest the hashes of the messages after these, up to an observed head
    /// @return count how many were handled
    function handle(Message[] calldata messages, bytes32[] calldata rest) external returns (uint256 count) {
        requireFree();
        busy = true;
        (bytes32[] memory hashes, bytes32[] memory heads) = verify(messages, rest);
        (uint64 first, uint256 room) = (cursor, messages.length);
        if (room == 0) revert NothingToHandle();
        for (; count < room; count++) {
            Message calldata m = messages[count];
            if (!OUTBOX.hasRoom(m.kind, m.asset)) break;
            (cursor, handledHash) = (first + uint64(count) + 1, heads[count]);
            settle(m, first + uint64(count), hashes[count]);
        }
        if (count == 0) revert WaitForNextRun();
        busy = false;
    }

    /// @notice Pays and calls, or fails and has done neither. For {handle}, which so can take it back.
    function carry(Message calldata m, uint256 gas_) external {
        only(OUTPOST);
        bool isOwn = m.asset != address(0) && m.asset == ASSETS.wrapper();
        if (m.amount != 0 && !ASSETS.bring(m.asset, m.amount, isOwn ? OUTPOST_MAILBOX : m.recipient)) revert CallFailed();
        uint256 value = isOwn ? m.amount : 0;
        if (!MAILBOX.deliver(m.from, m.sender, m.recipient, value, gas_, m.data)) revert CallFailed();
    }

    /// @notice How many messages of the inbox are handled, and what they hash to.
    function head() public view returns (uint64, bytes32) {
        return (cursor, cursor == 0 ? Messages.beginning(uint64(block.chainid)) : handledHash);
    }

    /// @notice How many of the members must say the same.
    function quorum() public view returns (uint256) {
        return memberCount - (memberCount - 1) / 3;
    }

    /// @notice Whether a quorum said so.
    function isObserved(uint64 cursor_, bytes32 inboxHash) public view returns (bool) {
        return alike[headId(cursor_, inboxHash)] >= quorum();
    }

    /// @dev Each member has one word for a question. Whether this one makes the quorum.
    function speak(bytes32 question, bytes32 answer) private returns (bool) {
        mark(question);
        return ++alike[answer] == quorum();
    }

    function mark(bytes32 question) private {
        uint256 number = memberOf[msg.sender];
        if (number == 0) revert NotAMember(msg.sender);
        uint256 bit = 1 << number;
        if (spoken[question] & bit != 0) revert SaidAlready(msg.sender);
        spoken[question] |= bit;
    }

    function headId(uint64 cursor_, bytes32 inboxHash) private pure returns (bytes32) {
        return keccak256(abi.encode("head", cursor_, inboxHash));
    }

    function verify(Message[] calldata messages, bytes32[] calldata rest)
        private
        view
        returns (bytes32[] memory hashes, bytes32[] memory heads)
    {
        (hashes, heads) = (new bytes32[](messages.length), new bytes32[](messages.length));
        (uint64 end, bytes32 hash) = head();
        uint256 domain = root;
        for (uint256 i = 0; i < messages.length; i++) {
            hashes[i] = Messages.hashFor(domain, messages[i]);
            hash = keccak256(abi.encode(hash, hashes[i]));
            heads[i] = hash;
        }
        for (uint256 i = 0; i < rest.length; i++) hash = keccak256(abi.encode(hash, rest[i]));
        end += uint64(messages.length + rest.length);
        if (!isObserved(end, hash)) revert NotObserved(end, hash);
    }

    function settle(Message calldata m, uint64 index, bytes32 hash) private {
        bytes32 tracking = Messages.tracking(m, hash);
        if (m.kind == Messages.FORCED) {
            // Of other chains' senders the root takes none.
            if (m.from != 0) revert Impossible(index);
            OUTBOX.ask(m.asset, m.sender, m.amount, hash);
            emit Handled(index, tracking, true);
            return;
        }
        // So that no sum ever overflows, least of all where the protocol calls.
        if (m.kind != Messages.TOKEN && m.amount > MAX_BROUGHT) revert Impossible(index);
        bool delivered = m.deadline >= block.timestamp && deliver(m);
        emit Handled(index, tracking, delivered);
        if (!delivered && (m.kind == Messages.TOKEN || m.amount != 0)) OUTBOX.giveBack(m, tracking);
    }

    function deliver(Message calldata m) private returns (bool) {
        if (m.kind == Messages.TOKEN) return ASSETS.bringToken(m.asset, m.amount, m.recipient);
        if (m.kind == Messages.CALL) return call(m);
        if (m.kind != Messages.DEPOSIT && m.kind != Messages.REFUND) return false;
        return m.amount == 0 || ASSETS.bring(m.asset, m.amount, m.recipient);
    }

    /// @dev With too little gas the whole transaction fails; the receiver is not told that it refused.
    function call(Message calldata m) private returns (bool) {
        if (m.recipient == address(0) || m.data.length > Messages.MAX_DATA) return false;
        uint256 gas_ = m.gas < MAX_GAS ? m.gas : MAX_GAS;
        uint256 forCarrying = gas_ + gas_ / 16 + CARRY_GAS;
        Payments.requireGas(forCarrying + RETURN_GAS);
        try this.carry{gas: forCarrying}(m, gas_) {
            return true;
        } catch {
            return false;
        }
    }
}
