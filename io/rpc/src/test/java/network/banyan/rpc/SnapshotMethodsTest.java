// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.Snapshots;
import network.banyan.rpc.chain.SnapshotMethods;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.state.Account;
import network.banyan.state.FrozenState;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.SnapshotPart;
import network.banyan.state.SnapshotPath;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;
import network.banyan.state.StateLayer;
import network.banyan.state.StateStore.Visitor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotMethodsTest extends ServerTest {
    private static final Bytes CODE = Bytes.fromHex("0x6001");
    private static final String ROOT = SnapshotPath.root().encode().toHex();

    private final MemoryStateStore store = new MemoryStateStore();
    private final Snapshots snapshots = new Snapshots(1_000);

    private Client serving() {
        RpcMethods methods = new RpcMethods();
        new SnapshotMethods(chain, snapshots).addTo(methods);
        return start(methods);
    }

    /** A state of one contract after block 0, held as the one after that block. */
    private void holds() {
        var states = StateChain.open(store, StateChain.Limits.DEFAULT);
        SortedMap<Address, StateChanges.AccountChange> accounts = new TreeMap<>();
        accounts.put(
                Address.ofNumber(7),
                new StateChanges.AccountChange(
                        Optional.of(new Account(1, UInt256.ONE, Keccak.hash(CODE))), false, new TreeMap<>()));
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        codes.put(Keccak.hash(CODE), CODE);
        StateLayer layer = states.apply(states.head(), new StateChanges(accounts, codes));
        store.write(states.commit(layer));
        states.committed(layer);
        snapshots.ended(0, 0, () -> new Held(store));
    }

    private record Held(MemoryStateStore store) implements FrozenState {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public void scan(byte[] prefix, byte[] from, Visitor visitor) {
            store.scan(prefix, from, visitor);
        }

        @Override
        public void close() {}
    }

    @Test
    void offersNothingBeforeAnEpochEnds() {
        assertThat(serving().result("banyan_snapshots")).isEmpty();
        assertThat(serving().error("banyan_snapshotParts", "\"0x0\", [\"%s\"]".formatted(ROOT)))
                .contains("no snapshot of block 0 is held");
    }

    @Test
    void givesPartsAndCodes() {
        holds();
        Client client = serving();
        JsonNode offer = client.result("banyan_snapshots").get(0);
        assertThat(offer.get("height").asLong()).isZero();
        assertThat(offer.get("hash").asText()).isEqualTo(chain.genesisHash().toHex());

        JsonNode parts = client.result("banyan_snapshotParts", "\"0x0\", [\"%s\", \"%s\"]".formatted(ROOT, ROOT));
        assertThat(parts).hasSize(2);
        assertThat(SnapshotPart.decode(Bytes.fromHex(parts.get(0).asText())))
                .isInstanceOfSatisfying(
                        SnapshotPart.Leaves.class,
                        leaves -> assertThat(leaves.leaves()).hasSize(1));
        JsonNode codes = client.result(
                "banyan_snapshotCodes",
                "\"0x0\", [\"%s\"]".formatted(Keccak.hash(CODE).toHex()));
        assertThat(codes.get(0).asText()).isEqualTo(CODE.toHex());
    }

    @Test
    void refusesWhatCannotBe() {
        holds();
        Client client = serving();
        assertThat(client.error("banyan_snapshotParts", "\"0x1\", [\"%s\"]".formatted(ROOT)))
                .contains("no snapshot of block 1 is held");
        assertThat(client.error("banyan_snapshotParts", "\"0x0\", [\"0xc28010\"]"))
                .contains("no path");
        assertThat(client.error("banyan_snapshotParts", "\"0x0\", [\"%s\"]".formatted(pathTo(5))))
                .contains("the state has no node there");
        assertThat(client.error("banyan_snapshotCodes", "\"0x0\", [\"%s\"]".formatted(Hash.ZERO.toHex())))
                .contains("no such code");
        String many = String.join(",", Collections.nCopies(65, "\"%s\"".formatted(ROOT)));
        assertThat(client.error("banyan_snapshotParts", "\"0x0\", [%s]".formatted(many)))
                .contains("64");
        assertThat(client.error("banyan_snapshotBlocks", "[\"0x9\"]")).contains("block 9 is not here");
    }

    private static String pathTo(int nibble) {
        return new SnapshotPath(Optional.empty(), Bytes.wrap(new byte[] {(byte) nibble, 1, 2}))
                .encode()
                .toHex();
    }

    @Test
    void givesBlocksWithReceipts() {
        chain.append(List.of(), List.of());
        JsonNode blocks = serving().result("banyan_snapshotBlocks", "[\"0x1\"]");
        assertThat(blocks.get(0).get("block").asText())
                .isEqualTo(Bytes.wrap(chain.block(1).orElseThrow().encode()).toHex());
        assertThat(blocks.get(0).get("receipts")).isEmpty();
    }

    @Test
    void holdsTheNewestTwoForTheirTime() {
        holds();
        snapshots.ended(0, 500, () -> {
            throw new AssertionError("too early");
        });
        snapshots.ended(9, 2_000, () -> new Held(store));
        assertThat(snapshots.held())
                .as("a state of another block than the one that ended")
                .hasSize(1);
        snapshots.ended(0, 2_000, () -> new Held(store));
        assertThat(snapshots.held()).hasSize(2);
        snapshots.ended(0, 4_000, () -> new Held(store));
        assertThat(snapshots.held()).hasSize(2);
        snapshots.close();
        assertThat(snapshots.held()).isEmpty();
    }
}
