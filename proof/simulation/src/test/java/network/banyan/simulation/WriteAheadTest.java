// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import network.banyan.primitives.Bytes;
import network.banyan.replica.ChainStore.LogEntry;
import org.junit.jupiter.api.Test;

class WriteAheadTest {
    private static final List<LogEntry> ENTRIES = IntStream.range(0, 4)
            .mapToObj(number -> new LogEntry(1, number, Bytes.wrap(new byte[] {1, (byte) number, 7, 7})))
            .toList();
    private static final byte[] LOG = WriteAhead.of(ENTRIES);
    private static final int SIZE = LOG.length / ENTRIES.size();

    @Test
    void whatWasWrittenIsRead() {
        assertThat(WriteAhead.read(LOG)).isEqualTo(ENTRIES);
        assertThat(WriteAhead.read(new byte[0])).isEmpty();
    }

    @Test
    void aLogThatIsCutAnywhereEndsWithItsLastWholeEntry() {
        for (int length = 0; length < LOG.length; length++) {
            assertThat(WriteAhead.read(Arrays.copyOf(LOG, length))).isEqualTo(ENTRIES.subList(0, length / SIZE));
        }
    }

    @Test
    void aLogWithAWrongBitAnywhereEndsBeforeIt() {
        for (int bit = 0; bit < 8 * LOG.length; bit++) {
            byte[] wrong = LOG.clone();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(WriteAhead.read(wrong)).isEqualTo(ENTRIES.subList(0, bit / 8 / SIZE));
        }
    }

    @Test
    void noiseBehindTheLastEntryIsNoEntry() {
        var random = new SplittableRandom(1);
        for (int size = 1; size < 200; size++) {
            byte[] log = Arrays.copyOf(LOG, LOG.length + size);
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, log, LOG.length, size);
            assertThat(WriteAhead.read(log)).isEqualTo(ENTRIES);
        }
    }
}
