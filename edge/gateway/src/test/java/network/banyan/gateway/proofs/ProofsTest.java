// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.evidence.AnchorEvidence;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.Passport;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of anchors; whether it convinces a verifier is for LoggedBundleTest and the acceptance tests. */
class ProofsTest {
    private static final long EPOCH = 3;

    @TempDir
    Path folder;

    private final TestDevice one = new TestDevice("one");
    private final TestDevice two = new TestDevice("two");
    private final SortedMap<Long, Hash> anchors = new TreeMap<>();
    private final FakeNode node = new FakeNode();
    private RecordLog log;
    private Proofs proofs;

    @BeforeEach
    void open() {
        log = RecordLog.open(
                folder.resolve("log"),
                new TestDevice("gateway"),
                InstantSource.fixed(Instant.ofEpochMilli(TestDevice.TIME)),
                RecordLog.Limits.of(1L << 30),
                Disk.REAL);
        proofs = openProofs();
    }

    private Proofs openProofs() {
        return new Proofs(log, () -> anchors, node, folder.resolve("proofs"), _ -> Optional.empty());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void anAnchorProvesWhoWroteBeforeIt() throws RecordLog.Refused {
        DeviceRecord first = append(one);
        append(two);
        anchor();

        assertThat(proofs.bundle(0, 0)).isEqualTo(new Proofs.Answer.NotYet());
        assertThat(proofs.advance()).isEqualTo(new Progress.Moved());
        assertThat(proofs.advance()).isEqualTo(new Progress.Resting());

        EvidenceBundle bundle = proven(0, 2);
        assertThat(bundle.record()).isEqualTo(first.encoded());
        assertThat(bundle.inclusion().size()).isEqualTo(2);
        assertThat(bundle.inclusion().path()).isEqualTo(log.inclusion(0, 2));
        assertThat(bundle.registration().orElseThrow().passport().id()).isEqualTo(one.device());
        assertThat(bundle.handovers().firstEpoch()).isEqualTo(2);
        assertThat(bundle.handovers().chain()).hasSize(1);
        assertThat(EvidenceBundle.parse(bundle.toCbor())).isEqualTo(bundle);
    }

    @Test
    void theBlockOfAnAnchorIsToldForWhoItsProofNames() throws RecordLog.Refused, IOException {
        Path sample = Path.of(System.getProperty("banyan.root"), "docs", "spec", "evidence", "bundle.cbor");
        node.header = EvidenceBundle.parse(Bytes.wrap(Files.readAllBytes(sample)))
                .headers()
                .getFirst();
        append(one);
        anchor();
        append(two);
        assertThat(proofs.anchored(0, one.device())).isEmpty();
        proofs.advance();

        Proofs.Anchored anchored = proofs.anchored(0, one.device()).orElseThrow();
        assertThat(anchored.size()).isEqualTo(1);
        assertThat(anchored.block())
                .isEqualTo(BlockHeader.decode(node.header.toArray()).number())
                .isPositive();
        assertThat(anchored.transaction()).contains(anchors.get(1L));
        assertThat(proofs.anchored(0, two.device())).isEmpty();
        assertThat(proofs.anchored(1, two.device())).isEmpty();
    }

    @Test
    void aHeaderThatIsNoneTellsNoBlock() throws RecordLog.Refused {
        append(one);
        anchor();
        proofs.advance();
        assertThat(proofs.anchored(0, one.device())).isEmpty();
    }

    @Test
    void aRestartForgetsNothing() throws RecordLog.Refused, IOException {
        append(one);
        anchor();
        proofs.advance();
        EvidenceBundle before = proven(0, 0);
        Path half = Files.writeString(folder.resolve("proofs").resolve(".new9"), "half");
        node.forgetful = true;

        proofs = openProofs();

        assertThat(proven(0, 0)).isEqualTo(before);
        assertThat(proofs.advance()).isEqualTo(new Progress.Resting());
        assertThat(half).doesNotExist();
    }

    /** The gateway was away too long for the node to know that block's state. */
    @Test
    void whatTheNodeForgotALaterAnchorProves() throws RecordLog.Refused {
        append(one);
        append(two);
        anchor();
        node.forgetful = true;
        proofs.advance();
        assertThat(proofs.bundle(0, 0)).isEqualTo(new Proofs.Answer.NotYet());

        node.forgetful = false;
        append(one);
        anchor();
        proofs.advance();

        assertThat(proven(0, 0).inclusion().size()).isEqualTo(3);
        assertThat(proofs.bundle(1, 0))
                .as("of the other device nothing is known yet")
                .isEqualTo(new Proofs.Answer.NotYet());
    }

    @Test
    void aSpoiltProofIsPassedOver() throws RecordLog.Refused, IOException {
        append(one);
        anchor();
        proofs.advance();
        append(one);
        anchor();
        proofs.advance();
        Path first = folder.resolve("proofs").resolve("0000000000000001.proof");
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, java.util.Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(proven(0, 0).inclusion().size()).isEqualTo(2);
    }

    @Test
    void aNodeThatIsAwayIsNamed() throws RecordLog.Refused {
        append(one);
        anchor();
        proofs.advance();
        node.away = true;
        assertThat(proofs.bundle(0, 0)).isEqualTo(new Proofs.Answer.Unavailable("nobody there"));
    }

    @Test
    void whatIsNotInTheLogIsNotProven() {
        assertThat(proofs.bundle(0, 0)).isEqualTo(new Proofs.Answer.NotYet());
        assertThat(proofs.bundle(-1, 0)).isEqualTo(new Proofs.Answer.NotYet());
    }

    private EvidenceBundle proven(long index, long firstEpoch) {
        Proofs.Answer answer = proofs.bundle(index, firstEpoch);
        assertThat(answer).isInstanceOf(Proofs.Answer.Proven.class);
        return ((Proofs.Answer.Proven) answer).bundle();
    }

    private DeviceRecord append(TestDevice device) throws RecordLog.Refused {
        DeviceRecord record = device.next();
        log.append(List.of(record), List.of(MerkleTree.leafHash(record.encoded())));
        return record;
    }

    private void anchor() {
        Hash transaction = Sha256.hash(Bytes.wrap(new byte[] {(byte) log.size()}));
        anchors.put(log.size(), transaction);
        node.blocks.add(transaction);
    }

    /** Answers with what has the right form. */
    private final class FakeNode implements ProofSource {
        private final Set<Hash> blocks = new HashSet<>();
        private Bytes header = Bytes.fromHex("c0");
        private boolean forgetful;
        private boolean away;

        @Override
        public Optional<Located> anchor(Hash transaction) {
            return blocks.contains(transaction)
                    ? Optional.of(new Located(blocks.size(), evidence()))
                    : Optional.empty();
        }

        private AnchorEvidence evidence() {
            var seats = new BitSet();
            seats.set(0);
            var subject = new VoteSubject(EPOCH, 1, VoteType.FINALIZE, 9, Hash.ZERO);
            Bytes some = Bytes.fromHex("c0");
            return new AnchorEvidence(
                    1,
                    new EvidenceBundle.AnchorTransaction(0, some, List.of(some)),
                    new EvidenceBundle.AnchorReceipt(0, some, List.of(some)),
                    List.of(header),
                    Bytes.wrap(Certificate.of(subject, seats, Bytes.wrap(new byte[96]))
                            .encode()));
        }

        @Override
        public Optional<Registration> registration(Hash device, long block) {
            TestDevice known = device.equals(one.device()) ? one : two;
            var passport = new Passport(device, Address.ZERO, known.key(), 1, true, Passport.Attestation.NONE);
            Bytes some = Bytes.fromHex("c0");
            return forgetful ? Optional.empty() : Optional.of(new Registration(passport, List.of(some), List.of(some)));
        }

        @Override
        public Handovers handovers(long firstEpoch, long epoch) {
            if (away) {
                throw new NodePort.Unavailable("nobody there");
            }
            return new Handovers(
                    firstEpoch, java.util.Collections.nCopies((int) (epoch - firstEpoch), Bytes.fromHex("c0")));
        }
    }
}
