// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.evidence.CheckpointPath.Offer;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Thirty-six candidates with real keys, of whom twenty-five are enough and twenty-four are not. */
class CheckpointChainTest {
    private static final int EPOCHS = 6;
    private static final int EVERY = 2;
    private static final List<Delegate> DELEGATES = Delegate.numbers(7, 60);
    private static final List<Delegate> FIRST = DELEGATES.subList(0, 36);
    private static final Succession WORLD = new Succession(new Random(3), FIRST, 24, EPOCHS, 0);

    /** Genesis names the 24 of epoch 0, so a quorum of those is 17. */
    private static final int OF_GENESIS = 17;

    private final Map<Long, Offer> offers = new HashMap<>();

    @Test
    void oneStepLeadsOverAllDaysIfEnoughStay() {
        offer(2, FIRST, FIRST);
        offer(4, FIRST, FIRST);
        offer(6, FIRST, FIRST);

        CheckpointChain chain = path().to(6, EVERY).orElseThrow();

        assertThat(chain.steps()).extracting(SignedCheckpoint::epoch).containsExactly(6L);
        assertThat(chain.follow(WORLD.genesis).last().checkpoint().toJson())
                .isEqualTo(checkpoint(6).toJson());
        assertThat(path().to(5, EVERY).orElseThrow().last().epoch()).isEqualTo(4);
        assertThat(path().to(1, EVERY)).isEmpty();
    }

    @Test
    void newCandidatesAreReachedThroughThoseWhoStayed() {
        List<Delegate> second = DELEGATES.subList(11, 47);
        List<Delegate> third = DELEGATES.subList(22, 58);
        offer(2, second, FIRST);
        offer(4, third, DELEGATES.subList(11, 36));
        offer(6, third, DELEGATES.subList(22, 47));

        CheckpointChain chain = path().to(6, EVERY).orElseThrow();

        assertThat(chain.steps()).extracting(SignedCheckpoint::epoch).containsExactly(2L, 6L);
        assertThat(BitSet.valueOf(chain.last().signers().toArray()).cardinality())
                .isEqualTo(25);
        assertThatCode(() -> chain.follow(WORLD.genesis)).doesNotThrowAnyException();
    }

    @Test
    void twentyFourOfThirtySixAreNotEnough() {
        offer(2, FIRST, FIRST);
        offer(4, FIRST, DELEGATES.subList(10, 34));
        // Of the 24 that genesis names 14 signed, of the 36 candidates of epoch 2 24 did.
        assertThat(path().to(4, EVERY).orElseThrow().last().epoch()).isEqualTo(2);
        offer(4, FIRST, DELEGATES.subList(10, 35));
        assertThat(path().to(4, EVERY).orElseThrow().last().epoch()).isEqualTo(4);
    }

    @Test
    void aLyingSourceOnlyLosesItsLies() {
        Offer honest = offer(2, FIRST, FIRST);
        Map<Bytes, Bytes> signatures = new HashMap<>(honest.signatures());
        for (int i = 0; i < 24 - OF_GENESIS; i++) {
            signatures.put(FIRST.get(i).key().publicKey(), FIRST.get(30).key().sign(new byte[] {1}));
        }
        offers.put(2L, new Offer(honest.checkpoint(), honest.candidates(), signatures));
        SignedCheckpoint step = path().to(2, EVERY).orElseThrow().last();
        assertThat(BitSet.valueOf(step.signers().toArray()).cardinality()).isEqualTo(OF_GENESIS);

        signatures.remove(FIRST.get(23).key().publicKey());
        offers.put(2L, new Offer(honest.checkpoint(), honest.candidates(), signatures));
        assertThat(path().to(2, EVERY)).isEmpty();
    }

    @Test
    void everyChangedPartIsRefused() {
        SignedCheckpoint step = signed(2, FIRST);
        var otherChain = new CheckpointChain(
                Succession.CHAIN_ID + 1,
                List.of(new SignedCheckpoint(
                        new Checkpoint(
                                Succession.CHAIN_ID + 1,
                                step.checkpoint().header(),
                                step.checkpoint().committee()),
                        step.candidates(),
                        step.signers(),
                        step.signature())));
        assertThatThrownBy(() -> otherChain.follow(WORLD.genesis)).hasMessageContaining("a genesis of");

        Committee others = Committee.elected(2, Delegate.members(DELEGATES.subList(1, 37)));
        refused(
                new SignedCheckpoint(step.checkpoint(), others, step.signers(), step.signature()),
                "the signature is not that of seats");

        BitSet fewer = BitSet.valueOf(step.signers().toArray());
        fewer.clear(0);
        refused(
                new SignedCheckpoint(
                        step.checkpoint(), step.candidates(), Bytes.wrap(fewer.toByteArray()), step.signature()),
                "the signature is not that of seats");
        fewer.clear(0, 24 - OF_GENESIS + 1);
        refused(
                new SignedCheckpoint(
                        step.checkpoint(), step.candidates(), Bytes.wrap(fewer.toByteArray()), step.signature()),
                "by the 24 candidates of epoch 0: signed by 16 seats, a quorum is 17");
        fewer.set(24, 36);
        refused(
                new SignedCheckpoint(
                        step.checkpoint(), step.candidates(), Bytes.wrap(fewer.toByteArray()), step.signature()),
                "names seat 35, the committee has 24 seats");
        refused(
                new SignedCheckpoint(
                        step.checkpoint(), step.candidates(), step.signers(), Bytes.wrap(new byte[Bls.SIGNATURE_SIZE])),
                "the signature is not that of seats");
        SignedCheckpoint later = signed(4, FIRST);
        refused(
                new SignedCheckpoint(later.checkpoint(), later.candidates(), step.signers(), step.signature()),
                "the signature is not that of seats");
    }

