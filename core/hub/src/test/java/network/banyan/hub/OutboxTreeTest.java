// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static network.banyan.hub.Given.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Rule 23. The root of five was made by ethers. */
class OutboxTreeTest {
    private static List<Hash> hashes(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(Given::word).toList();
    }

    @Test
    void fiveMessagesHaveThisRoot() {
        assertThat(new OutboxTree(hashes(5)).root().toHex())
                .isEqualTo("0xe681cfda9ec2a86f2a60f860272d1f15adbb12c2ce83c00be0b582d2dc2db4e9");
        assertThat(new OutboxTree(List.of()).root()).isEqualTo(Hash.ZERO);
    }

    @Test
    void everyMessageStandsAtItsIndexAndNowhereElse() {
        for (int count = 1; count <= 33; count++) {
            var tree = new OutboxTree(hashes(count));
            for (int index = 0; index < count; index++) {
                List<Hash> path = tree.path(index);
                for (int other = 0; other <= count; other++) {
                    boolean isAt = OutboxTree.isAt(tree.root(), count, other, word(index + 1), path);
                    assertThat(isAt).as("%d of %d at %d", index, count, other).isEqualTo(other == index);
                }
                assertThat(OutboxTree.isAt(tree.root(), count, index, word(count + 1), path))
                        .isFalse();
            }
        }
    }

    @Test
    void aPathHasJustItsSiblingsInTheirOrder() {
        var tree = new OutboxTree(hashes(7));
        List<Hash> path = tree.path(2);
        List<Hash> longer = new ArrayList<>(path);
        longer.add(word(1));
        List<Hash> turned = new ArrayList<>(path);
        Collections.reverse(turned);

        assertThat(path).hasSize(3);
        assertThat(OutboxTree.isAt(tree.root(), 7, 2, word(3), path)).isTrue();
        assertThat(OutboxTree.isAt(tree.root(), 7, 2, word(3), path.subList(0, 2)))
                .isFalse();
        assertThat(OutboxTree.isAt(tree.root(), 7, 2, word(3), longer)).isFalse();
        assertThat(OutboxTree.isAt(tree.root(), 7, 2, word(3), turned)).isFalse();
    }

    @Test
    void whatStandsNowhereIsSaid() {
        var tree = new OutboxTree(hashes(3));

        assertThatThrownBy(() -> tree.path(3)).hasMessageContaining("leaf 3 of a tree of 3");
        assertThatThrownBy(() -> tree.path(-1)).isInstanceOf(HubException.class);
        assertThat(OutboxTree.isAt(tree.root(), 3, -1, word(1), tree.path(0))).isFalse();
        assertThat(OutboxTree.isAt(Hash.ZERO, 0, 0, word(1), List.of())).isFalse();
        List<Hash> tooMany = Collections.nCopies(Checkpoint.MAX_OUTBOX + 1, Hash.ZERO);
        assertThatThrownBy(() -> new OutboxTree(tooMany)).hasMessageContaining("65537");
    }
}
