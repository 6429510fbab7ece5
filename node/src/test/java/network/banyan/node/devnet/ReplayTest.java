// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.evm.Tracer;
import network.banyan.execution.LiveState;
import network.banyan.execution.Onlooker;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.GrownChain;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks that are final run again as they ran, the calls at the turn of epochs included. */
class ReplayTest {
    private static final int DELEGATES = 7;
    private static final int LENGTH = 4;
    private static final Genesis GENESIS = DevnetGenesis.of(
            new DevnetFolder.Shape(DELEGATES, 500, 500, 60_000_000, Optional.of(new Genesis.Epochs(LENGTH, 4)), 0),
            GrownChain.founders(DELEGATES),
            1_800_000_000);

    private static final class Watcher implements Onlooker {
        private final List<Applied> seen = new ArrayList<>();

        @Override
        public Optional<Tracer> before(int index, TransactionBody body, Address sender, LiveState state) {
            return Optional.empty();
        }

        @Override
        public void after(int index, Applied outcome, LiveState state) {
            seen.add(outcome);
        }
    }

    /** Asks the election contract how delegate 3 stands, twice. */
    private static List<Transaction> questions(long nonce) {
        TestAccount asker = TestAccount.all().getFirst();
        return List.of(question(asker, nonce), question(asker, nonce + 1));
    }

    private static Transaction question(TestAccount asker, long nonce) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(GENESIS.chainId())),
                nonce,
                UInt256.ONE,
                UInt256.of(100_000_000_000_000L),
                300_000,
                Optional.of(ElectionContract.ADDRESS),
                UInt256.ZERO,
                ElectionContract.standing(3),
                List.of());
        return Transaction.sign(body, asker.privateKey());
    }

    private static final StateChain.Limits SHORT = new StateChain.Limits(1_000, 2, 1 << 20, 8);

    static List<StateChain.Limits> thatKeepAll() {
        return List.of(StateChain.Limits.DEFAULT, SHORT.withArchive());
    }

    @ParameterizedTest
    @MethodSource("thatKeepAll")
    void everyBlockAnswersAsItDid(StateChain.Limits limits, @TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS, limits)) {
            List<Bytes> standings = new ArrayList<>();
            // Seat 2 leads view 3, and is silent.
            for (int number = 1; number <= 3 * LENGTH; number++) {
                long view = (number - 1) % LENGTH + 1L;
                chain.grow(view < 3 ? view : view + 1, questions(2L * number - 2));
                standings.add(chain.ask(ElectionContract.ADDRESS, ElectionContract.standing(3)));
            }
            assertThat(standings.stream().distinct().count()).isGreaterThan(1);

            ChainView view = chain.view(chain.store()::height, _ -> {});
            for (int number = 1; number <= 3 * LENGTH; number++) {
                Block block = view.block(number).orElseThrow();
                var watcher = new Watcher();
                assertThat(view.replay(number, 2, watcher)).isTrue();
                assertThat(watcher.seen)
                        .as("block %d", number)
                        .hasSize(2)
                        .extracting(outcome -> outcome.result().output())
                        .containsOnly(standings.get(number - 1));
                assertThat(watcher.seen.stream().mapToLong(Applied::gasUsed).sum())
                        .isEqualTo(block.header().gasUsed());
            }
            assertThat(view.replay(0, 0, new Watcher())).isFalse();
            assertThat(view.replay(3 * LENGTH + 1L, 0, new Watcher())).isFalse();
        }
    }

    @Test
    void aBlockWhoseStateIsNotKeptIsNotReplayed(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS, SHORT)) {
            chain.grow(LongStream.rangeClosed(1, LENGTH));
            ChainView view = chain.view(chain.store()::height, _ -> {});
            assertThat(view.replay(1, 0, new Watcher())).isFalse();
            assertThat(view.replay(LENGTH, 0, new Watcher())).isTrue();
        }
    }
}
