// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Heap} from "./Heap.sol";

/// @title The ranking of all delegates
/// @notice The best {BEST} stand inside, with the worst of them on top; all others outside, with the best of them on top.
/// The two tops are all that a change must compare, so it costs O(log n) however many delegates there are.
library Board {
    using Heap for Heap.Tree;

    struct Ranking {
        Heap.Tree inside;
        Heap.Tree outside;
        mapping(uint32 delegate => Heap.Standing) standings;
    }

    /// @notice How many stand inside.
    uint256 internal constant BEST = 100;

    function insert(Ranking storage r, uint256 word) internal {
        if (r.inside.size < BEST) {
            pushInside(r, word);
            return;
        }
        uint256 worst = r.inside.words[1];
        if (better(word, worst)) {
            r.standings[uint32(word)].inside = true;
            r.inside.replace(r.standings, 1, word, Heap.WORST_ON_TOP);
            word = worst;
        }
        r.standings[uint32(word)].inside = false;
        r.outside.push(r.standings, word, Heap.BEST_ON_TOP);
    }

    function remove(Ranking storage r, uint32 delegate) internal {
        Heap.Standing storage s = r.standings[delegate];
        (uint256 place, bool inside) = (s.place, s.inside);
        (s.place, s.inside) = (0, false);
        if (!inside) {
            r.outside.removeAt(r.standings, place, Heap.BEST_ON_TOP);
            return;
        }
        r.inside.removeAt(r.standings, place, Heap.WORST_ON_TOP);
        if (r.outside.size == 0) return;
        uint256 promoted = r.outside.words[1];
        r.outside.removeAt(r.standings, 1, Heap.BEST_ON_TOP);
        pushInside(r, promoted);
    }

    /// @dev Ranks a delegate that stands on the board by another number of votes.
    function update(Ranking storage r, uint256 word) internal {
        Heap.Standing storage s = r.standings[uint32(word)];
        if (s.inside) {
            if (r.inside.words[s.place] == word) return;
            r.inside.replace(r.standings, s.place, word, Heap.WORST_ON_TOP);
        } else {
            if (r.outside.words[s.place] == word) return;
            r.outside.replace(r.standings, s.place, word, Heap.BEST_ON_TOP);
        }
        if (r.outside.size == 0) return;
        (uint256 worst, uint256 best) = (r.inside.words[1], r.outside.words[1]);
        if (!better(best, worst)) return;
        r.standings[uint32(best)].inside = true;
        r.standings[uint32(worst)].inside = false;
        r.inside.replace(r.standings, 1, best, Heap.WORST_ON_TOP);
        r.outside.replace(r.standings, 1, worst, Heap.BEST_ON_TOP);
    }

    /// @dev The words of the best, the best first.
    function sorted(Ranking storage r) internal view returns (uint256[] memory words) {
        words = new uint256[](r.inside.size);
        for (uint256 i = 0; i < words.length; i++) words[i] = r.inside.words[i + 1] ^ Heap.BEST_ON_TOP;
        Arrays.sort(words);
        for (uint256 i = 0; i < words.length; i++) words[i] ^= Heap.BEST_ON_TOP;
    }

    function pushInside(Ranking storage r, uint256 word) private {
        r.standings[uint32(word)].inside = true;
        r.inside.push(r.standings, word, Heap.WORST_ON_TOP);
    }

    function better(uint256 a, uint256 b) private pure returns (bool) {
        return (a ^ Heap.BEST_ON_TOP) < (b ^ Heap.BEST_ON_TOP);
    }
}
