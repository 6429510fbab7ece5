// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import org.junit.jupiter.api.Test;

class PeerRecordTest {
    private final Endpoint ipv6 = new Endpoint(Bytes.fromHex("20010db8000000000000000000000001"), 65_535);
    private final PeerRecord record = Nodes.signed(1, Nodes.at(1, 1), ipv6, Nodes.at(2, 1), Nodes.at(3, 1));

    @Test
    void aRecordIsReadAsItWasSigned() {
        PeerRecord read = PeerRecord.decode(record.encode());

        assertThat(read).isEqualTo(record);
        assertThat(read.isSignedFor(Nodes.NETWORK)).isTrue();
        assertThat(PeerRecord.parse(Bytes.wrap(record.encode()).toHex(), Nodes.NETWORK))
                .contains(record);
    }

    @Test
    void theBytesArePinned() {
        assertThat(Bytes.wrap(Nodes.signed(1, Nodes.at(1, 1)).encode()).toHex()).isEqualTo(PINNED);
    }

    @Test
    void itCountsInNoOtherNetwork() {
        assertThat(record.isSignedFor(Hash.ZERO)).isFalse();
        assertThat(PeerRecord.parse(Bytes.wrap(record.encode()).toHex(), Hash.ZERO))
                .isEmpty();
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = record.encode();
        for (int bit = 0; bit < bytes.length * 8; bit += 3) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            boolean believed;
            try {
                believed = PeerRecord.decode(damaged).isSignedFor(Nodes.NETWORK);
            } catch (RlpException refused) {
                believed = false;
            }
            assertThat(believed).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void thereIsOneWayToWriteIt() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] bytes = record.encode();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PeerRecord.decode(damaged).encode()).isEqualTo(damaged);
                read++;
            } catch (RlpException refused) {
                // Most are.
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void boundsAreKept() {
        List<Endpoint> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(Nodes.at(i, 1));
        }
        for (List<Endpoint> wrong : List.of(List.<Endpoint>of(), five, Collections.nCopies(2, Nodes.at(1, 1)))) {
            assertThatThrownBy(() -> PeerRecord.sign(Nodes.key(1), Nodes.NETWORK, wrong, 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(record.encode().length).isLessThanOrEqualTo(PeerRecord.BYTES_MAX);
        assertThatThrownBy(() -> PeerRecord.decode(new byte[PeerRecord.BYTES_MAX + 1]))
                .isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> PeerRecord.decode(new byte[0])).isInstanceOf(RlpException.class);
    }

    @Test
    void onlyTheSeasonsRecordsCount() {
        assertThat(record.isCurrent(Nodes.NOW + PeerRecord.AGE_SECONDS_MAX)).isTrue();
        assertThat(record.isCurrent(Nodes.NOW + PeerRecord.AGE_SECONDS_MAX + 1)).isFalse();
        assertThat(record.isCurrent(Nodes.NOW - PeerRecord.AHEAD_SECONDS_MAX)).isTrue();
        assertThat(record.isCurrent(Nodes.NOW - PeerRecord.AHEAD_SECONDS_MAX - 1))
                .isFalse();
    }

    @Test
    void talkIsReadAsItIsSaid() {
        for (PeerTalk talk : List.of(
                new PeerTalk.Mine(record),
                new PeerTalk.Ask(),
                new PeerTalk.Known(List.of()),
                new PeerTalk.Known(Collections.nCopies(PeerTalk.RECORDS_MAX, record)))) {
            assertThat(PeerTalk.decode(talk.encode())).isEqualTo(talk);
        }
        byte[] tooMany = new PeerTalk.Known(Collections.nCopies(PeerTalk.RECORDS_MAX + 1, record)).encode();
        for (byte[] wrong : List.of(new byte[0], new byte[] {9, (byte) 0xc0}, new byte[] {1, (byte) 0xc0}, tooMany)) {
            assertThatThrownBy(() -> PeerTalk.decode(wrong)).isInstanceOf(RlpException.class);
        }
    }

    private static final String PINNED =
            "0xf873a0cecc1507dc1ddd7295951c290888f095adb9044d1b73d696e6df065d683bd4fcc9c884140100018277ec01846b49d200b840"
                    + "4a8d1759f6436370d65c14608fb7d2ad6159daa21dcaecae8c5a3f7cb1dfbd2c972c8fde307b231e519e901f3e5d10b2822e8b5f77545388957961ed967c400e";
}
