// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;
import static network.banyan.evidence.VerdictFiles.EPOCHS;
import static network.banyan.evidence.VerdictFiles.GENESIS;
import static network.banyan.evidence.VerdictFiles.OTHER_COMMITTEE;
import static network.banyan.evidence.VerdictStories.longer;

import java.util.List;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.VerdictFiles.Checkpointed;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;

/** Committees that did not come to sit so, and certificates that no quorum of them signed. */
final class CommitteeCases {
    private static final long HOUR = 3_600_000;

    private final VerdictFiles out;
    private final VerdictStories stories;
    private final Story story;
    private final EvidenceBundle honest;
    private final Story late;
    private final EvidenceBundle handed;

    CommitteeCases(VerdictFiles out, VerdictStories stories) {
        this.out = out;
        this.stories = stories;
        this.story = stories.story;
        this.honest = stories.honest;
        this.late = stories.late;
        this.handed = stories.handed;
    }

    void add() {
        handovers();
        checkpoints();
        committee();
        finality();
    }

    private void handovers() {
        List<Bytes> chain = handed.handovers().chain();
        handovers("handovers-none.cbor", 0, List.of());
        handovers("handovers-one-is-missing.cbor", 0, List.of(chain.get(0), chain.get(2)));
        handovers("handovers-end-too-early.cbor", 0, chain.subList(0, 2));
        handovers("handovers-one-comes-twice.cbor", 0, List.of(chain.get(0), chain.get(0), chain.get(1), chain.get(2)));
        handovers("handovers-from-a-later-epoch.cbor", 1, chain.subList(1, 3));
        handovers("handovers-malformed.cbor", 0, List.of(chain.get(0), longer(chain.get(1)), chain.get(2)));
        handovers(
                "handovers-of-another-chain.cbor",
                0,
                new Story(TestChain.withEpochs(4, 1), 13, 0)
                        .bundle(3)
                        .handovers()
                        .chain());
        byte[] last = chain.get(1).toArray();
        byte member = last[last.length - 1];
        last[last.length - 1] = last[last.length - 2];
        last[last.length - 2] = member;
        handovers("handovers-members-reordered.cbor", 0, List.of(chain.get(0), Bytes.wrap(last), chain.get(2)));
        handovers("handovers-without-a-quorum.cbor", 0, written(0, 1));
        out.add("handovers-where-no-epoch-ends.cbor", with(honest).handovers(new Handovers(0, chain)));
    }

    private void handovers(String name, long firstEpoch, List<Bytes> chain) {
        out.add(
                name,
                EPOCHS,
                with(handed).handovers(new Handovers(firstEpoch, chain)).toCbor());
    }

    /** The chain of handovers of which these seats signed the second. */
    private List<Bytes> written(int... seats) {
        Handover second = late.chain.handover(1);
        Block block = late.chain.block(second.header().number()).orElseThrow();
        Certificate few = late.chain.certify(block, VoteType.FINALIZE, TestChain.CHAIN_ID, seats);
        var codec = HandoverCodec.from(
                late.chain.genesis,
                0,
                LightClient.of(late.chain.genesis).committee().members());
        return List.of(
                codec.write(late.chain.handover(0)),
                codec.write(new Handover(second.header(), few, second.members())),
                codec.write(late.chain.handover(2)));
    }

    private void checkpoints() {
        Checkpoint third = checkpoint(late);
        Checkpoint foreign = checkpoint(new Story(TestChain.withEpochs(4, 1), 13, 0));
        out.add("from-checkpoint.cbor", EPOCHS, late.bundle(3, 3).toCbor());
        var good = new Checkpointed("checkpoint.json", third, HOUR);
        var old = new Checkpointed("checkpoint.json", third, Trust.DEFAULT_PERIOD_MILLIS);
        var ahead = new Checkpointed("checkpoint.json", third, -61_000);
        var other = new Checkpointed("checkpoint-of-another-chain.json", foreign, HOUR);
        for (Checkpointed trust : List.of(good, old, ahead, other)) {
            out.trusting("from-checkpoint.cbor", EPOCHS, trust);
            out.trusting("proven-2.cbor", EPOCHS, trust);
        }
        out.trusting("proven-1.cbor", GENESIS, good);
        out.trusting("proven-2-last-block-of-an-epoch.cbor", EPOCHS, good);
    }

    private static Checkpoint checkpoint(Story story) {
        return Verifier.verify(story.bundle(3).toCbor(), story.chain.genesis)
                .checkpoint()
                .orElseThrow();
    }

    private void committee() {
        out.under("proven-1.cbor", OTHER_COMMITTEE);
        out.under("headers-another-view.cbor", OTHER_COMMITTEE);
        out.under("form-empty.cbor", OTHER_COMMITTEE);
        BlockHeader header = new ChangedHeader(story.block.header()).commitment(Sha256.hash(new byte[0]));
        Block block = new Block(header, List.of());
        Certificate signed = story.chain.certify(block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        out.add("committee-another-commitment.cbor", with(honest).block(header, signed));
    }

    private void finality() {
        out.add("finality-two-of-four.cbor", stories.certified(VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1));
        out.add("finality-of-another-chain.cbor", stories.certified(VoteType.FINALIZE, 1, 0, 1, 2));
        Certificate two = story.chain.certify(story.block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1);
        out.add("finality-seat-that-did-not-sign.cbor", signed(two.subject(), "07", two.signature()));
        out.add("finality-seat-that-there-is-not.cbor", signed(two.subject(), "17", two.signature()));
        out.add(
                "finality-signature-at-infinity.cbor",
                signed(two.subject(), "07", Bytes.fromHex("c0" + "00".repeat(95))));
        out.add("finality-signature-of-zeros.cbor", signed(two.subject(), "07", Bytes.wrap(new byte[96])));
        out.add(
                "finality-signature-off-the-curve.cbor",
                signed(two.subject(), "07", Bytes.fromHex("80" + "00".repeat(94) + "01")));
        Certificate three = story.chain.certify(story.block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        byte[] negated = three.signature().toArray();
        negated[0] ^= 0x20;
        out.add("finality-signature-negated.cbor", signed(three.subject(), "07", Bytes.wrap(negated)));
    }

    private EvidenceBundle signed(VoteSubject subject, String signers, Bytes signature) {
        var certificate = new Certificate(subject, Bytes.fromHex(signers), signature);
        return with(honest).certificate(Bytes.wrap(certificate.encode()));
    }
}
