// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.PatriciaProof;
import network.banyan.crypto.PatriciaProof.Outcome;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain.Limits;
import network.banyan.state.StateChanges.AccountChange;
import org.junit.jupiter.api.Test;

/** Readers beside the committing thread: each block writes its height everywhere, so a torn read shows. */
class RacingReadersTest {
    private static final int BLOCKS = 3_000;
    private static final int WIDTH = 12;

    private final MemoryStateStore store = new MemoryStateStore();
    private StateChain chain = StateChain.open(store, new Limits(30, 8, 1 << 20, 8));
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void seeOneBlockOrAreToldThatItIsGone() throws InterruptedException, ExecutionException {
        commit(0);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var views = threads.submit(this::readViews);
            var proofs = threads.submit(this::readProofs);
            try {
                for (int block = 1; block < BLOCKS; block++) {
                    commit(block);
                }
            } finally {
                done.set(true);
            }
            assertThat(views.get()).isPositive();
            assertThat(proofs.get()).isPositive();
        }
    }

    @Test
    void seeAnyBlockOfAnArchive() throws InterruptedException, ExecutionException {
        chain = StateChain.open(store, new Limits(30, 2, 1 << 20, 8).withArchive());
        commit(0);
        try (var thread = Executors.newSingleThreadExecutor()) {
            var views = thread.submit(this::readArchive);
            try {
                for (int block = 1; block < BLOCKS; block++) {
                    commit(block);
                }
            } finally {
                done.set(true);
            }
            assertThat(views.get()).isPositive();
        }
    }

    private int readArchive() {
        int read = 0;
        for (long back = 1; !done.get(); back = back % 7 + 1) {
            long past = Math.max(0, chain.head().height() - back);
            int seen = check(chain.at(past).orElseThrow(), past);
            assertThat(seen).as("entries read after block %d", past).isEqualTo(WIDTH);
            read += seen;
        }
        return read;
    }

    private void commit(long height) {
        var layer = chain.apply(chain.head(), changes(height));
        store.write(chain.commit(layer));
        chain.committed(layer);
    }

    private int readViews() {
        int read = 0;
        while (!done.get()) {
            StateLayer head = chain.head();
            read += check(head, head.height());
            long past = head.height() - 5;
            read += chain.at(past).map(view -> check(view, past)).orElse(0);
        }
        return read;
    }

    private static int check(StateView view, long height) {
        int read = 0;
        try {
            for (int i = 0; i < WIDTH; i++) {
                assertThat(view.account(WorldModel.address(i)).orElseThrow().nonce())
                        .isEqualTo(height);
                assertThat(view.storage(WorldModel.address(i), UInt256.of(i))).isEqualTo(UInt256.of(height + 1));
                read++;
            }
        } catch (StateException forgotten) {
            assertThat(forgotten).hasMessage("the state after block " + height + " is no longer kept");
        }
        return read;
    }

    private int readProofs() {
        int read = 0;
        while (!done.get()) {
            StateLayer head = chain.head();
            Address address = WorldModel.address(read % WIDTH);
            var proof = chain.prove(address, List.of(UInt256.of(read % WIDTH)), head.height());
            if (proof.isPresent()) {
                var shown = PatriciaProof.verify(
                        head.root(),
                        Keccak.hash(address.toArray()).toArray(),
                        proof.get().nodes());
                assertThat(shown).isInstanceOf(Outcome.Present.class);
                assertThat(proof.get().slots().getFirst().value()).isEqualTo(UInt256.of(head.height() + 1));
                read++;
            }
        }
        return read;
    }

    private static StateChanges changes(long height) {
        var accounts = new TreeMap<Address, AccountChange>();
        IntStream.range(0, WIDTH).forEach(i -> {
            var slots = new TreeMap<UInt256, UInt256>();
            slots.put(UInt256.of(i), UInt256.of(height + 1));
            var account = new Account(height, UInt256.ONE, Keccak.EMPTY);
            accounts.put(WorldModel.address(i), new AccountChange(Optional.of(account), false, slots));
        });
        return new StateChanges(accounts, new TreeMap<>());
    }
}
