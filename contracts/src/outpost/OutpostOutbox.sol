// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {only} from "../hub/Hub.sol";
import {Token, Total} from "../hub/Lists.sol";
import {Message, Messages, Parcel} from "../hub/Messages.sol";
import {Outpost} from "./Outpost.sol";
import {OutpostAssets} from "./OutpostAssets.sol";
import {Runs} from "./Runs.sol";
import {OUTPOST, OUTPOST_ASSETS, SYSTEM} from "./Outposts.sol";

/// @title What the chain sends
/// @notice Value, tokens and calls to the root and to other chains, gathered run by run; the protocol closes each, and a
/// checkpoint names what is in it.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001032; docs/spec/outpost.md, rules 12 to 21.
contract OutpostOutbox {
    using Runs for Runs.Run;

    /// @notice All of what was sent, or goes back, in a run, so that a signer needs nothing else. `place` counts from 0; the
    /// index in the outbox is behind the answers of the run.
    event Sent(uint64 indexed run, uint64 indexed place, bytes32 indexed tracking, Message message);

    error BadParcel(string what);
    /// @notice No more of this kind leaves in this run.
    error WaitForNextRun();
    error NotClosed(uint64 run);
    error NotFounded();

    uint64 public constant MIN_DEADLINE = 1 hours;
    uint64 public constant MAX_GAS = 1_000_000;

    Outpost private constant POST = Outpost(OUTPOST);
    OutpostAssets private constant ASSETS = OutpostAssets(payable(OUTPOST_ASSETS));

    /// @notice How many blocks a run has. Set by genesis.
    uint256 public runBlocks;
    /// @notice How many messages the chain ever sent.
    uint64 public nonce;
    /// @notice The run that was closed last.
    uint64 public lastClosed;
    /// @dev Those in which something happened.
    uint64[] private eventful;
    mapping(uint64 run => Runs.Run) private runs;

    /// @notice Sends coin, an ERC-20 or an ERC-721 token, a call, or a call with value.
    function send(Parcel calldata p) external payable returns (bytes32 tracking) {
        POST.requireFree();
        requireGood(p);
        Runs.Run storage r = runs[current()];
        if (!r.countSent(p.kind == Messages.TOKEN)) revert WaitForNextRun();
        if (p.kind == Messages.TOKEN) {
            if (msg.value != 0) revert BadParcel("value");
            ASSETS.takeToken(p.asset, msg.sender, p.amount);
            r.tokens.push(Token(p.asset, p.amount));
        } else if (p.amount != 0) {
            ASSETS.take{value: msg.value}(p.asset, msg.sender, p.amount);
            r.add(p.asset, p.amount);
        } else if (p.kind == Messages.DEPOSIT || p.asset != address(0) || msg.value != 0) {
            revert BadParcel("amount");
        }
        Message memory m = Message({
            from: uint64(block.chainid),
            to: p.to,
            nonce: nonce,
            kind: p.kind,
            sender: msg.sender,
            recipient: p.recipient,
            asset: p.asset,
            amount: p.amount,
            gas: p.gas,
            deadline: p.deadline,
            refund: p.refund,
            data: p.data
        });
        tracking = append(m);
    }

    /// @notice For {Outpost}: whether the run has room for what a message of this kind could bring about.
    function hasRoom(uint8 kind, address asset) external view returns (bool) {
        Runs.Run storage r = runs[current()];
        if (kind == Messages.FORCED) return r.hasRoomForRequest(mayBeToken(asset));
        return r.hasRoomForReturn(kind == Messages.TOKEN, asset, isListed(asset));
    }

    /// @notice For {Outpost}: a forced withdrawal, answered when the run is closed.
    function ask(address asset, address sender, uint256 amount, bytes32 requestHash) external {
        only(OUTPOST);
        runs[current()].ask(Runs.Request(asset, false, sender, amount, requestHash), mayBeToken(asset));
    }

    /// @notice For {Outpost}: what could not be delivered.
    function giveBack(Message calldata m, bytes32 tracking) external {
        only(OUTPOST);
        Runs.Run storage r = runs[current()];
        bool isToken = m.kind == Messages.TOKEN;
        r.countReturn(isToken, m.asset, isListed(m.asset));
        if (isToken) r.tokens.push(Token(m.asset, m.amount));
        else r.add(m.asset, m.amount);
        // What was on its way back already goes where it is owed if nobody takes it: on the root.
        bool isReturn = m.kind == Messages.REFUND || (isToken && m.data.length == 32);
        append(
            Message({
                from: uint64(block.chainid),
                to: isReturn ? 0 : m.from,
                nonce: nonce,
                kind: isToken ? Messages.TOKEN : Messages.REFUND,
                sender: OUTPOST,
                recipient: m.refund,
                asset: m.asset,
                amount: m.amount,
                gas: 0,
                deadline: type(uint64).max,
                refund: m.refund,
                data: abi.encode(tracking)
            })
        );
    }

    /// @notice For the protocol, after the last transaction of each block: closes the run if it was its last block.
    function endBlock() external {
        only(SYSTEM);
        if (runBlocks == 0 || block.number % runBlocks != 0) return;
        uint64 run = uint64(block.number / runBlocks);
        lastClosed = run;
        (uint64 cursor, bytes32 inboxHash) = POST.head();
        Runs.Run storage r = runs[run];
        uint256 count = r.count();
        (uint64 before,) = latest(run);
        if (count == 0 && cursor == before) return;
        eventful.push(run);
        uint64 first = nonce;
        nonce = first + r.load.requests;
        r.carryOut(ASSETS);
        (Total[] memory totals, Token[] memory tokens) = r.lists();
        r.record = Runs.Record({
            cursor: cursor,
            count: uint32(count),
            nonce: first,
            inboxHash: inboxHash,
            outboxRoot: r.outboxRoot(POST.root(), first),
            totals: keccak256(abi.encode(totals, tokens))
        });
    }

    /// @notice The run in which this block is.
    function current() public view returns (uint64) {
        if (runBlocks == 0) revert NotFounded();
        return uint64((block.number + runBlocks - 1) / runBlocks);
    }

    /// @notice What a checkpoint that ends with a closed run says of it.
    function record(uint64 run) public view returns (Runs.Record memory r) {
        requireClosed(run);
        r = runs[run].record;
        if (r.totals != 0) return r;
        (r.cursor, r.inboxHash) = latest(run);
        r.totals = keccak256(abi.encode(new Total[](0), new Token[](0)));
    }

    /// @notice Whether a closed run ends with a block, and what a checkpoint that ends there says of it.
    function recordAt(uint64 number) external view returns (bool ends, Runs.Record memory r) {
        ends = number != 0 && runBlocks != 0 && number % runBlocks == 0 && number / runBlocks <= lastClosed;
        if (ends) r = record(uint64(number / runBlocks));
    }

    /// @notice The answers with which the outbox of a closed run begins.
    function answers(uint64 run) external view returns (Message[] memory all) {
        requireClosed(run);
        Runs.Run storage r = runs[run];
        all = new Message[](r.load.requests);
        for (uint256 k = 0; k < all.length; k++) all[k] = r.answer(k, r.record.nonce);
    }

    /// @notice What the outbox of a closed run takes out: the lists of its checkpoint.
    function lists(uint64 run) external view returns (Total[] memory, Token[] memory) {
        requireClosed(run);
        return runs[run].lists();
    }

    /// @notice The hashes of what was sent and went back in a run, by their places.
    function hashes(uint64 run) external view returns (bytes32[] memory all) {
        Runs.Run storage r = runs[run];
        all = new bytes32[](r.places());
        for (uint256 i = 0; i < all.length; i++) all[i] = r.hashes[i];
    }

    /// @notice How much of its room a run has used.
    function loadOf(uint64 run) external view returns (Runs.Load memory) {
        return runs[run].load;
    }

    function requireGood(Parcel calldata p) private view {
        if (p.kind != Messages.DEPOSIT && p.kind != Messages.CALL && p.kind != Messages.TOKEN) revert BadParcel("kind");
        if (p.to == block.chainid) revert BadParcel("to");
        if (p.deadline < block.timestamp + MIN_DEADLINE) revert BadParcel("deadline");
        if (p.refund == address(0)) revert BadParcel("refund");
        if (p.gas > MAX_GAS) revert BadParcel("gas");
        // A token with 32 bytes of data is one that comes back.
        if (p.data.length > Messages.MAX_DATA || (p.kind == Messages.TOKEN && p.data.length == 32)) revert BadParcel("data");
    }

    /// @dev It counts already; its hash is behind those before it.
    function append(Message memory m) private returns (bytes32 tracking) {
        uint64 run = current();
        Runs.Run storage r = runs[run];
        uint64 place = uint64(r.places()) - 1;
        bytes32 hash = Messages.hashFor(POST.root(), m);
        r.hashes[place] = hash;
        nonce++;
        tracking = Messages.tracking(m, hash);
        emit Sent(run, place, tracking, m);
    }

    function isListed(address asset) private view returns (bool) {
        return ASSETS.isFungible(asset);
    }

    /// @dev What is not listed when it is asked for may be when the run is closed.
    function mayBeToken(address asset) private view returns (bool) {
        return !ASSETS.isFungible(asset);
    }

    function requireClosed(uint64 run) private view {
        if (run == 0 || run > lastClosed) revert NotClosed(run);
    }

    /// @dev How far the inbox was handled by the end of a run, looked up by halving.
    function latest(uint64 run) private view returns (uint64, bytes32) {
        (uint256 low, uint256 high) = (0, eventful.length);
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (eventful[middle] <= run) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return (0, Messages.beginning(uint64(block.chainid)));
        Runs.Record storage r = runs[eventful[low - 1]].record;
        return (r.cursor, r.inboxHash);
    }
}
