// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.PatriciaProof;
import network.banyan.crypto.PatriciaProof.Outcome;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final List<UInt256> SLOTS =
            IntStream.range(0, WorldModel.SLOTS).mapToObj(UInt256::of).toList();

    @ParameterizedTest
    @ValueSource(ints = {4, 100_000})
    void everyAccountAndSlotIsShownPresentOrAbsent(int trieNodes) {
        var random = new Random(21);
        var store = new MemoryStateStore();
        var chain = StateChain.open(store, new Limits(trieNodes, 256, 1 << 20, 8));
        List<WorldModel> worlds = new ArrayList<>();
        var world = WorldModel.empty();
        int past = 0;
        for (int block = 0; block < 40; block++) {
            StateChanges changes = WorldModel.randomChanges(random);
            world = world.after(changes);
            worlds.add(world);
            var layer = chain.apply(chain.head(), changes);
            store.write(chain.commit(layer));
            chain.committed(layer);
            assertThat(proved(chain, world, block)).isEqualTo(WorldModel.ACCOUNTS);
            past += block < 3 ? 0 : proved(chain, worlds.get(block - 3), block - 3);
        }
        assertThat(chain.prove(WorldModel.address(0), SLOTS, 40)).isEmpty();
        assertThat(past).isGreaterThan(trieNodes == 4 ? -1 : 37 * WorldModel.ACCOUNTS - 1);

        var reopened = StateChain.open(store, Limits.DEFAULT);
        assertThat(proved(reopened, world, 39)).isEqualTo(WorldModel.ACCOUNTS);
    }

    /** How many accounts the chain proves at a height; each proof it gives must hold. */
    private static int proved(StateChain chain, WorldModel world, long height) {
        Hash root = world.root();
        int proved = 0;
        for (int i = 0; i < WorldModel.ACCOUNTS; i++) {
            Address address = WorldModel.address(i);
            var proof = chain.prove(address, SLOTS, height);
            if (proof.isPresent()) {
                verify(proof.get(), world, root, address);
                proved++;
            }
        }
        return proved;
    }

    private static void verify(AccountProof proof, WorldModel world, Hash root, Address address) {
        Account account = world.accounts().get(address);
        assertThat(proof.account()).isEqualTo(account == null ? Account.EMPTY : account);
        assertThat(proof.storageRoot()).isEqualTo(world.storageRoot(address));
        var shown = PatriciaProof.verify(root, hashed(address.toArray()), proof.nodes());
        var leaf = new TrieAccount(proof.account(), proof.storageRoot()).encode();
        assertThat(shown).isEqualTo(account == null ? new Outcome.Absent() : new Outcome.Present(Bytes.wrap(leaf)));

        for (var slot : proof.slots()) {
            UInt256 value = world.slot(address, slot.slot());
            assertThat(slot.value()).isEqualTo(value);
            assertThat(PatriciaProof.verify(
                            proof.storageRoot(), hashed(slot.slot().toArray()), slot.nodes()))
                    .isEqualTo(
                            value.isZero()
                                    ? new Outcome.Absent()
                                    : new Outcome.Present(Bytes.wrap(
                                            new RlpWriter().write(value).toArray())));
        }
    }

    private static byte[] hashed(byte[] key) {
        return Keccak.hash(key).toArray();
    }
}
