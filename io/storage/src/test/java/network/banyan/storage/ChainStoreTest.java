// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpWriter;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainStore.Commit;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.replica.ChainStore.Forgotten;
import network.banyan.replica.ChainStore.LogEntry;
import network.banyan.replica.ChainStore.Pruned;
import network.banyan.replica.ChainView.Location;
import network.banyan.state.StateBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainStoreTest {
    private static final Location NEWEST = new Location(Long.MAX_VALUE, 0);

    @TempDir
    Path folder;

    private NodeStorage storage;
    private ChainStore store;

    @BeforeEach
    void open() {
        storage = NodeStorage.open(folder, 16);
        store = storage.chain();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void anEmptyStoreKnowsNothing() {
        assertThat(store.height()).isEqualTo(-1);
        assertThat(store.log()).isEmpty();
        assertThat(store.block(0)).isEmpty();
        assertThat(store.block(-1)).isEmpty();
        assertThat(store.receipts(0)).isEmpty();
        assertThat(store.certificate(0)).isEmpty();
        assertThat(store.numberOf(Hash.ZERO)).isEmpty();
        assertThat(store.locate(Hash.ZERO)).isEmpty();
        assertThat(store.history(Address.ZERO, NEWEST, 10)).isEmpty();
    }

    @Test
    void whatWasCommittedIsReadBackAlsoAfterReopening() {
        var chain = new TestChain(store);
        chain.commitNext(1);
        while (store.height() < 40) {
            chain.commitNext(1 + (int) (store.height() % 3));
        }
        verifyAll();
        reopen();
        verifyAll();

        var states = new TestChain(store).states();
        assertThat(states.head().height()).isEqualTo(store.height());
        assertThat(states.head().root())
                .isEqualTo(store.block(store.height()).orElseThrow().header().stateRoot());
    }

    private void verifyAll() {
        for (long number = 0; number <= store.height(); number++) {
            var block = store.block(number).orElseThrow();
            assertThat(block.number()).isEqualTo(number);
            assertThat(store.numberOf(block.hash())).contains(number);
            var expected = TestChain.block(
                    number, block.header().parentHash(), block.header().stateRoot());
            assertThat(block).isEqualTo(expected.block());
            assertThat(store.receipts(number)).contains(expected.receipts());
            for (int i = 0; i < block.transactions().size(); i++) {
                assertThat(store.locate(block.transactions().get(i).hash())).contains(new Location(number, i));
            }
        }
        assertThat(store.block(store.height() + 1)).isEmpty();
    }

    @Test
    void forgottenBlocksLeaveNothingThatFindsThem() {
        var chain = new TestChain(store);
        while (store.height() < 40) {
            chain.commitNext(1);
        }
        Block gone = store.block(8).orElseThrow();
        Block kept = store.block(20).orElseThrow();
        List<Long> heights = LongStream.rangeClosed(1, 30)
                .filter(number -> number != 20)
                .boxed()
                .toList();

        chain.commitNext(1, new Forgotten(heights, 31));
        for (int opening = 0; opening < 2; opening++) {
            assertThat(store.earliest()).isEqualTo(31);
            assertThat(store.block(8)).isEmpty();
            assertThat(store.receipts(8)).isEmpty();
            assertThat(store.numberOf(gone.hash())).isEmpty();
            assertThat(store.locate(gone.transactions().getFirst().hash())).isEmpty();
            assertThat(store.certificate(8).orElseThrow().subject().height()).isEqualTo(20);
            assertThat(store.block(20)).contains(kept);
            assertThat(store.locate(kept.transactions().getFirst().hash())).contains(new Location(20, 0));
            assertThat(store.history(TestChain.SENDER, NEWEST, 1_000))
                    .extracting(Location::block)
                    .hasSameElementsAs(LongStream.rangeClosed(20, 41)
                            .filter(number -> number == 20 || number > 30)
                            .filter(number -> number % 3 > 0)
                            .boxed()
                            .toList());
            assertThat(store.block(0)).isPresent();
            reopen();
        }
        new TestChain(store).commitNext(1);
        assertThat(store.earliest()).isEqualTo(31);
    }

    @Test
    void aBlockWithoutACertificateIsCoveredByTheNextOne() {
        var chain = new TestChain(store);
        chain.commitNext(1);
        chain.commitNext(3);
        chain.commitNext(2);
        for (long number = 0; number <= 5; number++) {
            long covering = number <= 3 ? 3 : 5;
            assertThat(store.certificate(number).orElseThrow().subject().height())
                    .isEqualTo(covering);
        }
        assertThat(store.certificate(6)).isEmpty();
    }

    @Test
    void anAccountsHistoryIsNewestFirstAndPaged() {
        var chain = new TestChain(store);
        chain.commitNext(1);
        chain.commitNext(30);
        List<Location> sent = LongStream.rangeClosed(0, 30)
                .mapToObj(number -> 30 - number)
                .flatMap(number ->
                        LongStream.range(0, number % 3).mapToObj(i -> new Location(number, (int) (number % 3 - 1 - i))))
                .toList();

        assertThat(store.history(TestChain.SENDER, NEWEST, 1_000)).isEqualTo(sent);
        List<Location> paged = new ArrayList<>();
        for (var page = store.history(TestChain.SENDER, NEWEST, 7);
                !page.isEmpty();
                page = store.history(TestChain.SENDER, paged.getLast(), 7)) {
            paged.addAll(page);
        }
        assertThat(paged).isEqualTo(sent);
        assertThat(store.history(TestChain.RECIPIENT, NEWEST, 1_000))
                .isEqualTo(sent.stream().filter(place -> place.index() == 0).toList());

        List<Location> oldestFirst = new ArrayList<>();
        for (var page = store.historyAfter(TestChain.SENDER, new Location(0, 0), 7);
                !page.isEmpty();
                page = store.historyAfter(TestChain.SENDER, oldestFirst.getLast(), 7)) {
            oldestFirst.addAll(page);
        }
        assertThat(oldestFirst).isEqualTo(sent.reversed());
        assertThat(store.historyAfter(TestChain.SENDER, new Location(28, Integer.MAX_VALUE), 5))
                .containsExactly(new Location(29, 0), new Location(29, 1));

        // The contract that transaction 1 of block 2 creates: keccak(rlp([sender, 7])), its last 20 bytes.
        byte[] named = new RlpWriter()
                .beginList()
                .write(TestChain.SENDER)
                .write(7)
                .endList()
                .toArray();
        var created = Address.at(Keccak.hash(named).toArray(), 12);
        assertThat(store.history(created, NEWEST, 10)).containsExactly(new Location(2, 1));
    }

    @Test
    void theLogKeepsItsOrderAndIsPrunedBySlot() {
        var entries = List.of(
                TestChain.logEntry(3), TestChain.logEntry(1), new LogEntry(1, 1, Bytes.EMPTY), TestChain.logEntry(2));
        store.append(entries.subList(0, 2));
        store.append(List.of());
        store.append(entries.subList(2, 4));
        assertThat(store.log()).isEqualTo(entries);
        reopen();
        assertThat(store.log()).isEqualTo(entries);

        var genesis = TestChain.block(0, Hash.ZERO, Hash.ZERO);
        store.commit(
                new Commit(List.of(genesis), Optional.empty(), new StateBatch(), Optional.empty(), new Pruned(0, 2)));
        assertThat(store.log()).containsExactly(entries.get(0), entries.get(2));
        var next = TestChain.logEntry(9);
        store.append(List.of(next));
        reopen();
        assertThat(store.log()).containsExactly(entries.get(0), entries.get(2), next);

        var child = TestChain.block(1, genesis.block().hash(), Hash.ZERO);
        var certificate = TestChain.certificate(1, child.block().hash());
        store.commit(new Commit(
                List.of(child), Optional.of(certificate), new StateBatch(), Optional.empty(), new Pruned(1, 0)));
        assertThat(store.log()).containsExactly(entries.get(2));
    }

    @Test
    void theNextCommitteeComesWithTheBlockThatHandsOver() {
        byte[] seed = new byte[32];
        var next = Committee.elected(
                1,
                List.of(new Member(
                        "one", Address.ZERO, Bls.SecretKey.ofSeed(seed).publicKey(), Bytes.wrap(seed))));
        var genesis = TestChain.block(0, Hash.ZERO, Hash.ZERO);
        store.commit(
                new Commit(List.of(genesis), Optional.empty(), new StateBatch(), Optional.empty(), new Pruned(0, 0)));
        store.append(List.of(TestChain.logEntry(7)));
        var last = TestChain.block(1, genesis.block().hash(), Hash.ZERO);
        var certificate = TestChain.certificate(1, last.block().hash());
        store.commit(new Commit(
                List.of(last),
                Optional.of(certificate),
                new StateBatch(),
                Optional.of(next),
                new Pruned(0, Long.MAX_VALUE)));
        reopen();

        assertThat(store.committee(1).orElseThrow().root()).isEqualTo(next.root());
        assertThat(store.committee(0)).isEmpty();
        assertThat(store.committee(2)).isEmpty();
        assertThat(store.log()).isEmpty();
    }

    @Test
    void aCommitThatDoesNotFitChangesNothing() {
        var genesis = TestChain.block(0, Hash.ZERO, Hash.ZERO);
        var child = TestChain.block(1, genesis.block().hash(), Hash.ZERO);
        var certificate = TestChain.certificate(1, child.block().hash());
        var stranger = TestChain.block(1, Hash.ZERO, Hash.ZERO);
        var withoutReceipts = new Executed(child.block(), List.of());
        refused(List.of(), Optional.empty());
        refused(List.of(child), Optional.of(certificate));
        refused(List.of(genesis, child), Optional.empty());
        refused(List.of(genesis), Optional.of(certificate));
        assertThat(store.height()).isEqualTo(-1);

        store.commit(commit(List.of(genesis), Optional.empty()));
        refused(List.of(genesis), Optional.empty());
        refused(List.of(child), Optional.empty());
        refused(List.of(stranger), Optional.of(certificate));
        refused(List.of(withoutReceipts), Optional.of(certificate));
        assertThat(store.height()).isZero();
        assertThat(store.numberOf(child.block().hash())).isEmpty();

        store.commit(commit(List.of(child), Optional.of(certificate)));
        assertThat(store.height()).isEqualTo(1);
    }

    private void refused(List<Executed> blocks, Optional<Certificate> certificate) {
        assertThatThrownBy(() -> store.commit(commit(blocks, certificate))).isInstanceOf(Invariant.Violation.class);
    }

    private static Commit commit(List<Executed> blocks, Optional<Certificate> certificate) {
        return new Commit(blocks, certificate, new StateBatch(), Optional.empty(), new Pruned(0, 0));
    }

    @Test
    void theStateIsScannedByPrefixInOrder() {
        var batch = new StateBatch();
        for (String key : List.of("0x0102", "0x01", "0x02", "0x0101ff", "0x00ff")) {
            batch.put(Bytes.fromHex(key), Bytes.fromHex(key));
        }
        batch.remove(Bytes.fromHex("0x0102"));
        batch.put(Bytes.fromHex("0x0102"), Bytes.fromHex("0x07"));
        var genesis = TestChain.block(0, Hash.ZERO, Hash.ZERO);
        store.commit(new Commit(List.of(genesis), Optional.empty(), batch, Optional.empty(), new Pruned(0, 0)));

        List<String> seen = new ArrayList<>();
        store.state().scan(new byte[] {1}, (key, value) -> seen.add(key + " " + value));
        assertThat(seen).containsExactly("0x01 0x01", "0x0101ff 0x0101ff", "0x0102 0x07");
        seen.clear();
        store.state().scan(new byte[] {1}, (key, value) -> !seen.add(key.toHex()));
        assertThat(seen).containsExactly("0x01");
        assertThat(store.state().get(new byte[] {3})).isNull();
    }
}
