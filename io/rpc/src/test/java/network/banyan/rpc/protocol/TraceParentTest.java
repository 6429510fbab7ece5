// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void itSaysWhoAsksAndWhetherThatIsKept() {
        assertThat(TraceParent.of(List.of("00-" + TRACE + "-" + SPAN + "-01")))
                .contains(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.of(List.of("00-" + TRACE + "-" + SPAN + "-02")))
                .contains(new TraceParent(TRACE, SPAN, false));
    }

    @Test
    void laterVersionsMaySayMore() {
        assertThat(TraceParent.of(List.of("cc-" + TRACE + "-" + SPAN + "-01-what-the-future-brings")))
                .contains(new TraceParent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-1",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "0-" + SPAN + "-01",
                " 00-" + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01.",
            })
    void whatIsMalformedIsNone(String header) {
        assertThat(TraceParent.of(List.of(header))).isEmpty();
    }

    @Test
    void noneAndTwoAndLongOnesAreNone() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";
        assertThat(TraceParent.of(List.of())).isEmpty();
        assertThat(TraceParent.of(List.of(header, header))).isEmpty();
        assertThat(TraceParent.of(List.of("cc" + header.substring(2) + "-" + "x".repeat(1_000))))
                .isEmpty();
    }
}
