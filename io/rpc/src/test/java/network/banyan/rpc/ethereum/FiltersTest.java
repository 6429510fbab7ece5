// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.rpc.ethereum.Filters.Filter;
import network.banyan.rpc.protocol.RpcException;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private final QueryLimits.FilterLimits limits = new QueryLimits.FilterLimits(10, 2, Duration.ofMinutes(5));
    private final AtomicLong clock = new AtomicLong();
    private final Filters filters = new Filters(limits, clock::get);

    @Test
    void forgetsWhatNobodyAsksFor() {
        String asked = filters.add(new Filter.Blocks(), 1, "a");
        String unasked = filters.add(new Filter.Blocks(), 1, "a");
        clock.addAndGet(limits.time().toNanos());
        assertThat(filters.find(asked)).isPresent();

        clock.addAndGet(1);

        assertThat(filters.find(asked)).isPresent();
        assertThat(filters.find(unasked)).isEmpty();
    }

    @Test
    void makesRoomAgainForWhatIsForgotten() {
        filters.add(new Filter.Blocks(), 1, "a");
        filters.add(new Filter.Blocks(), 1, "a");
        assertThatThrownBy(() -> filters.add(new Filter.Blocks(), 1, "a")).isInstanceOf(RpcException.class);

        clock.addAndGet(limits.time().toNanos() + 1);

        assertThat(filters.add(new Filter.Blocks(), 1, "a")).hasSize(34);
    }

    @Test
    void oneClientTakesNoRoomFromAnother() {
        filters.add(new Filter.Blocks(), 1, "a");
        filters.add(new Filter.Blocks(), 1, "a");

        assertThat(filters.find(filters.add(new Filter.Blocks(), 5, "b")))
                .hasValueSatisfying(found -> assertThat(found.position()).isEqualTo(5));
    }
}
