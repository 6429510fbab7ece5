// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.ledger.Genesis;
import network.banyan.node.founding.Founder;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node shows of a chain while that grows. */
class FinalViewTest {
    private static final long LENGTH = 8;
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);

    @TempDir
    Path folder;

    @Test
    void theLastBlockHasItsStateWheneverOneAsks() throws InterruptedException, ExecutionException {
        try (GrownChain chain = grown();
                ExecutorService readers = Executors.newSingleThreadExecutor()) {
            ChainView view = view(chain);
            var over = new AtomicBoolean();
            Future<Long> missed = readers.submit(() -> {
                long without = 0;
                while (!over.get()) {
                    without += isWhole(view) ? 0 : 1;
                }
                return without;
            });
            chain.grow(LongStream.rangeClosed(1, 10 * LENGTH));
            over.set(true);
            assertThat(missed.get()).isZero();
        }
    }

    /** A later block may come between the two questions: its parent's state is kept for longer than that. */
    private static boolean isWhole(ChainView view) {
        long height = view.height();
        return view.state(height).isPresent() && view.block(height).isPresent();
    }

    @Test
    void aCommitteeThatHasNotBegunHasServedNothing() {
        try (GrownChain chain = grown()) {
            chain.grow(LongStream.rangeClosed(1, LENGTH));
            ChainView view = view(chain);
            assertThat(view.epoch()).isEqualTo(1);
            assertThat(services(view, 1)).isNotEmpty().allMatch(service -> service.produced() == 0);
            assertThat(produced(view, 0)).isEqualTo(LENGTH);
            chain.grow(LENGTH + 1);
            assertThat(produced(view, 1)).isEqualTo(1);
            assertThat(produced(view, 0)).isEqualTo(LENGTH);
        }
    }

    private GrownChain grown() {
        List<Founder> founders = GrownChain.founders(4);
        Genesis genesis = GrownChain.genesis(77, founders, TERMS, Optional.of(new Genesis.Epochs(LENGTH, 4)));
        return GrownChain.open(folder.resolve("data"), genesis);
    }

    private static ChainView view(GrownChain chain) {
        return chain.view(chain.store()::height, _ -> {});
    }

    private static long produced(ChainView view, long epoch) {
        return services(view, epoch).stream()
                .mapToLong(EpochView.Service::produced)
                .sum();
    }

    private static List<EpochView.Service> services(ChainView view, long epoch) {
        return view.epoch(epoch).flatMap(EpochView::services).orElse(List.of());
    }
}
