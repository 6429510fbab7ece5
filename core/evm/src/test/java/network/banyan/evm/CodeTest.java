// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class CodeTest {
    @Test
    void aJumpDestinationInsidePushedDataIsNone() {
        Code code = Code.of(Bytes.fromHex("0x5b605b5b7f5b"));

        assertThat(code.isJumpDestination(0)).isTrue();
        assertThat(code.isJumpDestination(2)).isFalse();
        assertThat(code.isJumpDestination(3)).isTrue();
        assertThat(code.isJumpDestination(5)).as("data of a cut PUSH32").isFalse();
        assertThat(code.isJumpDestination(6)).isFalse();
        assertThat(code.isJumpDestination(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void onlyTheExactFormDelegates() {
        Address target = Address.ofNumber(0xabcdef);
        Code code = Code.delegatingTo(target);

        assertThat(code.bytes().toHex()).isEqualTo("0xef01000000000000000000000000000000000000abcdef");
        assertThat(code.delegate()).isEqualTo(target);
        assertThat(Code.of(Bytes.fromHex(code.bytes().toHex() + "00")).delegate())
                .isNull();
        assertThat(Code.of(Bytes.fromHex("0xef01010000000000000000000000000000000000abcdef"))
                        .delegate())
                .isNull();
    }

    @Test
    void theCacheForgetsWhatWasUsedLongestAgo() {
        List<Bytes> loaded = new ArrayList<>();
        List<Bytes> codes = List.of(Bytes.wrap(new byte[1000]), Bytes.wrap(new byte[1001]), Bytes.wrap(new byte[1002]));
        var cache = new CodeCache(3_000);
        for (int index : new int[] {0, 1, 0, 2, 0, 1}) {
            Hash hash = Keccak.hash(codes.get(index));
            Code code = cache.get(hash, absent -> {
                loaded.add(codes.get(index));
                return codes.get(index);
            });
            assertThat(code.bytes()).isEqualTo(codes.get(index));
        }

        assertThat(loaded).containsExactly(codes.get(0), codes.get(1), codes.get(2), codes.get(1));
    }
}
