// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static network.banyan.hub.Given.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Rule 17. The hashes were made by ethers. */
class InboxPrefixTest {
    @Test
    void eachMessageIsFoldedInBehindTheOnesBefore() {
        InboxPrefix none = InboxPrefix.beginning(7);
        InboxPrefix one = none.plus(word(1));

        assertThat(none.hash().toHex()).isEqualTo("0x155ba15f29661b0b61ff50850f5ba444a2dcd2bd55595f960c3f019c522a6cbd");
        assertThat(one.hash().toHex()).isEqualTo("0xf440117837c269413f4ee037b81a7d8180943561a7ee38727ef6abd27e8297f0");
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.plus(word(2))).isNotEqualTo(none.plus(word(2)).plus(word(1)));
    }

    @Test
    void chainsBeginDifferently() {
        assertThat(InboxPrefix.beginning(8).hash())
                .isNotEqualTo(InboxPrefix.beginning(7).hash());
        assertThatThrownBy(() -> InboxPrefix.beginning(0)).isInstanceOf(HubException.class);
    }
}
