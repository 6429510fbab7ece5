// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice How much of an asset the messages of an outbox take out together.
struct Total {
    address asset;
    uint256 amount;
}

/// @notice An ERC-721 token that a message of an outbox takes out.
struct Token {
    address asset;
    uint256 id;
}

/// @notice Who holds how much of an asset on the chain: the root and the sum of a Merkle-sum tree with `count` leaves.
struct Exit {
    address asset;
    bytes32 root;
    uint256 sum;
    uint32 count;
}

/// @title The lists that come with a checkpoint
/// @notice Rising and without a repetition, so that there is one form of each, and nothing counts twice.
library Lists {
    uint256 internal constant MAX_TOTALS = 32;
    uint256 internal constant MAX_TOKENS = 64;

    function hashTotals(Total[] calldata totals, Token[] calldata tokens) internal pure returns (bytes32) {
        return keccak256(abi.encode(totals, tokens));
    }

    function hashExits(Exit[] calldata exits) internal pure returns (bytes32) {
        return keccak256(abi.encode(exits));
    }

    function areOrdered(Total[] calldata totals, Token[] calldata tokens, Exit[] calldata exits)
        internal
        pure
        returns (bool)
    {
        if (totals.length > MAX_TOTALS || tokens.length > MAX_TOKENS || exits.length > MAX_TOTALS) return false;
        for (uint256 i = 1; i < totals.length; i++) {
            if (totals[i].asset <= totals[i - 1].asset) return false;
        }
        for (uint256 i = 1; i < exits.length; i++) {
            if (exits[i].asset <= exits[i - 1].asset) return false;
        }
        for (uint256 i = 1; i < tokens.length; i++) {
            (address asset, address before) = (tokens[i].asset, tokens[i - 1].asset);
            if (asset < before || (asset == before && tokens[i].id <= tokens[i - 1].id)) return false;
        }
        return true;
    }
}

/// @title Merkle-sum trees of who holds how much
/// @notice Each node commits to both its sums, so no branch can be counted for more or less than the root says.
library SumTree {
    uint256 internal constant MAX_DEPTH = 64;

    /// @notice A node on the way from a leaf to the root, beside it.
    struct Sibling {
        bytes32 hash;
        uint256 sum;
        bool isLeft;
    }

    /// @notice Whether an account has a leaf of this amount.
    function holds(Exit calldata tree, address account, uint256 amount, Sibling[] calldata path)
        internal
        pure
        returns (bool)
    {
        if (tree.count == 0) return false;
        return climbs(tree, keccak256(abi.encodePacked(uint8(2), account, amount)), amount, path);
    }

    /// @notice Whether an account has the leaf of a token; each leaf counts 1.
    function owns(Exit calldata tree, address account, uint256 id, Sibling[] calldata path)
        internal
        pure
        returns (bool)
    {
        if (tree.count == 0) return false;
        return climbs(tree, keccak256(abi.encodePacked(uint8(4), account, id)), 1, path);
    }

    function climbs(Exit calldata tree, bytes32 here, uint256 sum, Sibling[] calldata path) private pure returns (bool) {
        if (path.length > MAX_DEPTH) return false;
        for (uint256 i = 0; i < path.length; i++) {
            Sibling calldata s = path[i];
            here = s.isLeft
                ? keccak256(abi.encodePacked(uint8(3), s.hash, s.sum, here, sum))
                : keccak256(abi.encodePacked(uint8(3), here, sum, s.hash, s.sum));
            unchecked {
                // A tree whose sums overflow is nobody's: its sum would be less than a part of it.
                if (sum + s.sum < sum) return false;
                sum += s.sum;
            }
        }
        return here == tree.root && sum == tree.sum;
    }
}
