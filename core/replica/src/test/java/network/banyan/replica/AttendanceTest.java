// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.contracts.staking.ElectionContract.Report;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    private static final Committee FOUR = Committee.elected(
            3, IntStream.range(0, 4).mapToObj(AttendanceTest::member).toList());

    private static Member member(int seat) {
        byte[] seed = new byte[32];
        seed[0] = (byte) (seat + 1);
        return new Member("m" + seat, Address.ZERO, Bls.SecretKey.ofSeed(seed).publicKey(), Bytes.wrap(seed));
    }

    /** Seat 0 leads views 1, 5, 9; seat 1 views 2, 6, 10; and so on. */
    private static Attendance with(long... views) {
        var attendance = new Attendance(FOUR);
        for (long view : views) {
            attendance.add(view);
        }
        return attendance;
    }

    @Test
    void whoProposesInEveryTurnHasAnEvenShare() {
        List<Report> reports = with(1, 2, 3, 4, 5, 6, 7, 8).reports(seat -> seat + 10);

        assertThat(reports)
                .containsExactly(
                        new Report(10, 2, 2, 0),
                        new Report(11, 2, 2, 0),
                        new Report(12, 2, 2, 0),
                        new Report(13, 2, 2, 0));
    }

    @Test
    void othersTakeTheBlocksOfWhoIsAway() {
        // Seat 1 is silent; the epoch has eight blocks all the same.
        List<Report> reports = with(1, 3, 4, 5, 7, 8, 9, 11).reports(seat -> seat + 10);

        assertThat(reports)
                .containsExactly(
                        new Report(10, 3, 2, 0),
                        new Report(11, 0, 2, 1),
                        new Report(12, 3, 2, 0),
                        new Report(13, 2, 2, 0));
    }

    @Test
    void onlyTheLastRoundTellsOfRevealsKeptBack() {
        Attendance attendance = with(1, 2, 4, 5, 6, 8, 9);

        assertThat(IntStream.range(0, 4).map(attendance::missedReveals)).containsExactly(0, 0, 1, 0);
        assertThat(IntStream.range(0, 4).map(with(1, 2, 4, 5, 6, 7, 8, 9)::missedReveals))
                .as("view 3 is long ago")
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void aStallCountsAgainstNobody() {
        List<Report> reports = with(1, 2, 3, 4, 1_001, 1_002, 1_003, 1_004).reports(seat -> seat + 10);

        assertThat(reports).allSatisfy(report -> {
            assertThat(report.produced()).isEqualTo(report.expected());
            assertThat(report.missedReveals()).isZero();
        });
    }

    @Test
    void strangersAreNotReportedAndNobodyTwice() {
        assertThat(with(1, 2, 3, 4).reports(seat -> 0)).isEmpty();
        assertThat(with(1, 2, 3, 4).reports(seat -> 5)).hasSize(1);
        assertThat(new Attendance(FOUR).reports(seat -> seat + 1))
                .containsExactly(
                        new Report(1, 0, 0, 0), new Report(2, 0, 0, 0), new Report(3, 0, 0, 0), new Report(4, 0, 0, 0));
    }
}
