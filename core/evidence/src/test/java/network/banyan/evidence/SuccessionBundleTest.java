// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Bundles of later epochs: epochs of four blocks, four of six delegates in each committee, readings in block 14. */
class SuccessionBundleTest {
    private static final Story STORY = new Story(TestChain.withEpochs(4), 13, 0);
    private static final EvidenceBundle HONEST = STORY.bundle(3);
    private static final Verifier VERIFIER = Verifier.of(STORY.chain.genesis);
    private static final Checkpoint CHECKPOINT = checkpoint(2);
    private static final long NOW = CHECKPOINT.timeMillis() + 3_600_000;

    @Test
    void provesAReadingOfALaterEpochInBothForms() {
        for (Bytes file : List.of(HONEST.toJson(), HONEST.toCbor())) {
            Verdict verdict = VERIFIER.verify(file);
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.record()).contains(STORY.records.get(2));
            assertThat(verdict.links().get(Link.Name.HANDOVERS.ordinal()).text())
                    .startsWith("committee of epoch 3 vouched for by 3 handovers");
            assertThat(EvidenceBundle.parse(file)).isEqualTo(HONEST);
        }
        assertThat(new String(HONEST.toJson().toArray(), StandardCharsets.US_ASCII))
                .contains("\"format\": \"banyan-evidence-2\"");
    }

    @Test
    void provesAReadingInTheLastBlockOfAnEpochAndInOneThatALaterOneCovers() {
        for (Story story : List.of(
                new Story(TestChain.withEpochs(4), 3, 0),
                new Story(TestChain.withEpochs(4), 11, 0),
                new Story(TestChain.withEpochs(4), 12, 2),
                new Story(TestChain.withEpochs(4), 12, 3))) {
            Verdict verdict = Verifier.verify(story.bundle(2).toCbor(), story.chain.genesis);
            assertThat(verdict.broken()).isEmpty();
        }
    }

    @Test
    void readingsOfTheFirstEpochAreProvenAsEver() {
        EvidenceBundle first = new Story(TestChain.withEpochs(4), 1, 0).bundle(3);
        assertThat(first.handovers()).isEqualTo(Handovers.NONE);
        Verdict verdict = VERIFIER.verify(first.toJson());
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.checkpoint()).isEmpty();
    }

    @Test
    void namesTheHandoverInWhichAByteWasChanged() {
        byte[] good = HONEST.toCbor().toArray();
        for (int epoch = 0; epoch < 3; epoch++) {
            byte[] handover = HONEST.handovers().chain().get(epoch).toArray();
            int start = Collections.indexOfSubList(boxed(good), boxed(handover));
            for (int at = start; at < start + handover.length; at++) {
                Verdict verdict = VERIFIER.verify(flipped(good, 8 * at + at % 8));
                assertThat(verdict.broken())
                        .as("byte %d", at)
                        .hasValueSatisfying(broken -> assertThat(broken.name()).isEqualTo(Link.Name.HANDOVERS));
                assertThat(verdict.broken().orElseThrow().text())
                        .startsWith("the handover from epoch %d to %d".formatted(epoch, epoch + 1));
            }
        }
    }

    @Test
    void refusesAFileWithAnyByteChanged() {
        for (Bytes file : List.of(HONEST.toCbor(), HONEST.toJson())) {
            byte[] good = file.toArray();
            for (int at = 0; at < good.length; at++) {
                assertThat(VERIFIER.verify(flipped(good, 8 * at + at % 8)).isProven())
                        .as("byte %d", at)
                        .isFalse();
            }
        }
    }

    @Test
    void noFileMakesTheVerifierThrow() {
        var random = new Random(11);
        Verifier trusting = Verifier.of(STORY.chain.genesis, new Trust(CHECKPOINT, Trust.DEFAULT_PERIOD_MILLIS, NOW));
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = (i % 2 == 0 ? HONEST : STORY.bundle(3, 2)).toCbor().toArray();
            Bytes good = Bytes.copyOf(bytes);
            for (int hits = random.nextInt(1, 8); hits > 0; hits--) {
                int at = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(1, 40), bytes.length - at);
                System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            }
            Bytes mutated = Bytes.wrap(bytes);
            assertThat(trusting.verify(mutated).isProven()).isEqualTo(mutated.equals(good));
        }
    }

    @Test
    void everyHandoverIsNeededAndInItsPlace() {
        List<Bytes> chain = HONEST.handovers().chain();
        for (List<Bytes> other : List.of(
                chain.subList(0, 2),
                chain.subList(1, 3),
                List.of(chain.get(0), chain.get(2)),
                List.of(chain.get(0), chain.get(2), chain.get(1)),
                List.of(chain.get(0), chain.get(0), chain.get(1), chain.get(2)))) {
            assertThat(broken(with(0, other))).isEqualTo(Link.Name.HANDOVERS);
        }
        assertThat(broken(with(1, chain))).isEqualTo(Link.Name.HANDOVERS);
        assertThat(broken(with(Handovers.NONE))).isEqualTo(Link.Name.HANDOVERS);
    }

    @Test
    void handoversMayNotLeadPastTheBlocksEpoch() {
        Story longer = new Story(TestChain.withEpochs(4), 13, 0);
        while (longer.chain.height() < 16) {
            longer.chain.append(List.of(), 0, 1, 2);
        }
        var codec = HandoverCodec.from(
                STORY.chain.genesis,
                0,
                LightClient.of(STORY.chain.genesis).committee().members());
        List<Bytes> four =
                longer.chain.handovers(0, 4).stream().map(codec::write).toList();
        assertThat(broken(with(0, four))).isEqualTo(Link.Name.HANDOVERS);
    }

    @Test
    void anotherChainsCommitteesAreNotThisOnes() {
        Story other = new Story(TestChain.withEpochs(4, 1), 13, 0);
        assertThat(broken(with(other.bundle(3).handovers()))).isEqualTo(Link.Name.HANDOVERS);
        assertThat(VERIFIER.verify(other.bundle(3).toJson()).broken())
                .get()
                .extracting(Link.Broken::name)
                .isEqualTo(Link.Name.HANDOVERS);
    }

    @Test
    void aBlockOfThisEpochIsNotMadeFinalByTheNext() {
        Story story = new Story(TestChain.withEpochs(4), 13, 0);
        List<Bytes> headers = new ArrayList<>(HONEST.headers());
        while (story.chain.height() < 17) {
            headers.add(
                    Bytes.wrap(story.chain.append(List.of(), 0, 1, 2).header().encode()));
        }
        var bundle = ChangedBundle.with(ChangedBundle.with(HONEST).headers(headers))
                .certificate(
                        Bytes.wrap(story.chain.certificate(17).orElseThrow().encode()));
        Verdict verdict = VERIFIER.verify(bundle.toJson());
        assertThat(verdict.broken().orElseThrow().text()).contains("block 14 is not of epoch 4");
    }

    @Test
    void onlyTheLastBlockOfAnEpochMayBeVotedForInAnotherView() {
        var other = STORY.chain.certify(
                STORY.block, STORY.block.slot().view() + 1, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        var bundle = ChangedBundle.with(HONEST).certificate(Bytes.wrap(other.encode()));
        assertThat(broken(bundle)).isEqualTo(Link.Name.HEADERS);
    }

    @Test
    void aFileHasOneVersion() {
        String json = new String(HONEST.toJson().toArray(), StandardCharsets.US_ASCII);
        String first = new String(new Story().bundle(3).toJson().toArray(), StandardCharsets.US_ASCII);
        for (String other : List.of(
                json.replace("evidence-2", "evidence-1"),
                json.replace("evidence-2", "evidence-3"),
                first.replace("evidence-1", "evidence-2"),
                first.replace("evidence-1", "evidence-2")
                        .replace("\"\n}", "\",\n  \"firstEpoch\": 0,\n  \"handovers\": []\n}"))) {
            Verdict verdict = VERIFIER.verify(Bytes.wrap(other.getBytes(StandardCharsets.US_ASCII)));
            assertThat(verdict.broken()).get().extracting(Link.Broken::name).isEqualTo(Link.Name.FORM);
        }
    }

    @Test
    void aBundleHasABoundedNumberOfHandovers() {
        assertThatThrownBy(() -> new Handovers(0, Collections.nCopies(10_001, Bytes.EMPTY)))
                .hasMessageContaining("10000");
        assertThatThrownBy(() -> new Handovers(1L << 32, List.of())).hasMessageContaining("firstEpoch");
    }

    @Test
    void aNodeThatDoesNotKeepTheHandoversSaysSo() {
        var forgetful = new FinalizedChain() {
            @Override
            public Optional<network.banyan.ledger.Block> block(long number) {
                return STORY.chain.block(number);
            }

            @Override
            public Optional<List<network.banyan.ledger.Receipt>> receipts(long number) {
                return STORY.chain.receipts(number);
            }

            @Override
            public Optional<network.banyan.ledger.Certificate> certificate(long number) {
                return STORY.chain.certificate(number);
            }

            @Override
            public List<Handover> handovers(long fromEpoch, long untilEpoch) {
                return List.of();
            }

            @Override
            public Optional<EvidenceBundle.Registration> registration(Hash device, long block) {
                return Optional.empty();
            }
        };
        var assembler = new BundleAssembler(STORY.chain.genesis, STORY.store, forgetful);
        assertThat(assembler.assemble(STORY.records.getFirst().id()))
                .isEqualTo(new BundleAssembler.Answer.Unavailable("this node lacks the handovers from epoch 0 to 3"));
    }

    @Test
    void beginsAtACheckpoint() {
        for (long epoch = 1; epoch <= 3; epoch++) {
            EvidenceBundle late = STORY.bundle(3, epoch);
            assertThat(late.handovers().chain()).hasSize((int) (3 - epoch));
            Verdict verdict = trusting(checkpoint(epoch), NOW).verify(late.toJson());
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.checkpoint().orElseThrow().block())
                    .isEqualTo(checkpoint(3).block());
            assertThat(broken(late)).isEqualTo(Link.Name.HANDOVERS);
            long another = epoch % 3 + 1;
            assertThat(trusting(checkpoint(another), NOW).verify(late.toJson()).isProven())
                    .isFalse();
        }
    }

    @Test
    void passesACheckpointOnTheWayFromGenesis() {
        Verdict verdict = trusting(CHECKPOINT, NOW).verify(HONEST.toCbor());
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.links().get(Link.Name.HANDOVERS.ordinal()).text()).contains("pass the checkpoint");

        Handover handover = STORY.chain.handover(1);
        BlockHeader h = handover.header();
        var beside = new BlockHeader(
                h.parentHash(),
                h.ommersHash(),
                h.beneficiary(),
                Hash.ZERO,
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                h.difficulty(),
                h.number(),
                h.gasLimit(),
                h.gasUsed(),
                h.timestamp(),
                h.extraData(),
                h.mixHash(),
                h.nonce(),
                h.baseFeePerGas(),
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                h.parentBeaconBlockRoot(),
                h.requestsHash());
        Verdict passedBy = trusting(new Checkpoint(TestChain.CHAIN_ID, beside, CHECKPOINT.committee()), NOW)
                .verify(HONEST.toCbor());
        assertThat(passedBy.broken().orElseThrow().text()).startsWith("they pass by the checkpoint");
    }

    @Test
    void anOldCheckpointAndOneOfALaterEpochProveNothing() {
        Verdict old = trusting(CHECKPOINT, CHECKPOINT.timeMillis() + Trust.DEFAULT_PERIOD_MILLIS)
                .verify(HONEST.toCbor());
        assertThat(old.broken().orElseThrow().text()).contains("168 h old");
        Verdict early = trusting(CHECKPOINT, NOW)
                .verify(new Story(TestChain.withEpochs(4), 1, 0).bundle(3).toCbor());
        assertThat(early.broken().orElseThrow())
                .isEqualTo(new Link.Broken(
                        Link.Name.HANDOVERS,
                        "the block is of epoch 0; the checkpoint, of epoch 2, vouches for nothing before itself"));
    }

    private static Verifier trusting(Checkpoint checkpoint, long nowMillis) {
        return Verifier.of(STORY.chain.genesis, new Trust(checkpoint, Trust.DEFAULT_PERIOD_MILLIS, nowMillis));
    }

    /** What starts an epoch from 1 to 3. */
    private static Checkpoint checkpoint(long epoch) {
        LightClient client = LightClient.of(STORY.chain.genesis);
        for (Handover handover : STORY.chain.handovers(0, epoch)) {
            client = ((LightClient.Followed) client.follow(handover)).next();
        }
        return client.checkpoint().orElseThrow();
    }

    private static Link.Name broken(EvidenceBundle bundle) {
        return VERIFIER.verify(bundle.toCbor()).broken().orElseThrow().name();
    }

    private static EvidenceBundle with(long firstEpoch, List<Bytes> chain) {
        return with(new Handovers(firstEpoch, chain));
    }

    private static EvidenceBundle with(Handovers handovers) {
        return ChangedBundle.with(HONEST).handovers(handovers);
    }

    private static Bytes flipped(byte[] good, int bit) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        return Bytes.wrap(bad);
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }
}
