// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** The call of rule 21. What a root says of it is in hub/vectors/submissions.json. */
class SubmissionTest {
    private static final Certificate CERTIFICATE =
            new Certificate(7, Given.members(4).getFirst().sign(new byte[] {1}));
    private static final Submission SMALL = new Submission(
            CheckpointVectors.FIRST, Totals.NONE, Exits.NONE, Given.committee(4), CERTIFICATE, Optional.empty());

    @Test
    void theLargestSubmissionIsReadBack() {
        var totals = new Totals(
                IntStream.range(0, 32)
                        .mapToObj(i -> new Total(Address.ofNumber(i), UInt256.MAX))
                        .toList(),
                IntStream.range(0, 64)
                        .mapToObj(i -> new Token(Address.ofNumber(i), UInt256.MAX))
                        .toList());
        var exits = new Exits(IntStream.range(0, 32)
                .mapToObj(i -> new Exit(Address.ofNumber(i), Given.word(i), UInt256.MAX, i))
                .toList());
        var largest = new Submission(
                CheckpointVectors.SECOND,
                totals,
                exits,
                Given.committee(36),
                CERTIFICATE,
                Optional.of(Given.committee(36)));

        assertThat(Submission.ofCall(largest.toCall())).isEqualTo(largest);
        assertThat(Submission.ofCall(SMALL.toCall())).isEqualTo(SMALL);
    }

    @Test
    void bytesThatAreNotTheCallAreRefused() {
        Bytes call = SMALL.toCall();

        assertThatThrownBy(() -> Submission.ofCall(Bytes.EMPTY)).hasMessageContaining("another function");
        assertThatThrownBy(() -> Submission.ofCall(Given.flipped(call, 0))).hasMessageContaining("another function");
        assertThatThrownBy(() -> Submission.ofCall(call.slice(0, call.size() - 1)))
                .isInstanceOf(HubException.class);
        assertThatThrownBy(() -> Submission.ofCall(Bytes.fromHex(call.toHex() + "00".repeat(32))))
                .hasMessageContaining("one encoding");
        assertThatThrownBy(() -> Submission.ofCall(Bytes.fromHex(call.toHex() + "00".repeat(100_000))))
                .hasMessageContaining("at most");
    }

    @Test
    void noBitOfACallChangesUnseen() {
        Bytes call = SMALL.toCall();
        for (int bit = 0; bit < 8 * call.size(); bit += 37) {
            Submission other;
            try {
                other = Submission.ofCall(Given.flipped(call, bit));
            } catch (HubException refused) {
                continue;
            }
            assertThat(other).as("bit %d", bit).isNotEqualTo(SMALL);
        }
    }
}
