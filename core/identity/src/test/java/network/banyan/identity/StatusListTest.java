// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class StatusListTest {
    @Test
    void bitsAreCountedFromTheHighestOfTheFirstByte() {
        StatusList list = StatusList.empty().with(0, true).with(9, true);
        assertThat(list.bits().at(0)).isEqualTo((byte) 0x80);
        assertThat(list.bits().at(1)).isEqualTo((byte) 0x40);
        assertThat(list.get(0)).isTrue();
        assertThat(list.get(1)).isFalse();
        assertThat(list.get(9)).isTrue();
        assertThat(list.with(0, false).get(0)).isFalse();
        assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IdentityException.class);
        assertThatThrownBy(() -> list.get(list.size())).isInstanceOf(IdentityException.class);
    }

    @Test
    void aListComesBackFromItsText() {
        StatusList list = StatusList.empty().with(131_071, true);
        assertThat(StatusList.decode(list.encode())).isEqualTo(list);
        assertThat(list.encode()).startsWith("u").hasSizeLessThan(200);
    }

    @Test
    void theRecommendationsOwnEmptyListIsRead() {
        // Bitstring Status List 1.0, example of an encodedList with no bit set.
        String example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
        assertThat(StatusList.decode(example)).isEqualTo(StatusList.empty());
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        String bomb = Multibase.base64url(Bytes.wrap(out.toByteArray()));
        assertThatThrownBy(() -> StatusList.decode(bomb)).hasMessageContaining("at most");
    }

    @Test
    void shortListsAndOtherBytesAreRefused() {
        for (String wrong : new String[] {
            "", "u", "uAAAA", "zAAAA", StatusList.empty().encode().substring(0, 40)
        }) {
            assertThatThrownBy(() -> StatusList.decode(wrong)).as(wrong).isInstanceOf(IdentityException.class);
        }
        assertThatThrownBy(() -> new StatusList(Bytes.wrap(new byte[1024]))).isInstanceOf(IdentityException.class);
    }
}
