// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Manifest.Entry;
import network.banyan.vault.Manifest.Head;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Head HEAD = new Head(Sha256.hash(new byte[] {2}), 3600);

    private static Entry entry(int number) {
        return new Entry(
                number / 7,
                489_000 + number,
                0,
                300,
                Cid.of(Bytes.wrap(new byte[] {(byte) number})),
                1 + 10L * number,
                10);
    }

    private static Manifest of(int entries) {
        List<Entry> list = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            list.add(entry(i));
        }
        return Manifest.empty(HEAD).with(list);
    }

    @Test
    void everySizeExtendsEveryOneBefore() {
        for (int size = 0; size < 40; size++) {
            Manifest now = of(size);
            for (int earlier = 0; earlier < size; earlier++) {
                Manifest before = of(earlier);
                assertThat(MerkleLog.isConsistent(
                                before.size(), before.root(), now.size(), now.root(), now.consistency(before.size())))
                        .isTrue();
            }
        }
    }

    @Test
    void isReadAsItWasWritten() {
        Manifest read = Manifest.decode(of(20).encode());

        assertThat(read.root()).isEqualTo(of(20).root());
        assertThat(read.entries()).isEqualTo(of(20).entries());
        assertThat(read.head()).isEqualTo(HEAD);
        assertThat(read.lastRecord()).isEqualTo(200);
    }

    @Test
    void everyChangeHasAnotherRoot() {
        Bytes good = of(3).encode();
        Hash root = of(3).root();
        for (int i = 0; i < good.size(); i++) {
            byte[] changed = good.toArray();
            changed[i] ^= 1;
            try {
                assertThat(Manifest.decode(Bytes.wrap(changed)).root()).isNotEqualTo(root);
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(Manifest.empty(new Head(HEAD.stream(), 60)).root())
                .isNotEqualTo(Manifest.empty(HEAD).root());
    }

    @Test
    void recordsStandInTheirOrderAndOnce() {
        assertThatThrownBy(() -> of(3).with(List.of(entry(2))))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("record 21");
    }

    @Test
    void hostileBytesAreAnsweredWithASentence() {
        Random random = new Random(11);
        Bytes good = of(4).encode();
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = good.slice(0, random.nextInt(good.size() + 1)).toArray();
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Manifest.decode(Bytes.wrap(bytes));
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
