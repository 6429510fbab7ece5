// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainSeed;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.state.FrozenState;
import network.banyan.state.SnapshotRestore;
import network.banyan.state.SnapshotSource;
import network.banyan.state.StateAudit;
import network.banyan.state.StateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain that begins with another's state, on real disks. */
class ChainSeedTest {
    private static final long HEIGHT = 30;
    private static final long EARLIEST = 20;
    private static final int MEMORY = 16;

    @TempDir
    Path folder;

    private NodeStorage giver;
    private TestChain chain;

    @BeforeEach
    void livesForAWhile() {
        giver = NodeStorage.open(folder.resolve("giver"), MEMORY);
        chain = new TestChain(giver.chain());
        while (giver.chain().height() < HEIGHT) {
            chain.commitNext(1);
        }
    }

    @AfterEach
    void close() {
        giver.close();
    }

    @Test
    void aFrozenStateStaysAsItWas() {
        Hash root = chain.states().head().root();
        FrozenState frozen = giver.freezeState();
        chain.commitNext(3);
        SnapshotSource source = SnapshotSource.of(frozen).orElseThrow();
        assertThat(source.height()).isEqualTo(HEIGHT);
        assertThat(source.root()).isEqualTo(root);
        assertThat(StateAudit.of(frozen, root, _ -> {}).damage()).isEmpty();
        frozen.close();
        frozen.close();
        assertThatThrownBy(() -> frozen.get(new byte[] {'h'})).isInstanceOf(StateException.class);
    }

    @Test
    void aFrozenStateOutlivesItsDatabaseUnharmed() {
        FrozenState frozen = giver.freezeState();
        giver.close();
        assertThatThrownBy(() -> frozen.get(new byte[] {'h'})).isInstanceOf(StorageException.class);
        frozen.close();
    }

    @Test
    void aChainGoesOnFromIt() throws SnapshotRestore.Wrong {
        try (FrozenState frozen = giver.freezeState();
                ChainSeed seed = open("taker")) {
            seed.begin(Hash.ZERO);
            finish(seed, SnapshotSource.of(frozen).orElseThrow());
        }
        try (NodeStorage taker = NodeStorage.open(folder.resolve("taker"), MEMORY)) {
            ChainStore store = taker.chain();
            assertThat(store.height()).isEqualTo(HEIGHT);
            assertThat(store.earliest()).isEqualTo(EARLIEST);
            assertThat(taker.records().indexedHeight()).isEqualTo(EARLIEST - 1);
            assertThat(store.block(0)).isEqualTo(giver.chain().block(0));
            assertThat(store.block(EARLIEST - 1)).isEmpty();
            assertThat(store.block(EARLIEST)).isEqualTo(giver.chain().block(EARLIEST));
            assertThat(store.receipts(HEIGHT)).isEqualTo(giver.chain().receipts(HEIGHT));
            assertThat(store.certificate(HEIGHT)).isEqualTo(giver.chain().certificate(HEIGHT));
            var goesOn = new TestChain(store);
            goesOn.commitNext(2);
            chain.commitNext(2);
            assertThat(goesOn.states().head().root())
                    .isEqualTo(chain.states().head().root());
            assertThat(store.block(HEIGHT + 2)).isEqualTo(giver.chain().block(HEIGHT + 2));
        }
        assertThatThrownBy(() -> open("taker")).hasMessageContaining("There is a chain");
    }

    @Test
    void whatIsNotFinishedIsNoChain() {
        Hash aim = Hash.fromHex("22".repeat(32));
        try (ChainSeed seed = open("taker")) {
            assertThat(seed.aim()).isEmpty();
            seed.begin(aim);
            seed.put(executed(HEIGHT));
        }
        assertThatThrownBy(() -> NodeStorage.open(folder.resolve("taker"), MEMORY))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("only part of a snapshot");
        try (ChainSeed seed = open("taker")) {
            assertThat(seed.aim()).contains(aim);
            assertThat(seed.block(HEIGHT)).isPresent();
            seed.begin(Hash.ZERO);
            assertThat(seed.block(HEIGHT)).as("another aim, another chain").isEmpty();
            assertThat(seed.aim()).contains(Hash.ZERO);
        }
    }

    private ChainSeed open(String name) {
        return NodeStorage.openSeed(folder.resolve(name), MEMORY);
    }

    private Executed executed(long number) {
        return new Executed(
                giver.chain().block(number).orElseThrow(),
                giver.chain().receipts(number).orElseThrow());
    }

    private static Committee committee() {
        byte[] seed = new byte[32];
        return Committee.elected(
                1,
                List.of(new Member(
                        "one", Address.ZERO, Bls.SecretKey.ofSeed(seed).publicKey(), Bytes.wrap(seed))));
    }

    private void finish(ChainSeed seed, SnapshotSource source) throws SnapshotRestore.Wrong {
        SnapshotRestore restore = SnapshotRestore.of(seed.state(), source.root());
        while (!restore.isWhole()) {
            for (SnapshotRestore.Want want : restore.wanted(4)) {
                seed.put(restore.take(want, source.part(want.path()).orElseThrow()));
            }
            for (Hash code : restore.wantedCodes(4)) {
                seed.put(restore.take(code, source.code(code).orElseThrow()));
            }
        }
        for (long number = EARLIEST; number <= HEIGHT; number++) {
            seed.put(executed(number));
        }
        Certificate last = giver.chain().certificate(HEIGHT).orElseThrow();
        seed.finish(new ChainSeed.Foundation(
                giver.chain().block(0).orElseThrow(),
                List.of(new ChainSeed.HandedOver(last, committee())),
                restore.finish(HEIGHT),
                HEIGHT,
                EARLIEST));
    }
}
