// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** A binary tree level by level, the leaves first; a node without a partner goes up as it is (rules 23 and 44). */
final class Levels<N> {
    private final List<List<N>> levels = new ArrayList<>();

    Levels(List<N> leaves, BinaryOperator<N> join) {
        List<N> level = List.copyOf(leaves);
        levels.add(level);
        while (level.size() > 1) {
            List<N> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? join.apply(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = List.copyOf(above);
            levels.add(level);
        }
    }

    int count() {
        return levels.getFirst().size();
    }

    /** Empty of no leaves. */
    Optional<N> root() {
        return levels.getLast().stream().findFirst();
    }

    /** What stands beside the way up, and on which side. */
    record Beside<N>(N node, boolean isLeft) {}

    /** From a leaf to the root, the leaf's own neighbour first; none where a node goes up as it is. */
    List<Beside<N>> path(int index) {
        HubException.require(index >= 0 && index < count(), "leaf %d of a tree of %d", index, count());
        List<Beside<N>> path = new ArrayList<>();
        int place = index;
        for (List<N> level : levels.subList(0, levels.size() - 1)) {
            int beside = place ^ 1;
            if (beside < level.size()) {
                path.add(new Beside<>(level.get(beside), beside < place));
            }
            place /= 2;
        }
        return List.copyOf(path);
    }
}
