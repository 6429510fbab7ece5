// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Token, Total} from "../hub/Lists.sol";
import {Message, Messages} from "../hub/Messages.sol";
import {OutpostAssets} from "./OutpostAssets.sol";

/// @title What is sent in one run of blocks
/// @notice Room of its own for requests, for what goes back and for what is sent: who fills one fills no other
/// (docs/spec/outpost.md, rules 16 to 20).
library Runs {
    /// @notice A forced withdrawal. Once the run is closed `amount` is what it was answered with, and `isToken` tells whether
    /// a token went.
    struct Request {
        address asset;
        bool isToken;
        address sender;
        uint256 amount;
        bytes32 hash;
    }

    /// @notice How much of its room a run has used.
    struct Load {
        uint16 requests;
        uint16 tokenRequests;
        uint16 sent;
        uint16 sentTokens;
        uint16 returned;
        uint16 returnedTokens;
        uint16 unlisted;
    }

    /// @notice What a checkpoint says of a run.
    /// @param nonce of the first answer
    struct Record {
        uint64 cursor;
        uint32 count;
        uint64 nonce;
        bytes32 inboxHash;
        bytes32 outboxRoot;
        bytes32 totals;
    }

    struct Run {
        Load load;
        Request[] requests;
        mapping(uint256 place => bytes32) hashes;
        address[] assets;
        mapping(address asset => uint256) sums;
        Token[] tokens;
        Record record;
    }

    uint256 internal constant MAX_REQUESTS = 64;
    uint256 internal constant MAX_TOKEN_REQUESTS = 16;
    /// @dev Of what is sent and of what goes back, each.
    uint256 internal constant MAX_MESSAGES = 480;
    uint256 internal constant MAX_TOKENS = 24;
    uint256 internal constant MAX_UNLISTED = 7;

    function count(Run storage r) internal view returns (uint256) {
        return uint256(r.load.requests) + r.load.sent + r.load.returned;
    }

    /// @notice How many messages were sent or went back.
    function places(Run storage r) internal view returns (uint256) {
        return uint256(r.load.sent) + r.load.returned;
    }

    /// @notice Takes room for something that is sent, if there is any.
    function countSent(Run storage r, bool isToken) internal returns (bool) {
        Load memory load = r.load;
        if (load.sent == MAX_MESSAGES || (isToken && load.sentTokens == MAX_TOKENS)) return false;
        load.sent++;
        if (isToken) load.sentTokens++;
        r.load = load;
        return true;
    }

    function hasRoomForRequest(Run storage r, bool mayBeToken) internal view returns (bool) {
        Load memory load = r.load;
        return load.requests < MAX_REQUESTS && (!mayBeToken || load.tokenRequests < MAX_TOKEN_REQUESTS);
    }

    function hasRoomForReturn(Run storage r, bool isToken, address asset, bool isListed) internal view returns (bool) {
        Load memory load = r.load;
        if (load.returned == MAX_MESSAGES) return false;
        if (isToken) return load.returnedTokens < MAX_TOKENS;
        return isListed || load.unlisted < MAX_UNLISTED || r.sums[asset] != 0;
    }

    /// @notice Takes room that {hasRoomForReturn} said there is.
    function countReturn(Run storage r, bool isToken, address asset, bool isListed) internal {
        Load memory load = r.load;
        load.returned++;
        if (isToken) load.returnedTokens++;
        else if (!isListed && r.sums[asset] == 0) load.unlisted++;
        r.load = load;
    }

    function ask(Run storage r, Request memory request, bool mayBeToken) internal {
        r.load.requests++;
        if (mayBeToken) r.load.tokenRequests++;
        r.requests.push(request);
    }

    /// @notice Counts an amount, which is not 0, among what the run takes out.
    function add(Run storage r, address asset, uint256 amount) internal {
        uint256 sum = r.sums[asset];
        if (sum == 0) r.assets.push(asset);
        r.sums[asset] = sum + amount;
    }

    /// @notice Takes from each who asked what it is answered with, in order.
    function carryOut(Run storage r, OutpostAssets assets) internal {
        uint256 requests = r.load.requests;
        for (uint256 k = 0; k < requests; k++) {
            Request storage q = r.requests[k];
            (uint256 taken, bool isToken) = assets.takeUpTo(q.asset, q.sender, q.amount);
            (q.amount, q.isToken) = (taken, isToken);
            if (isToken) r.tokens.push(Token(q.asset, taken));
            else if (taken != 0) add(r, q.asset, taken);
        }
    }

    /// @notice The answer to request `k` of a run that carried them out.
    /// @param first the nonce of the first answer
    function answer(Run storage r, uint256 k, uint64 first) internal view returns (Message memory) {
        Request memory q = r.requests[k];
        return Message({
            from: uint64(block.chainid),
            to: 0,
            nonce: first + uint64(k),
            kind: q.isToken ? Messages.TOKEN : Messages.DEPOSIT,
            sender: q.sender,
            recipient: q.sender,
            asset: q.asset,
            amount: q.amount,
            gas: 0,
            deadline: type(uint64).max,
            refund: q.sender,
            data: abi.encode(q.hash)
        });
    }

    /// @notice The tree over answers, then what was sent and went back.
    function outboxRoot(Run storage r, uint256 root, uint64 first) internal view returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](count(r));
        uint256 requests = r.load.requests;
        for (uint256 k = 0; k < leaves.length; k++) {
            bytes32 hash = k < requests ? Messages.hashFor(root, answer(r, k, first)) : r.hashes[k - requests];
            leaves[k] = Messages.leaf(k, hash);
        }
        return Messages.rootOf(leaves);
    }

    /// @notice What the run takes out, in rising order. Few enough to be put in their places one by one.
    function lists(Run storage r) internal view returns (Total[] memory totals, Token[] memory tokens) {
        totals = new Total[](r.assets.length);
        for (uint256 i = 0; i < totals.length; i++) {
            Total memory t = Total(r.assets[i], r.sums[r.assets[i]]);
            uint256 j = i;
            for (; j > 0 && totals[j - 1].asset > t.asset; j--) totals[j] = totals[j - 1];
            totals[j] = t;
        }
        tokens = new Token[](r.tokens.length);
        for (uint256 i = 0; i < tokens.length; i++) {
            Token memory t = r.tokens[i];
            uint256 j = i;
            for (; j > 0 && isBelow(t, tokens[j - 1]); j--) tokens[j] = tokens[j - 1];
            tokens[j] = t;
        }
    }

    function isBelow(Token memory a, Token memory b) private pure returns (bool) {
        return a.asset < b.asset || (a.asset == b.asset && a.id < b.id);
    }
}
