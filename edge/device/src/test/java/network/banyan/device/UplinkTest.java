// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.primitives.Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UplinkTest {
    private static final TestSigner SIGNER = TestSigner.number(1);
    private static final AgentSettings SETTINGS = new AgentSettings("probe", FakeNode.PAYER, 1, 1_000, 10);

    @TempDir
    private Path folder;

    private final FakeNode node = new FakeNode(SIGNER);
    private Journal journal;
    private Uplink uplink;
    private long now = 1_000_000;

    @BeforeEach
    void open() {
        journal = Journal.open(folder, SIGNER.device(), 1024 * 1024);
        uplink = new Uplink(SIGNER, journal, node, SETTINGS);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void registersPublishesAndAnchors() {
        measure(3);
        settle();
        assertThat(node.registered).contains(SIGNER.key());
        assertThat(node.records).hasSize(3);
        assertThat(uplink.published()).isEqualTo(3);
        assertThat(uplink.anchored()).isEqualTo(3);
        assertThat(node.rootsAreTrue()).isTrue();
    }

    @Test
    void declaresOnceThatItsKeyIsInSoftware() {
        measure(1);
        settle();
        journal.close();
        open();
        measure(1);
        settle();
        assertThat(node.attestations)
                .containsExactly(new AttestationDocument.InSoftware(FakeNode.CHAIN_ID, SIGNER.key()).attestation());
        assertThat(node.attestations.getFirst().kindName()).isEqualTo("software");
    }

    @Test
    void anchorsInBatchesAndNotTooOften() {
        measure(1);
        settle();
        measure(4);
        settle();
        assertThat(node.anchors).hasSize(1);
        now += 1_000;
        settle();
        assertThat(node.anchors).hasSize(2);
        measure(25);
        settle();
        assertThat(node.anchors).extracting(batch -> batch.count()).containsExactly(1L, 4L, 10L, 10L);
        assertThat(node.rootsAreTrue()).isTrue();
    }

    @Test
    void goesOnAfterARestartWhereTheChainStands() {
        measure(5);
        settle();
        measure(5);
        journal.close();
        open();
        settle();
        assertThat(uplink.anchored()).isEqualTo(10);
        assertThat(node.anchors).extracting(batch -> batch.firstSequence()).containsExactly(1L, 6L);
    }

    @Test
    void sendsALostTransactionAgain() {
        measure(2);
        settle();
        measure(10);
        uplink.advance(now);
        uplink.advance(now);
        node.dropPool();
        int sent = node.sent();
        now += Attempt.PATIENCE_MILLIS - 1;
        settle();
        assertThat(node.sent()).isEqualTo(sent);
        now += 1;
        settle();
        assertThat(node.sent()).isEqualTo(sent + 1);
        assertThat(uplink.anchored()).isEqualTo(12);
    }

    @Test
    void asksTheRegistryWhyAnAnchorFailedAndTriesAgain() {
        measure(2);
        settle();
        measure(10);
        node.failNext();
        settle();
        now += 1_000;
        settle();
        assertThat(uplink.anchored()).isEqualTo(12);
        assertThat(node.rootsAreTrue()).isTrue();
    }

    @Test
    void sendsNothingThatTheNodeForeseesToFail() {
        measure(2);
        settle();
        node.foresees("NotActive");
        node.revoked = true;
        int sent = node.sent();
        measure(10);
        assertThatThrownBy(this::settle).isInstanceOf(DeviceException.class).hasMessageContaining("revoked");
        assertThat(node.sent()).isEqualTo(sent);
    }

    @Test
    void stopsWhenTheDeviceIsRevoked() {
        measure(2);
        settle();
        node.revoked = true;
        measure(10);
        assertThatThrownBy(this::settle).isInstanceOf(DeviceException.class).hasMessageContaining("revoked");
    }

    @Test
    void waitsUntilTheOwnerNamesThePayer() {
        node.registered = java.util.Optional.of(SIGNER.key());
        node.mayAnchor = false;
        measure(1);
        uplink.advance(now);
        assertThat(uplink.advance(now)).isInstanceOf(Progress.Hindered.class);
        node.mayAnchor = true;
        settle();
        assertThat(uplink.anchored()).isEqualTo(1);
    }

    @Test
    void stopsWhenTheKeyHasSignedMoreThanTheJournalKnows() {
        measure(3);
        settle();
        journal.close();
        Path other = folder.resolve("restored");
        journal = Journal.open(other, SIGNER.device(), 1024 * 1024);
        uplink = new Uplink(SIGNER, journal, node, SETTINGS);
        assertThat(uplink.hasCompared()).isFalse();
        assertThatThrownBy(this::settle).isInstanceOf(DeviceException.class).hasMessageContaining("restored");
    }

    @Test
    void publishesAgainToANodeThatLostItsDisk() {
        measure(8);
        settle();
        measure(3);
        uplink.advance(now);
        assertThat(uplink.published()).isEqualTo(11);
        node.records.clear();
        measure(2);
        settle();
        assertThat(node.records).hasSize(13);
    }

    @Test
    void anchorsAtOnceWhenTheNodeTakesNoMore() {
        node.unanchoredMax = 4;
        measure(1);
        settle();
        measure(12);
        settle();
        assertThat(uplink.published()).isEqualTo(13);
        assertThat(node.anchoredThrough()).isGreaterThanOrEqualTo(9);
        assertThat(node.rootsAreTrue()).isTrue();
    }

    @Test
    void saysThatTheNodeIsAway() {
        node.away(true);
        assertThatThrownBy(() -> uplink.advance(now)).isInstanceOf(NodePort.Unavailable.class);
        node.away(false);
        measure(1);
        settle();
        assertThat(uplink.anchored()).isEqualTo(1);
    }

    @Test
    void namesTheOwnerItWasToldTo() {
        var settings = new AgentSettings("probe", Address.ofNumber(99), 1, 1_000, 10);
        uplink = new Uplink(SIGNER, journal, node, settings);
        measure(1);
        settle();
        // The fake registry checks the signature for its own payer as owner: another owner needs another signature.
        assertThat(node.registered).isEmpty();
    }

    private void measure(int count) {
        for (int i = 0; i < count; i++) {
            journal.append(SIGNER.next(journal));
        }
    }

    /** Goes on, with a block after every step, until nothing moves any more. */
    private void settle() {
        int quiet = 0;
        for (int round = 0; round < 200 && quiet < 3; round++) {
            quiet = uplink.advance(now) instanceof Progress.Moved ? 0 : quiet + 1;
            node.mine();
        }
    }
}
