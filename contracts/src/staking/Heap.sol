// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A binary heap of delegates that knows where each stands
/// @notice A word is votes << 32 | delegate. The order is total: more votes are better, and of equal votes the lower, that
/// is earlier, number. Every change costs at most one way through the tree.
/// @dev The same code keeps the worst or the best on top: words are compared after an exclusive or with `order`.
library Heap {
    /// @dev One word per delegate: a move of a node writes the node and this.
    /// @param votes of all its buckets
    /// @param place in its heap, from 1; 0 if it is not ranked
    /// @param probationUntil the epoch in which its votes count in full again; 0 if they do
    /// @param scale what they count until then, in millionths
    /// @param inside whether it stands among the best
    struct Standing {
        uint128 votes;
        uint32 place;
        uint32 probationUntil;
        uint32 scale;
        bool inside;
    }

    struct Tree {
        uint256 size;
        mapping(uint256 place => uint256 word) words;
    }

    /// @dev Least first: fewest votes, then the higher number.
    uint256 internal constant WORST_ON_TOP = type(uint32).max;
    /// @dev Least first: most votes, then the lower number.
    uint256 internal constant BEST_ON_TOP = ~WORST_ON_TOP;

    function push(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 word,
        uint256 order
    ) internal {
        uint256 place = ++tree.size;
        rise(tree, standings, place, word, order);
    }

    /// @dev Puts another word at a place, wherever it then belongs.
    function replace(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 place,
        uint256 word,
        uint256 order
    ) internal {
        if (place > 1 && (word ^ order) < (tree.words[place >> 1] ^ order)) {
            rise(tree, standings, place, word, order);
        } else {
            sink(tree, standings, place, word, order);
        }
    }

    /// @dev Takes out what stands at a place; the last node fills the gap.
    function removeAt(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 place,
        uint256 order
    ) internal {
        uint256 size = tree.size;
        uint256 last = tree.words[size];
        tree.size = size - 1;
        tree.words[size] = 0;
        if (place != size) replace(tree, standings, place, last, order);
    }

    function rise(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 place,
        uint256 word,
        uint256 order
    ) private {
        while (place > 1) {
            uint256 above = tree.words[place >> 1];
            if ((above ^ order) < (word ^ order)) break;
            put(tree, standings, place, above);
            place >>= 1;
        }
        put(tree, standings, place, word);
    }

    function sink(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 place,
        uint256 word,
        uint256 order
    ) private {
        uint256 size = tree.size;
        while (2 * place <= size) {
            uint256 child = 2 * place;
            uint256 below = tree.words[child];
            if (child < size) {
                uint256 other = tree.words[child + 1];
                if ((other ^ order) < (below ^ order)) (child, below) = (child + 1, other);
            }
            if ((word ^ order) < (below ^ order)) break;
            put(tree, standings, place, below);
            place = child;
        }
        put(tree, standings, place, word);
    }

    function put(
        Tree storage tree,
        mapping(uint32 => Standing) storage standings,
        uint256 place,
        uint256 word
    ) private {
        tree.words[place] = word;
        standings[uint32(word)].place = uint32(place);
    }
}
