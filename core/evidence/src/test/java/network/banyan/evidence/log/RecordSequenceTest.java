// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.LongStream;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class RecordSequenceTest {
    private static final Hash SECRET = Sha256.hash(new byte[] {1});

    private static List<Bytes> records(int count) {
        return LongStream.rangeClosed(2, count + 1)
                .mapToObj(sequence -> DeviceRecord.sign(
                                Hash.fromHex("ab".repeat(32)),
                                sequence,
                                Hash.fromHex("cd".repeat(32)),
                                1_763_683_200_123L,
                                List.of(Reading.of("t", "Cel", "1.5")),
                                message -> P256.sign(SECRET, message))
                        .encoded())
                .toList();
    }

    private static Bytes joined(List<Bytes> records) {
        var out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(record.unsafeArray()));
        return Bytes.wrap(out.toByteArray());
    }

    @Test
    void aMessageIsCutIntoItsRecords() {
        for (int count : new int[] {1, 2, 16, 64}) {
            List<Bytes> records = records(count);
            assertThat(RecordSequence.split(joined(records))).isEqualTo(records);
        }
    }

    @Test
    void whatIsNoSequenceIsRefused() {
        Bytes two = joined(records(2));
        for (int cut = 1; cut < two.size(); cut++) {
            Bytes part = two.slice(0, cut);
            if (cut != records(1).getFirst().size()) {
                assertThatThrownBy(() -> RecordSequence.split(part)).isInstanceOf(EvidenceFormatException.class);
            }
        }
        assertThatThrownBy(() -> RecordSequence.split(Bytes.EMPTY)).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> RecordSequence.split(joined(records(65)))).hasMessageContaining("at most 64");
    }
}
