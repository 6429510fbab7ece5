// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static network.banyan.consensus.Bench.GENESIS;
import static network.banyan.consensus.Bench.child;
import static network.banyan.consensus.Bench.notarized;
import static network.banyan.consensus.Bench.nullified;
import static network.banyan.consensus.Bench.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import network.banyan.consensus.Message.CertificateRequest;
import network.banyan.consensus.Message.Certificates;
import network.banyan.consensus.Message.Vote;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpWriter;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final BlockId FIRST = child(GENESIS, 1);
    private static final List<Message> MESSAGES = List.of(
            proposal(FIRST, GENESIS),
            proposal(child(FIRST, 4), FIRST, nullified(3), nullified(2)),
            new Vote(Bench.signed(3, FIRST.notarize())),
            new Vote(Bench.signed(0, VoteSubject.nullify(0, 9))),
            new Certificates(List.of(notarized(FIRST), nullified(2))),
            new CertificateRequest(0, 1, Long.MAX_VALUE));
    private static final List<LogRecord> RECORDS = List.of(
            new LogRecord.Voted(FIRST.finalise()),
            new LogRecord.Voted(VoteSubject.nullify(0, 2)),
            new LogRecord.Proposed(FIRST, GENESIS),
            new LogRecord.Certified(notarized(FIRST)));

    @Test
    void everyMessageSurvivesTheWire() {
        for (Message message : MESSAGES) {
            assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void everyLogRecordSurvivesTheDisk() {
        for (LogRecord entry : RECORDS) {
            assertThat(LogRecord.decode(entry.encode())).isEqualTo(entry);
        }
    }

    @Test
    void theFormatsArePinned() {
        // A change here is a change of protocol: old nodes no longer understand new ones.
        assertThat(MESSAGES.stream().map(message -> pin(MessageCodec.encode(message))))
                .containsExactly(
                        "177 d6bc9cea", "595 569868a3", "142 44366b8f", "142 a343e914", "283 6157e584", "13 c07aacd1");
        assertThat(RECORDS.stream().map(entry -> pin(entry.encode())))
                .containsExactly("40 3cab7256", "40 026750a5", "77 d92f523d", "141 4f1368f3");
    }

    @Test
    void theLargestMessageOfTheLargestCommitteeFits() {
        var certificates = LongStream.rangeClosed(1, Message.MAX_CERTIFICATES)
                .mapToObj(view -> Bench.certificate(VoteSubject.nullify(0, Long.MAX_VALUE - view), 0, 128, 255))
                .toList();
        var parent = new BlockId(0, Long.MAX_VALUE - 100, Long.MAX_VALUE - 1, FIRST.hash());
        var largest = proposal(
                new BlockId(0, Long.MAX_VALUE, Long.MAX_VALUE, FIRST.hash()),
                parent,
                certificates.toArray(network.banyan.ledger.Certificate[]::new));
        byte[] encoded = MessageCodec.encode(largest);

        assertThat(encoded.length).isLessThan(MessageCodec.MAX_SIZE);
        assertThat(MessageCodec.decode(encoded)).isEqualTo(largest);
    }

    @Test
    void moreThanIsAllowedIsRefused() {
        assertThatThrownBy(() -> MessageCodec.decode(new byte[MessageCodec.MAX_SIZE + 1]))
                .isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> new Certificates(Collections.nCopies(65, nullified(1))))
                .isInstanceOf(RlpException.class);
        assertThatThrownBy(() -> new Certificates(List.of())).isInstanceOf(RlpException.class);
        var tooMany = new RlpWriter().beginList().write(3).beginList();
        Collections.nCopies(65, nullified(1)).forEach(certificate -> tooMany.writeRaw(certificate.encode()));
        assertThatThrownBy(() -> MessageCodec.decode(tooMany.endList().endList().toArray()))
                .hasMessageContaining("over 64 certificates");
    }

    @Test
    void impossibleVotesAreRefused() {
        assertThatThrownBy(() -> MessageCodec.decode(vote(256, 1, 1, 0))).hasMessageContaining("no such seat");
        assertThatThrownBy(() -> MessageCodec.decode(vote(0, 0, 1, 0))).hasMessageContaining("no such vote");
        assertThatThrownBy(() -> MessageCodec.decode(vote(0, 1, 4, 0))).hasMessageContaining("no such vote");
        assertThatThrownBy(() -> MessageCodec.decode(vote(0, 1, 2, 1))).hasMessageContaining("NULLIFY names no block");
        assertThat(MessageCodec.decode(vote(255, 1, 1, 1))).isInstanceOf(Vote.class);
    }

    private static byte[] vote(int seat, long view, int type, long height) {
        return new RlpWriter()
                .beginList()
                .write(2)
                .beginList()
                .write(seat)
                .beginList()
                .write(0)
                .write(view)
                .write(type)
                .write(height)
                .write(FIRST.hash())
                .endList()
                .write(new byte[96])
                .endList()
                .endList()
                .toArray();
    }

    @Test
    void damagedBytesAreRefusedOrAreAnotherMessage() {
        // Only one encoding a message: whatever still decodes encodes to the very bytes it came from.
        var random = new SplittableRandom(1);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = MessageCodec.encode(MESSAGES.get(random.nextInt(MESSAGES.size())));
            for (int damage = random.nextInt(1, 4); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 8)) : bytes;
            try {
                assertThat(MessageCodec.encode(MessageCodec.decode(bytes))).isEqualTo(bytes);
            } catch (RlpException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void damagedLogRecordsAreRefused() {
        var random = new SplittableRandom(2);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = RECORDS.get(random.nextInt(RECORDS.size())).encode();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                assertThat(LogRecord.decode(bytes).encode()).isEqualTo(bytes);
            } catch (RlpException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    private static String pin(byte[] encoded) {
        return encoded.length + " " + Keccak.hash(encoded).toHex().substring(2, 10);
    }
}
