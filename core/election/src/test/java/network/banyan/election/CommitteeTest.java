// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import org.junit.jupiter.api.Test;

class CommitteeTest {
    private final List<Validator> four = Members.validators(4);

    @Test
    void aQuorumIsAllButAThirdRoundedDown() {
        assertThat(Stream.of(1, 2, 3, 4, 6, 7, 24, 36).map(size -> size - Committee.faults(size)))
                .containsExactly(1, 2, 3, 3, 5, 5, 17, 25);
        assertThat(Committee.of(0, four).quorum()).isEqualTo(3);
        assertThat(Committee.of(0, four).faults()).isEqualTo(1);
    }

    @Test
    void findsSeatsByKey() {
        Committee committee = Committee.of(0, four);

        assertThat(committee.seatOfKey(four.get(2).blsPublicKey())).hasValue(2);
        assertThat(committee.seatOfNode(four.get(3).nodeKey())).hasValue(3);
        assertThat(committee.seatOfNode(Bytes.wrap(new byte[32]))).isEmpty();
        assertThat(committee.has(3)).isTrue();
        assertThat(committee.has(4)).isFalse();
        assertThat(committee.has(-1)).isFalse();
    }

    @Test
    void refusesAKeyWhosePossessionIsNotProven() {
        var members = new ArrayList<>(four);
        Validator honest = four.get(1);
        members.set(
                1,
                new Validator(
                        "rogue",
                        honest.operator(),
                        honest.blsPublicKey(),
                        four.get(2).proofOfPossession(),
                        honest.nodeKey()));

        assertThatThrownBy(() -> Committee.of(0, members))
                .isInstanceOf(Committee.Refused.class)
                .hasMessageContaining("seat 1 (rogue): proofOfPossession");
    }

    @Test
    void refusesOneKeyOnTwoSeats() {
        var members = new ArrayList<>(four);
        members.set(3, four.get(0));

        assertThatThrownBy(() -> Committee.of(0, members)).hasMessageContaining("blsPublicKey has a seat already");
    }

    @Test
    void refusesOneNodeOnTwoSeats() {
        var members = new ArrayList<>(four);
        Validator last = four.get(3);
        members.set(
                3,
                new Validator(
                        last.name(),
                        last.operator(),
                        last.blsPublicKey(),
                        last.proofOfPossession(),
                        four.get(0).nodeKey()));

        assertThatThrownBy(() -> Committee.of(0, members)).hasMessageContaining("nodeKey has a seat already");
    }

    @Test
    void refusesAKeyThatIsNoPoint() {
        var members = new ArrayList<>(four);
        Validator last = four.get(3);
        members.set(
                3,
                new Validator(
                        last.name(),
                        last.operator(),
                        Bytes.wrap(new byte[48]),
                        last.proofOfPossession(),
                        last.nodeKey()));

        assertThatThrownBy(() -> Committee.of(0, members)).hasMessageContaining("no point");
    }

    @Test
    void refusesNobodyAndTooMany() {
        assertThatThrownBy(() -> Committee.of(0, List.of())).hasMessageContaining("1 to 256");
        assertThatThrownBy(() -> Committee.of(0, Collections.nCopies(257, four.get(0))))
                .hasMessageContaining("1 to 256");
    }

    @Test
    void theRootNamesEpochMembersAndOrder() {
        var swapped = new ArrayList<>(four);
        Collections.swap(swapped, 0, 1);
        Committee committee = Committee.of(0, four);

        assertThat(committee.root())
                .isEqualTo(CommitteeRoot.of(0, committee.members()))
                .isNotEqualTo(Committee.of(1, four).root())
                .isNotEqualTo(Committee.of(0, swapped).root())
                .isNotEqualTo(Committee.of(0, four.subList(0, 3)).root());
        assertThat(committee.in(1).root()).isEqualTo(Committee.of(1, four).root());
    }

    @Test
    void theRootsEncodingIsPinned() {
        assertThat(Committee.of(0, four).root().toHex())
                .isEqualTo("0xe1181e7a8b2fdfe79ebc90b542ddcc3641f38fb3a6ffec99e65a39b43fca5102");
    }

    @Test
    void membersLeadInTurn() {
        Committee committee = Committee.of(0, four);

        assertThat(Stream.of(1, 2, 3, 4, 5).map(committee::leader)).containsExactly(0, 1, 2, 3, 0);
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Committee committee = Committee.of(7, four);

        Committee decoded = Committee.decode(committee.encode());

        assertThat(decoded.root()).isEqualTo(committee.root());
        assertThat(decoded.members()).isEqualTo(committee.members());
    }

    @Test
    void hostileBytesAreNoCommittee() {
        byte[] good = Committee.of(7, four).encode();
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(5) == 0 ? random.nextInt(good.length) : good.length);
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(Committee.decode(bad).encode()).isEqualTo(bad);
            } catch (RlpException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }
}
