// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BlockAnswersTest {
    private static final TestWorld WORLD = new TestWorld(4);

    private static KnownHeader known(int number) {
        return KnownHeader.of(WORLD.header(number));
    }

    private static Block read(int number, Bytes encoded) {
        Hash before = number == 0 ? Hash.ZERO : WORLD.header(number - 1).mixHash();
        return BlockAnswers.block(known(number), before, encoded);
    }

    @Test
    void takesBlocksAndReceiptsThatAreTrue() {
        for (int number = 0; number <= 4; number++) {
            Block block = WORLD.at(number);
            Block read = read(number, Bytes.wrap(block.encode()));
            assertThat(read).isEqualTo(block);
            assertThat(read.transactions()).isEqualTo(block.transactions());
            assertThat(read.reveal()).isEqualTo(block.reveal());
            List<Receipt> receipts = block.transactions().isEmpty() ? List.of() : WORLD.receipts;
            assertThat(BlockAnswers.receipts(block.header(), encoded(receipts))).isEqualTo(receipts);
        }
    }

    @Test
    void everyBitOfABlockCounts() {
        VerifiedChainTest.Bits.eachChanged(WORLD.at(4).encode(), changed -> read(4, Bytes.wrap(changed)));
    }

    @Test
    void anotherBlockIsRefusedWhateverItSaysOfItself() {
        Block honest = WORLD.at(4);
        Block empty = new Block(honest.header(), List.of(), honest.reveal());
        refuses(() -> read(4, Bytes.wrap(empty.encode())), "are not those of block 4");
        Block silent = new Block(honest.header(), honest.transactions());
        refuses(() -> read(4, Bytes.wrap(silent.encode())), "is not made of this reveal");
        refuses(
                () -> read(4, Bytes.wrap(WORLD.at(2).encode())),
                "not " + WORLD.at(2).hash());
        refuses(() -> read(4, Bytes.EMPTY), "is no block");
        refuses(() -> read(4, Bytes.wrap(new byte[BlockAnswers.BLOCK_BYTES_MAX + 1])), "more than a block can");
    }

    @Test
    void everyBitOfAReceiptCountsAndNoneMayMiss() {
        List<Bytes> honest = encoded(WORLD.receipts);
        for (int i = 0; i < honest.size(); i++) {
            int place = i;
            VerifiedChainTest.Bits.eachChanged(honest.get(i).toArray(), changed -> {
                List<Bytes> all = new ArrayList<>(honest);
                all.set(place, Bytes.wrap(changed));
                BlockAnswers.receipts(WORLD.header(4), all);
            });
        }
        refuses(() -> BlockAnswers.receipts(WORLD.header(4), honest.subList(0, 1)), "are not those of block 4");
        refuses(() -> BlockAnswers.receipts(WORLD.header(4), honest.reversed()), "are not those of block 4");
        refuses(() -> BlockAnswers.receipts(WORLD.header(4), List.of()), "are not those of block 4");
        refuses(() -> BlockAnswers.receipts(WORLD.header(3), honest), "are not those of block 3");
    }

    private static List<Bytes> encoded(List<Receipt> receipts) {
        return receipts.stream().map(receipt -> Bytes.wrap(receipt.encode())).toList();
    }

    private static void refuses(ThrowingCallable step, String why) {
        assertThatThrownBy(step).isInstanceOf(FalseAnswer.class).hasMessageContaining(why);
    }
}
