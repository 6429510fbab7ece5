// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.banyan.election.Member;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import org.junit.jupiter.api.Test;

class HandoverCodecTest {
    private static final int EPOCHS = 6;

    /** Places in the encoding. */
    private static final int BENEFICIARY = 3;

    private static final int BLOOM = 6;
    private static final int CERTIFIED_VIEW = 12;
    private static final int MEMBERS = 15;

    @Test
    void whatIsWrittenIsReadBackWithTheCertifiedHash() {
        var random = new Random(8);
        for (int i = 0; i < 20; i++) {
            Succession world = Succession.ofAnySize(random, EPOCHS);
            HandoverCodec reader = codec(world);
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                Handover read = reader.read(written(world).get(epoch));
                assertThat(read).isEqualTo(world.handovers.get(epoch));
                assertThat(read.header().hash())
                        .isEqualTo(world.handovers
                                .get(epoch)
                                .certificate()
                                .subject()
                                .block());
            }
        }
    }

    /** These are the figures of docs/spec/light-client.md. */
    @Test
    void itsSizesAreThoseOfTheSpecification() {
        assertThat(sizes(0)).isEqualTo(List.of(1179, 246, 248));
        assertThat(sizes(20)).isEqualTo(List.of(1371, 438, 446));
    }

    /** The first handover, and the least and the largest of those by which nobody new comes in. */
    private static List<Integer> sizes(int logs) {
        List<Delegate> delegates = Delegate.numbers(1, 36);
        var world = new Succession(new Random(2), delegates, 24, 40, logs);
        List<Integer> sizes = written(world).stream().map(Bytes::size).toList();
        List<Integer> late = sizes.subList(10, 40);
        return List.of(
                sizes.getFirst(),
                late.stream().min(Integer::compare).orElseThrow(),
                late.stream().max(Integer::compare).orElseThrow());
    }

    @Test
    void noChangedBitIsFollowed() {
        Succession world = Succession.ofAnySize(new Random(12), 2);
        LightClient client = world.client(1);
        byte[] good = written(world).get(1).toArray();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            HandoverCodec codec = codec(world);
            codec.read(written(world).getFirst());
            try {
                assertThat(client.follow(codec.read(Bytes.wrap(bad))))
                        .as("bit %d", bit)
                        .isInstanceOf(LightClient.Refused.class);
            } catch (EvidenceFormatException | RlpException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aHandoverHasOneEncoding() {
        Succession world = Succession.ofAnySize(new Random(4), 1);
        BlockHeader header = world.handovers.getFirst().header();
        long view = Slot.of(header).view();
        var honest = new Handover(
                header,
                world.certify(header, view, VoteType.FINALIZE, Succession.CHAIN_ID, 0),
                world.handovers.getFirst().members());
        Bytes good = codec(world).write(honest);
        assertThat(codec(world).read(good)).isEqualTo(honest);

        // Each says the same in more bytes than it takes.
        var member = new RlpWriter().beginList();
        world.committees.getFirst().getFirst().member().writeTo(member);
        refuses(world, replaced(good, MEMBERS, member.endList().toArray()));
        refuses(world, replaced(good, BENEFICIARY, string(header.beneficiary().toArray())));
        refuses(world, replaced(good, BLOOM, string(header.bloom().bytes().toArray())));
        refuses(
                world,
                replaced(good, CERTIFIED_VIEW, new RlpWriter().write(view).toArray()));
    }

    @Test
    void hostileBytesAreRefusedWithASentence() {
        Succession world = Succession.ofAnySize(new Random(6), 1);
        byte[] good = written(world).getFirst().toArray();
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(5) == 0 ? random.nextInt(good.length) : good.length);
            for (int hits = random.nextInt(1, 5); hits > 0 && bad.length > 0; hits--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                Handover read = codec(world).read(Bytes.wrap(bad));
                assertThat(codec(world).write(read).toArray()).isEqualTo(bad);
            } catch (EvidenceFormatException | RlpException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aCommitteeHasABoundedSize() {
        Succession world = Succession.ofAnySize(new Random(6), 1);
        Bytes good = written(world).getFirst();
        var crowd = new RlpWriter().beginList();
        for (int i = 0; i < 257; i++) {
            crowd.write(0);
        }
        assertThatThrownBy(() -> codec(world)
                        .read(replaced(good, MEMBERS, crowd.endList().toArray())))
                .hasMessageContaining("over 256");
        assertThatThrownBy(() -> codec(world).read(replaced(good, MEMBERS, new byte[] {(byte) 0xc0})))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> codec(world).read(replaced(good, MEMBERS, new byte[] {(byte) 0xc1, 0x7f})))
                .hasMessageContaining("number 127");
    }

    @Test
    void aChainWithoutEpochsHasNoHandovers() {
        Succession world = Succession.ofAnySize(new Random(6), 1);
        Bytes good = written(world).getFirst();
        TestChain forever = new TestChain();
        List<Member> members = LightClient.of(forever.genesis).committee().members();
        assertThatThrownBy(() -> HandoverCodec.from(forever.genesis, 0, members).read(good))
                .isInstanceOf(EvidenceFormatException.class);
    }

    private static void refuses(Succession world, Bytes other) {
        assertThatThrownBy(() -> codec(world).read(other))
                .isInstanceOf(EvidenceFormatException.class)
                .hasMessageContaining("shortest form");
    }

    private static HandoverCodec codec(Succession world) {
        return HandoverCodec.from(world.genesis, 0, Delegate.members(world.committees.getFirst()));
    }

    private static List<Bytes> written(Succession world) {
        return world.handovers.stream().map(codec(world)::write).toList();
    }

    private static byte[] string(byte[] bytes) {
        return new RlpWriter().write(bytes).toArray();
    }

    /** The handover with another item at this place. */
    private static Bytes replaced(Bytes handover, int place, byte[] item) {
        List<byte[]> items = new ArrayList<>(new RlpReader(handover.unsafeArray()).list(RlpReader::raw));
        items.set(place, item);
        var out = new RlpWriter().beginList();
        items.forEach(out::writeRaw);
        return Bytes.wrap(out.endList().toArray());
    }
}
