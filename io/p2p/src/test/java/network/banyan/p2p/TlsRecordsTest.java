// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {
    @Test
    void recordsAreCountedWhereTheyEndHoweverTheBytesAreCut() {
        Random random = new Random(1);
        ByteBuf wire = Unpooled.buffer();
        int count = 300;
        for (int i = 0; i < count; i++) {
            int length = i % 3 == 0 ? 0 : random.nextInt(700);
            wire.writeByte(23).writeShort(0x0303).writeShort(length).writeZero(length);
        }
        for (int most : new int[] {1, 5, 100, 1_000_000}) {
            TlsRecords records = new TlsRecords();
            ByteBuf rest = wire.duplicate();
            int counted = 0;
            while (rest.isReadable()) {
                ByteBuf piece = rest.readSlice(Math.min(rest.readableBytes(), 1 + random.nextInt(most)));
                counted += records.endingIn(piece);
                assertThat(piece.readerIndex()).isZero();
            }
            assertThat(counted).isEqualTo(count);
        }
    }

    @Test
    void aRecordCountsWithItsLastByte() {
        TlsRecords records = new TlsRecords();

        assertThat(records.endingIn(Unpooled.wrappedBuffer(new byte[] {23, 3, 3, 0, 2, 1})))
                .isZero();
        assertThat(records.endingIn(Unpooled.wrappedBuffer(new byte[] {1}))).isEqualTo(1);
    }
}
