// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Rules 44 and 47. The roots of three were made by ethers. */
class ExitTreeTest {
    private static final Address ASSET = Address.ofNumber(1);

    private static Holding holding(int account, long value) {
        return new Holding(Address.ofNumber(account), UInt256.of(value));
    }

    private static List<Holding> holdings(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Holding(Address.ofNumber(3 * i + 1), Given.amount(random)))
                .toList();
    }

    @Test
    void threeAccountsHaveThisRoot() {
        var tree = ExitTree.ofAmounts(ASSET, List.of(holding(1, 10), holding(2, 20), holding(3, 30)));

        assertThat(tree.exit().root().toHex())
                .isEqualTo("0x835dd1bc7dfc119bdea3b36323562a57f4257f5e861863491d0736ad90dd0f1a");
        assertThat(tree.exit().sum()).isEqualTo(UInt256.of(60));
        assertThat(tree.exit().count()).isEqualTo(3);
        assertThat(new Exits(List.of(tree.exit())).hash().toHex())
                .isEqualTo("0x9792158058f77b9c60c448a9afd51d0aa27a2394f6e6c962a8804ba6b88f6bb9");
    }

    @Test
    void tokensCountOneEach() {
        var tree = ExitTree.ofTokens(ASSET, List.of(holding(1, 10), holding(1, 20), holding(3, 30)));

        assertThat(tree.exit().root().toHex())
                .isEqualTo("0xdb9caaeb39bba7f7fb1cfa877a99c9cc96e4cd042a146fa36a9cf929a03ad72d");
        assertThat(tree.exit().sum()).isEqualTo(UInt256.of(3));
        assertThat(ExitTree.owns(tree.exit(), holding(1, 20), tree.path(1))).isTrue();
        assertThat(ExitTree.holds(tree.exit(), holding(1, 20), tree.path(1))).isFalse();
    }

    @Test
    void sumsAreThoseOfTheLeavesAndEveryLeafIsProven() {
        var random = new Random(44);
        for (int count = 1; count <= 40; count++) {
            List<Holding> holdings = holdings(count, random);
            var tree = ExitTree.ofAmounts(ASSET, holdings);
            UInt256 sum = holdings.stream().map(Holding::value).reduce(UInt256.ZERO, UInt256::plusExact);

            assertThat(tree.exit().sum()).isEqualTo(sum);
            for (int index = 0; index < count; index++) {
                assertThat(ExitTree.holds(tree.exit(), holdings.get(index), tree.path(index)))
                        .isTrue();
                Holding other = holdings.get((index + 1) % count);
                assertThat(ExitTree.holds(tree.exit(), other, tree.path(index))).isEqualTo(count == 1);
            }
        }
    }

    @Test
    void noChangeOfALeafItsPathOrItsTreeHolds() {
        List<Holding> holdings = holdings(11, new Random(45));
        var tree = ExitTree.ofAmounts(ASSET, holdings);
        Exit exit = tree.exit();
        Holding own = holdings.get(4);
        List<Sibling> path = tree.path(4);

        assertThat(ExitTree.holds(exit, new Holding(own.account(), own.value().plus(UInt256.ONE)), path))
                .isFalse();
        assertThat(ExitTree.holds(exit, new Holding(Address.ofNumber(2), own.value()), path))
                .isFalse();
        for (int i = 0; i < path.size(); i++) {
            Sibling was = path.get(i);
            for (Sibling lie : List.of(
                    new Sibling(Given.word(1), was.sum(), was.isLeft()),
                    new Sibling(was.hash(), was.sum().plus(UInt256.ONE), was.isLeft()),
                    new Sibling(was.hash(), was.sum(), !was.isLeft()))) {
                List<Sibling> changed = new ArrayList<>(path);
                changed.set(i, lie);
                assertThat(ExitTree.holds(exit, own, changed)).isFalse();
            }
        }
        var larger = new Exit(ASSET, exit.root(), exit.sum().plus(UInt256.ONE), exit.count());
        var empty = new Exit(ASSET, exit.root(), exit.sum(), 0);
        assertThat(ExitTree.holds(larger, own, path)).isFalse();
        assertThat(ExitTree.holds(empty, own, path)).isFalse();
    }

    @Test
    void sumsThatOverflowAreRefused() {
        List<Holding> tooMuch = List.of(new Holding(Address.ofNumber(1), UInt256.MAX), holding(2, 1));
        assertThatThrownBy(() -> ExitTree.ofAmounts(ASSET, tooMuch)).hasMessageContaining("256 bits");

        var tree = ExitTree.ofAmounts(ASSET, List.of(holding(1, 5), holding(2, 1)));
        var wrapping = new Sibling(tree.path(0).getFirst().hash(), UInt256.MAX, false);
        assertThat(ExitTree.holds(tree.exit(), holding(1, 5), List.of(wrapping)))
                .isFalse();
    }

    @Test
    void noPathIsLongerThanAnyTreeIsDeep() {
        var alone = ExitTree.ofAmounts(ASSET, List.of(holding(1, 5))).exit();
        List<Sibling> endless = Collections.nCopies(65, new Sibling(Given.word(1), UInt256.ZERO, false));

        assertThat(ExitTree.holds(alone, holding(1, 5), List.of())).isTrue();
        assertThat(ExitTree.holds(alone, holding(1, 5), endless)).isFalse();
    }

    @Test
    void anAccountHasOneLeafAndItHoldsSomething() {
        assertThatThrownBy(() -> ExitTree.ofAmounts(ASSET, List.of(holding(1, 5), holding(1, 6))))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> ExitTree.ofAmounts(ASSET, List.of(holding(2, 5), holding(1, 6))))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> ExitTree.ofAmounts(ASSET, List.of(holding(1, 0))))
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> ExitTree.ofTokens(ASSET, List.of(holding(1, 5), holding(2, 5))))
                .hasMessageContaining("rising");
        assertThat(ExitTree.ofTokens(ASSET, List.of(holding(1, 0))).exit().sum())
                .isEqualTo(UInt256.ONE);
        assertThat(ExitTree.ofAmounts(ASSET, List.of()).exit().count()).isZero();
    }
}
