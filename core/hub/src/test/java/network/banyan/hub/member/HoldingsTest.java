// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.banyan.hub.Exit;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.HubException;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private static final Address COIN = Address.ZERO;
    private static final Address DEEDS = Address.ofNumber(9);
    private static final Address ALICE = Address.ofNumber(0xa);
    private static final Address BOB = Address.ofNumber(0xb);

    private final Holdings holdings = new Holdings();

    private static Message answer(MessageKind kind, Address asset, Address to, long amount) {
        return new Message(71, 0, 0, kind, to, to, asset, UInt256.of(amount), 0, -1, to, Hash.ZERO.toBytes());
    }

    @Test
    void treesAreOfWhoHoldsSomethingInOrder() {
        holdings.hand(DEEDS, BOB, UInt256.of(7));
        holdings.hand(DEEDS, BOB, UInt256.of(3));
        holdings.move(COIN, Address.ZERO, BOB, UInt256.of(10));
        holdings.move(COIN, BOB, ALICE, UInt256.of(4));
        holdings.hand(DEEDS, ALICE, UInt256.of(7));

        Exit coins = ExitTree.ofAmounts(
                        COIN, List.of(new Holding(ALICE, UInt256.of(4)), new Holding(BOB, UInt256.of(6))))
                .exit();
        Exit deeds = ExitTree.ofTokens(
                        DEEDS, List.of(new Holding(BOB, UInt256.of(3)), new Holding(ALICE, UInt256.of(7))))
                .exit();
        assertThat(holdings.exits()).isEqualTo(new Exits(List.of(coins, deeds)));
    }

    @Test
    void answersBurnAndWhoHasNothingHasNoLeaf() {
        holdings.move(COIN, Address.ZERO, BOB, UInt256.of(10));
        holdings.hand(DEEDS, BOB, UInt256.of(3));
        holdings.answer(answer(MessageKind.DEPOSIT, COIN, ALICE, 0));
        holdings.answer(answer(MessageKind.DEPOSIT, COIN, BOB, 10));
        holdings.answer(answer(MessageKind.TOKEN, DEEDS, BOB, 3));

        assertThat(holdings.exits()).isEqualTo(Exits.NONE);
        assertThatThrownBy(() -> holdings.move(COIN, BOB, ALICE, UInt256.ONE)).isInstanceOf(HubException.class);
    }

    @Test
    void everyLeafIsInItsTree() {
        holdings.move(COIN, Address.ZERO, BOB, UInt256.of(10));
        holdings.move(COIN, Address.ZERO, ALICE, UInt256.of(4));
        holdings.hand(DEEDS, BOB, UInt256.of(7));
        holdings.hand(DEEDS, BOB, UInt256.of(3));

        List<Holdings.Leaf> leaves = holdings.leaves(BOB);

        assertThat(leaves).extracting(Holdings.Leaf::asset).containsExactly(COIN, DEEDS, DEEDS);
        assertThat(ExitTree.holds(
                        leaves.get(0).exits().trees().get(0),
                        leaves.get(0).holding(),
                        leaves.get(0).path()))
                .isTrue();
        assertThat(leaves.subList(1, 3))
                .allSatisfy(leaf -> assertThat(
                                ExitTree.owns(leaf.exits().trees().get(leaf.which()), leaf.holding(), leaf.path()))
                        .isTrue());
        assertThat(holdings.leaves(Address.ofNumber(0xc))).isEmpty();
    }
}
