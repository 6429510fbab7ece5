// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final int MIB = 1 << 20;

    private final Meter meter = new Meter();
    private final ReceiveBudget budget = new ReceiveBudget(4 * MIB, meter);

    @Test
    void partsMakeTheMessageAgain() {
        Assembly assembly = new Assembly(3 * MIB, budget);
        Random random = new Random(1);
        int part = Frames.PAYLOAD_MAX;
        for (int size : new int[] {1, part - 5, part - 4, part - 3, 2 * part - 4, 200_000, MIB, 3 * MIB}) {
            byte[] message = new byte[size];
            random.nextBytes(message);

            byte[] whole = null;
            for (ByteBuf each : parts(message)) {
                assertThat(whole).isNull();
                whole = assembly.add(each);
            }

            assertThat(whole).isEqualTo(message);
            assertThat(budget.bytes()).isZero();
        }
    }

    @Test
    void memoryFollowsWhatCameAndNotWhatWasAnnounced() {
        Assembly assembly = new Assembly(3 * MIB, budget);

        assembly.add(parts(new byte[3 * MIB]).getFirst());

        assertThat(budget.bytes()).isLessThanOrEqualTo(128 << 10);
        assembly.close();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void whenTheBudgetEndsTheOldestUnfinishedMessageGoes() {
        Assembly hoarder = new Assembly(3 * MIB, budget);
        Assembly other = new Assembly(3 * MIB, budget);
        List<ByteBuf> hoarded = parts(new byte[3 * MIB]);
        hoarded.subList(0, hoarded.size() - 1).forEach(hoarder::add);

        byte[] whole = addAll(other, new byte[2 * MIB]);

        assertThat(whole).hasSize(2 * MIB);
        assertThat(meter.receiveDropped.sum()).isEqualTo(1);
        assertThat(hoarder.add(hoarded.getLast()))
                .as("the end of what was dropped")
                .isNull();
        assertThat(addAll(hoarder, new byte[] {5})).as("the next message").containsExactly(5);
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void theBudgetHoldsWhoeverHoards() {
        List<Assembly> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Assembly assembly = new Assembly(3 * MIB, budget);
            many.add(assembly);
            List<ByteBuf> parts = parts(new byte[3 * MIB]);
            for (ByteBuf part : parts.subList(0, parts.size() - 1)) {
                assembly.add(part);
                assertThat(budget.bytes()).isLessThanOrEqualTo(4 * MIB);
            }
        }
        many.forEach(Assembly::close);
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void aMessageThatFitsOnePartIsTakenEvenWithoutBudget() {
        Assembly small = new Assembly(3 * MIB, new ReceiveBudget(0, meter));

        assertThat(addAll(small, new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    @Test
    void aPartThatEndsBeforeItsFrameIsFullIsRefused() {
        Assembly assembly = new Assembly(3 * MIB, budget);
        ByteBuf half = parts(new byte[MIB]).getFirst();

        assertThatThrownBy(() -> assembly.add(half.slice(0, half.readableBytes() - 1)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("32763 bytes, not 32764");
    }

    private static byte[] addAll(Assembly assembly, byte[] message) {
        byte[] whole = null;
        for (ByteBuf part : parts(message)) {
            whole = assembly.add(part);
        }
        return whole;
    }

    private static List<ByteBuf> parts(byte[] message) {
        List<ByteBuf> parts = new ArrayList<>();
        ByteBuf all =
                Unpooled.wrappedBuffer(Unpooled.buffer().writeInt(message.length), Unpooled.wrappedBuffer(message));
        while (all.isReadable()) {
            parts.add(all.readSlice(Math.min(Frames.PAYLOAD_MAX, all.readableBytes())));
        }
        return parts;
    }
}
