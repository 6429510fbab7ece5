// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Rule 3. Keys and hash of the four were made by @noble/curves and ethers. */
class CommitteeKeysTest {
    private static final List<Bls.PublicKey> FOUR = Stream.of(
                    "0x80000441c8c555cc20312b57720cf3fc29144e5cf1ca28169dbfe030ae5aa42b05fb5377f8d0e2e1721e09f3ba8103ec",
                    "0x82281838cdb8c4f7c122417aec9b86c65bc2ab59d911f9c9285853d83d9bd33e873d522c81a0c9f69071e5ff4bb204b7",
                    "0x8c44f4c02af2f632414e0688bdd9b03bc02069fcf88b583135ef32d33451aff2e2e3db70a47e96803924f2c37a79981c",
                    "0xafa4724f1b974f2b719d833686a06e2faabfde3ae1d30eeb21e90e46bc97fec00c0ccf3cb62e6856f9ad9162a6f19457")
            .map(text -> Bls.PublicKey.decode(Bytes.fromHex(text)).orElseThrow())
            .toList();

    @Test
    void theHashIsTheRoots() {
        var committee = new CommitteeKeys(FOUR);

        assertThat(committee.hash(7, 3).toHex())
                .isEqualTo("0x2cfe6d3d211c648be2ed592ae5b5692844803af0e4f9e5b4d9cf0d08d997e71b");
        assertThat(committee.hash(7, 4)).isNotEqualTo(committee.hash(7, 3));
        assertThat(committee.hash(8, 3)).isNotEqualTo(committee.hash(7, 3));
        assertThat(CommitteeKeys.decode(committee.encode())).isEqualTo(committee);
    }

    @Test
    void theFlagsOfCompressionDoNotCountInTheOrder() {
        // By all 48 bytes a key whose y is the greater root would stand behind every other one.
        CommitteeKeys committee = Given.committee(CommitteeKeys.MAX_SIZE);

        assertThat(committee.keys())
                .isNotEqualTo(committee.keys().stream()
                        .sorted(Comparator.comparing(Bls.PublicKey::bytes))
                        .toList());
        assertThat(CommitteeKeys.decode(committee.encode())).isEqualTo(committee);
    }

    @Test
    void aCommitteeHasFourToThirtySixMembersInOrder() {
        assertThatThrownBy(() -> Given.committee(3)).hasMessageContaining("committee of 3");
        assertThatThrownBy(() -> Given.committee(37)).hasMessageContaining("committee of 37");
        List<Bls.PublicKey> turned = new ArrayList<>(FOUR);
        Collections.swap(turned, 1, 2);
        assertThatThrownBy(() -> new CommitteeKeys(turned)).hasMessageContaining("rising");
        List<Bls.PublicKey> doubled = new ArrayList<>(FOUR);
        doubled.add(3, FOUR.get(2));
        assertThatThrownBy(() -> new CommitteeKeys(doubled)).hasMessageContaining("rising");
        assertThat(CommitteeKeys.ofMembers(turned)).isEqualTo(new CommitteeKeys(FOUR));
    }

    @Test
    void noKeyStandsBesideItsNegative() {
        byte[] negative = FOUR.get(2).bytes().toArray();
        negative[0] ^= 0x20;
        List<Bls.PublicKey> both = new ArrayList<>(FOUR);
        both.add(3, Bls.PublicKey.decode(Bytes.wrap(negative)).orElseThrow());

        assertThatThrownBy(() -> new CommitteeKeys(both)).hasMessageContaining("rising");
    }

    @Test
    void bytesThatAreNoKeysAreNoCommittee() {
        Bytes encoding = new CommitteeKeys(FOUR).encode();

        assertThatThrownBy(() -> CommitteeKeys.decode(encoding.slice(0, 511))).hasMessageContaining("511 bytes");
        assertThatThrownBy(() -> CommitteeKeys.decode(Bytes.wrap(new byte[37 * 128])))
                .hasMessageContaining("bytes");
        assertThatThrownBy(() -> CommitteeKeys.decode(Bytes.wrap(new byte[4 * 128])))
                .hasMessageContaining("no key of member 0");
        for (int bit = 0; bit < 8 * encoding.size(); bit += 31) {
            Bytes changed = Given.flipped(encoding, bit);
            assertThatThrownBy(() -> CommitteeKeys.decode(changed)).isInstanceOf(HubException.class);
        }
    }

    @Test
    void aQuorumIsAllButAThirdOfTheOthers() {
        assertThat(Given.committee(4).quorum()).isEqualTo(3);
        assertThat(Given.committee(6).quorum()).isEqualTo(5);
        assertThat(Given.committee(7).quorum()).isEqualTo(5);
        assertThat(Given.committee(36).quorum()).isEqualTo(25);
    }
}
