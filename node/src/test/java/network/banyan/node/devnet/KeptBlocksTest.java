// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.ledger.Genesis;
import network.banyan.node.GrownChain;
import network.banyan.primitives.Invariant;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainState.Extras;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView;
import network.banyan.replica.Stages;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that lets old blocks go, on the true contracts and over epochs. */
class KeptBlocksTest {
    private static final int LENGTH = 10;
    private static final Genesis GENESIS = DevnetGenesis.of(
            new DevnetFolder.Shape(4, 500, 500, 60_000_000, Optional.of(new Genesis.Epochs(LENGTH, 4)), 0),
            GrownChain.founders(4),
            1_800_000_000);
    private static final long KEPT = ChainState.leastBlocksKept(GENESIS);

    @TempDir
    private Path folder;

    private GrownChain open(long kept) {
        return GrownChain.open(
                folder, GENESIS, StateChain.Limits.DEFAULT, new Extras(Optional.empty(), Stages.UNTIMED, kept));
    }

    private static void grow(GrownChain chain, long to) {
        for (long number = chain.store().height() + 1; number <= to; number++) {
            chain.grow((number - 1) % LENGTH + 1);
        }
    }

    @Test
    void onlyWhatTheCommitteesNeedStays() {
        long tip;
        try (GrownChain chain = open(0)) {
            grow(chain, KEPT + 35);
            assertThat(chain.store().earliest()).isZero();
        }
        try (GrownChain chain = open(KEPT)) {
            grow(chain, KEPT + 60);
            tip = chain.store().height();
            ChainStore store = chain.store();
            assertThat(store.earliest()).isEqualTo(tip - KEPT + 1);
            assertThat(LongStream.range(0, store.earliest())
                            .filter(number -> store.block(number).isPresent()))
                    .containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L);
            for (long last = LENGTH; last < tip; last += LENGTH) {
                assertThat(store.certificate(last).orElseThrow().subject().height())
                        .isEqualTo(last);
                assertThat(store.committee(last / LENGTH)).isPresent();
            }
            ChainView view = chain.view(store::height, _ -> {});
            assertThat(view.block(5)).isEmpty();
            assertThat(view.block(store.earliest())).isPresent();
            assertThat(chain.balance(TestAccount.all().getFirst().address())).isPositive();
        }
        try (GrownChain chain = open(0)) {
            grow(chain, tip + LENGTH);
            assertThat(chain.store().earliest()).isEqualTo(tip - KEPT + 1);
        }
    }

    @Test
    void fewerThanAChainNeedsAreRefused() {
        assertThatThrownBy(() -> open(KEPT - 1)).isInstanceOf(Invariant.Violation.class);
        assertThat(KEPT).isEqualTo(532);
    }
}