    @Test
    void aVoteIsNoCheckpointAndACheckpointNoVote() {
        byte[] message =
                SignedCheckpoint.statement(checkpoint(2), candidates(2, FIRST)).message(5);
        assertThat(message).hasSize(100).startsWith("BANYAN-CHECKPOINT-V1".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFileHasOneForm() {
        var chain = new CheckpointChain(Succession.CHAIN_ID, List.of(signed(2, FIRST), signed(4, FIRST)));
        Bytes file = chain.toJson();
        assertThat(CheckpointChain.parse(file).toJson()).isEqualTo(file);
        String text = new String(file.toArray(), StandardCharsets.US_ASCII);
        var random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = file.toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            // Whatever can be read is another chain, and then its signature is not true.
            assertThatThrownBy(() -> CheckpointChain.parse(Bytes.wrap(bytes)).follow(WORLD.genesis))
                    .isInstanceOfAny(EvidenceFormatException.class, CheckpointChain.Refused.class);
        }
        for (String wrong :
                List.of("", "{}", "[]", text + " ", text.replace("banyan-checkpoints-1", "banyan-checkpoint-1"))) {
            assertThatThrownBy(() -> CheckpointChain.parse(Bytes.wrap(wrong.getBytes(StandardCharsets.US_ASCII))))
                    .isInstanceOf(EvidenceFormatException.class);
        }
        assertThatThrownBy(() -> new CheckpointChain(Succession.CHAIN_ID, List.of(signed(4, FIRST), signed(2, FIRST))))
                .hasMessageContaining("not in order");
        assertThatThrownBy(() -> new CheckpointChain(Succession.CHAIN_ID, List.of()))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void aBundlesCommitteesMustPassTheLastCheckpointBeforeIt() {
        var followed = new CheckpointChain(Succession.CHAIN_ID, List.of(signed(2, FIRST), signed(4, FIRST)))
                .follow(WORLD.genesis);
        assertThat(followed.before(1)).isEmpty();
        assertThat(followed.before(3))
                .map(Checkpoint::toJson)
                .contains(checkpoint(2).toJson());
        assertThat(followed.before(9))
                .map(Checkpoint::toJson)
                .contains(checkpoint(4).toJson());
    }

    private CheckpointPath path() {
        return new CheckpointPath(WORLD.genesis, epoch -> Optional.ofNullable(offers.get(epoch)));
    }

    private static void refused(SignedCheckpoint step, String reason) {
        assertThatThrownBy(() -> new CheckpointChain(Succession.CHAIN_ID, List.of(step)).follow(WORLD.genesis))
                .isInstanceOf(CheckpointChain.Refused.class)
                .hasMessageContaining(reason);
    }

    private SignedCheckpoint signed(long epoch, List<Delegate> candidates) {
        return offer(epoch, candidates, candidates)
                .by(Committee.of(0, WORLD.genesis.committee()))
                .map(step -> epoch == 2
                        ? step
                        : offers.get(epoch).by(candidates(2, FIRST)).orElseThrow())
                .orElseThrow();
    }

    private Offer offer(long epoch, List<Delegate> candidates, List<Delegate> signers) {
        Committee drawnFrom = candidates(epoch, candidates);
        byte[] message =
                SignedCheckpoint.statement(checkpoint(epoch), drawnFrom).message(Succession.CHAIN_ID);
        Map<Bytes, Bytes> signatures = new HashMap<>();
        signers.forEach(
                each -> signatures.put(each.key().publicKey(), each.key().sign(message)));
        var offer = new Offer(checkpoint(epoch), drawnFrom, signatures);
        offers.put(epoch, offer);
        return offer;
    }

    private static Committee candidates(long epoch, List<Delegate> candidates) {
        return Committee.elected(epoch, Delegate.members(candidates));
    }

    private static Checkpoint checkpoint(long epoch) {
        BlockHeader header = WORLD.handovers.get((int) epoch - 1).header();
        List<Delegate> committee = WORLD.committees.get((int) epoch);
        return new Checkpoint(Succession.CHAIN_ID, header, Committee.elected(epoch, Delegate.members(committee)));
    }
}
