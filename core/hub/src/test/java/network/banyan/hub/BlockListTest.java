// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class BlockListTest {
    private static final Hash ONE = UInt256.of(1).toHash();
    private static final Hash TWO = UInt256.of(2).toHash();

    @Test
    void itIsItsHashesOneAfterTheOther() {
        var list = new BlockList(List.of(ONE, TWO));

        assertThat(list.encode().toHex()).isEqualTo("0x" + "0".repeat(63) + "1" + "0".repeat(63) + "2");
        assertThat(list.data()).isEqualTo(Keccak.hash(list.encode()));
        assertThat(BlockList.decode(list.encode())).isEqualTo(list);
    }

    @Test
    void itCoversJustItsBlocks() {
        var list = new BlockList(List.of(ONE, TWO));

        assertThat(list.covers(7, 8, TWO)).isTrue();
        assertThat(list.covers(7, 8, ONE)).isFalse();
        assertThat(list.covers(7, 9, TWO)).isFalse();
        assertThat(list.covers(8, 8, TWO)).isFalse();
    }

    @Test
    void noneAndTooManyAreNoList() {
        assertThat(new BlockList(Collections.nCopies(BlockList.MAX_BLOCKS, ONE)).hashes())
                .hasSize(1_024);
        assertThatThrownBy(() -> new BlockList(Collections.nCopies(BlockList.MAX_BLOCKS + 1, ONE)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("1025 blocks");
        assertThatThrownBy(() -> BlockList.decode(Bytes.EMPTY)).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> BlockList.decode(Bytes.wrap(new byte[33]))).isInstanceOf(HubException.class);
    }
}
