// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static network.banyan.hub.Given.checkpoint;
import static network.banyan.hub.Given.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Rule 20. The digest was made by ethers. */
class CheckpointTest {
    private static final Checkpoint SECOND = checkpoint(2, word(1), 11, -1, word(7), 1 << 16);

    @Test
    void theDigestIsTypedDataUnderTheRootsDomain() {
        assertThat(SECOND.digest(Given.ROOT).toHex())
                .isEqualTo("0x02181e7cc1c98c315fda2e1434235a5bdc52c6fd871efc5859a2435b3a858cec");
        assertThat(SECOND.digest(HubDomain.of(4243))).isNotEqualTo(SECOND.digest(Given.ROOT));
    }

    @Test
    void whatIsEncodedIsReadBackAndNothingElse() {
        Bytes encoding = SECOND.encode();

        assertThat(encoding.size()).isEqualTo(544);
        assertThat(Checkpoint.decode(encoding)).isEqualTo(SECOND);
        for (int bit = 0; bit < 8 * encoding.size(); bit++) {
            Hash digest;
            try {
                digest = Checkpoint.decode(Given.flipped(encoding, bit)).digest(Given.ROOT);
            } catch (HubException refused) {
                continue;
            }
            assertThat(digest).as("bit %d", bit).isNotEqualTo(SECOND.digest(Given.ROOT));
        }
        assertThatThrownBy(() -> Checkpoint.decode(encoding.slice(0, 543))).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> Checkpoint.decode(Bytes.fromHex(encoding.toHex() + "00")))
                .isInstanceOf(HubException.class);
    }

    @Test
    void whatNoRootWouldTakeIsNone() {
        assertThat(checkpoint(1, Hash.ZERO, 1, 1, Hash.ZERO, 0).sequence()).isEqualTo(1);
        assertThatThrownBy(() -> checkpoint(0, Hash.ZERO, 1, 1, Hash.ZERO, 0)).hasMessageContaining("sequences");
        assertThatThrownBy(() -> checkpoint(1, word(1), 1, 1, Hash.ZERO, 0)).hasMessageContaining("follows on none");
        assertThatThrownBy(() -> checkpoint(2, Hash.ZERO, 2, 2, Hash.ZERO, 0)).hasMessageContaining("follows on none");
        assertThatThrownBy(() -> checkpoint(1, Hash.ZERO, 2, 2, Hash.ZERO, 0)).hasMessageContaining("block 1");
        assertThatThrownBy(() -> checkpoint(2, word(1), 1, 2, Hash.ZERO, 0)).hasMessageContaining("block 1");
        assertThatThrownBy(() -> checkpoint(2, word(1), 9, 8, Hash.ZERO, 0)).hasMessageContaining("ends before");
        assertThatThrownBy(() -> checkpoint(2, word(1), 2, 2, word(1), 65537)).hasMessageContaining("65537");
        assertThatThrownBy(() -> checkpoint(2, word(1), 2, 2, word(1), 0)).hasMessageContaining("root zero");
        assertThatThrownBy(() -> checkpoint(2, word(1), 2, 2, Hash.ZERO, 1)).hasMessageContaining("root zero");
    }
}
