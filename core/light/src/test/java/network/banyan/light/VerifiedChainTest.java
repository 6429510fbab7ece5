// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.banyan.evidence.Handover;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VerifiedChainTest {
    private static final int LENGTH = 3 * TestWorld.EPOCH + 5;
    private static final TestWorld WORLD = new TestWorld(LENGTH);

    /** All committees followed, at the newest block. */
    private static VerifiedChain whole() {
        VerifiedChain chain = WORLD.start();
        for (int epoch = 0; epoch < 3; epoch++) {
            chain = chain.follow(WORLD.handover(epoch));
        }
        return advanced(chain, LENGTH);
    }

    private static VerifiedChain advanced(VerifiedChain chain, int number) {
        return chain.advance(
                WORLD.header(number),
                WORLD.certify(WORLD.header(number)),
                WORLD.headers((int) chain.newest().number() + 1, number - 1));
    }

    @Test
    void knowsEveryHeaderFromGenesisOn() {
        VerifiedChain chain = WORLD.start();
        for (int number = 1; number <= LENGTH; number += 2) {
            long epoch = TestWorld.epochOf(number);
            while (chain.committee().epoch() < epoch) {
                Handover handover = WORLD.handover((int) chain.committee().epoch());
                int last = (int) handover.header().number();
                if (chain.newest().number() < last) {
                    chain = advanced(chain, last);
                }
                chain = chain.follow(handover);
            }
            if (chain.newest().number() < number) {
                chain = advanced(chain, number);
            }
        }
        for (int number = 0; number <= LENGTH; number++) {
            KnownHeader known = chain.header(number).orElseThrow();
            assertThat(known.header()).isEqualTo(WORLD.header(number));
            assertThat(chain.header(known.hash())).contains(known);
        }
        assertThat(chain.header(LENGTH + 1)).isEmpty();
    }

    @Test
    void beginsANewWindowWhereHeadersAreMissingAndReachesBackByHashes() {
        VerifiedChain chain = WORLD.start()
                .follow(WORLD.handover(0))
                .follow(WORLD.handover(1))
                .follow(WORLD.handover(2))
                .advance(WORLD.header(LENGTH), WORLD.certify(WORLD.header(LENGTH)), List.of());
        assertThat(chain.lowest().number()).isEqualTo(LENGTH);
        VerifiedChain deep = chain.deepen(WORLD.headersDown(LENGTH - 1, 4));
        assertThat(deep.lowest().number()).isEqualTo(4);
        assertThat(deep.newest()).isEqualTo(chain.newest());
        List<BlockHeader> forged = new ArrayList<>(WORLD.headersDown(LENGTH - 1, 4));
        for (int i = 0; i < forged.size(); i++) {
            List<BlockHeader> changed = new ArrayList<>(forged);
            changed.set(i, child(forged.get(i)));
            refuses(() -> chain.deepen(changed), "is not the parent");
        }
        Collections.swap(forged, 1, 2);
        refuses(() -> chain.deepen(forged), "is not the parent");
    }

    /** Another block at the height of this one. */
    private static BlockHeader child(BlockHeader header) {
        return WORLD.block(WORLD.header((int) header.number() - 1), (int) header.number(), header.timestamp() + 1)
                .header();
    }

    @Test
    void whatNoQuorumSignedIsNotFinal() {
        VerifiedChain chain = WORLD.start();
        BlockHeader header = WORLD.header(5);
        refuses(() -> chain.advance(header, WORLD.certify(header, 0, 1), WORLD.headers(1, 4)), "QUORUM");
        refuses(() -> chain.advance(header, WORLD.certify(child(header)), WORLD.headers(1, 4)), "CERTIFICATE_BLOCK");
        refuses(() -> chain.advance(child(header), WORLD.certify(header), WORLD.headers(1, 4)), "CERTIFICATE_BLOCK");
        BlockHeader late = WORLD.header(TestWorld.EPOCH + 1);
        refuses(() -> chain.advance(late, WORLD.certify(late), List.of()), "EPOCH");
    }

    @Test
    void everyBitOfAHeaderAndOfItsCertificateCounts() {
        VerifiedChain chain = WORLD.start();
        BlockHeader header = WORLD.header(1);
        Certificate certificate = WORLD.certify(header);
        assertThat(chain.advance(header, certificate, List.of()).newest().header())
                .isEqualTo(header);
        Bits.eachChanged(
                header.encode(), changed -> chain.advance(BlockHeader.decode(changed), certificate, List.of()));
        Bits.eachChanged(
                certificate.encode(), changed -> chain.advance(header, Certificate.decode(changed), List.of()));
    }

    @Test
    void headersBetweenMustBeAllOfThemInOrder() {
        VerifiedChain chain = WORLD.start();
        BlockHeader header = WORLD.header(6);
        Certificate certificate = WORLD.certify(header);
        refuses(() -> chain.advance(header, certificate, WORLD.headers(1, 4)), "lie between");
        refuses(() -> chain.advance(header, certificate, WORLD.headers(1, 6)), "lie between");
        refuses(() -> chain.advance(header, certificate, WORLD.headersDown(5, 1)), "does not follow");
        List<BlockHeader> forged = new ArrayList<>(WORLD.headers(1, 5));
        forged.set(2, child(forged.get(2)));
        refuses(() -> chain.advance(header, certificate, forged), "does not follow");
    }

    @Test
    void neverGoesBackAndNeverChangesItsMind() {
        VerifiedChain chain = advanced(WORLD.start(), 6);
        BlockHeader old = WORLD.header(3);
        assertThat(chain.advance(old, WORLD.certify(old), List.of())).isSameAs(chain);
        BlockHeader second = child(WORLD.header(6));
        refuses(() -> chain.advance(second, WORLD.certify(second), List.of()), "a quorum signed another block 6");
        BlockHeader third = WORLD.block(second, 7, second.timestamp() + 1).header();
        refuses(() -> chain.advance(third, WORLD.certify(third), List.of()), "does not follow final block 6");
    }

    @Test
    void handoversComeInOrderAndOfTheirOwnCommittee() {
        VerifiedChain chain = WORLD.start();
        refuses(() -> chain.follow(WORLD.handover(1)), "EPOCH");
        Handover first = WORLD.handover(0);
        refuses(
                () -> chain.follow(new Handover(
                        first.header(), first.certificate(), WORLD.handover(1).members())),
                "COMMITMENT");
        refuses(() -> chain.follow(first).follow(first), "EPOCH");
        VerifiedChain far = advanced(advanced(chain, TestWorld.EPOCH).follow(first), TestWorld.EPOCH + 3);
        assertThat(far.lowest().number())
                .as("the window goes on over the end of an epoch")
                .isZero();
    }

    @Test
    void goesOnFromACheckpointWhileThatMayBeTrusted() {
        VerifiedChain chain = whole();
        var checkpoint = chain.checkpoint().orElseThrow();
        long soon = checkpoint.timeMillis() + 3_600_000;
        VerifiedChain restored =
                VerifiedChain.of(WORLD.genesis, new Trust(checkpoint, Trust.DEFAULT_PERIOD_MILLIS, soon));
        assertThat(restored.newest().number()).isEqualTo(3L * TestWorld.EPOCH);
        assertThat(advanced(restored, LENGTH).newest()).isEqualTo(chain.newest());
        long late = checkpoint.timeMillis() + Trust.DEFAULT_PERIOD_MILLIS;
        assertThatThrownBy(
                        () -> VerifiedChain.of(WORLD.genesis, new Trust(checkpoint, Trust.DEFAULT_PERIOD_MILLIS, late)))
                .isInstanceOf(Trust.Ended.class);
    }

    private static void refuses(ThrowingCallable step, String why) {
        assertThatThrownBy(step).isInstanceOf(FalseAnswer.class).hasMessageContaining(why);
    }

    /** Every bit of an answer, changed one at a time. */
    static final class Bits {
        private Bits() {}

        interface Reading {
            void of(byte[] changed);
        }

        static void eachChanged(byte[] honest, Reading reading) {
            for (int bit = 0; bit < 8 * honest.length; bit++) {
                byte[] changed = honest.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                int which = bit;
                assertThatThrownBy(() -> reading.of(changed))
                        .as("bit %d of %s", which, Bytes.wrap(honest))
                        .isInstanceOfAny(FalseAnswer.class, RlpException.class);
            }
        }
    }
}
