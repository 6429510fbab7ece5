// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Segment.Header;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private static final Hash STREAM = Sha256.hash(new byte[] {2});
    private static final Hash KEY = Sha256.hash(new byte[] {3});
    private static final Header HEADER = new Header(STREAM, 4, 489_912, 1);
    private static final List<Bytes> RECORDS = List.of(Bytes.fromHex("d28443a10126"), Bytes.fromHex("d2845f"));

    @Test
    void opensToWhatWasSealed() {
        Segment read = Segment.decode(Segment.seal(HEADER, KEY, RECORDS).encode());

        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.open(KEY)).contains(RECORDS);
    }

    /** A wrong bit anywhere, or another slot's key, and nothing comes out. */
    @Test
    void whatWasChangedIsNotOpened() {
        Bytes sealed = Segment.seal(HEADER, KEY, RECORDS).encode();
        for (int i = 0; i < sealed.size(); i++) {
            byte[] changed = sealed.toArray();
            changed[i] ^= 1;
            try {
                assertThat(Segment.decode(Bytes.wrap(changed)).open(KEY))
                        .as("byte %d", i)
                        .isEmpty();
            } catch (VaultException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
        assertThat(Segment.decode(sealed).open(STREAM)).isEmpty();
    }

    /** The nonce rule: a key serves one content, so a zero nonce never meets a second one. */
    @Test
    void anotherContentOrPlaceHasAnotherKey() {
        Segment one = Segment.seal(HEADER, KEY, RECORDS);
        Segment again = Segment.seal(HEADER, KEY, RECORDS);
        Segment otherContent = Segment.seal(HEADER, KEY, RECORDS.reversed());
        Segment otherPlace = Segment.seal(new Header(STREAM, 4, 489_912, 2), KEY, RECORDS);

        assertThat(again.encode()).isEqualTo(one.encode());
        assertThat(otherContent.salt()).isNotEqualTo(one.salt());
        assertThat(otherPlace.salt()).isNotEqualTo(one.salt());
        // With one key and nonce the two ciphertexts' difference would be that of the contents: zero at the start.
        assertThat(otherPlace.ciphertext().slice(0, 4))
                .isNotEqualTo(one.ciphertext().slice(0, 4));
    }

    @Test
    void theLargestFits() {
        byte[] record = new byte[16_384];
        List<Bytes> many = java.util.Collections.nCopies(Segment.MAX_CONTENT / record.length, Bytes.wrap(record));
        Segment segment = Segment.seal(HEADER, KEY, many);

        assertThat(segment.encode().size()).isLessThanOrEqualTo(Segment.MAX_BYTES);
        assertThat(segment.open(KEY)).contains(many);
        List<Bytes> small = java.util.Collections.nCopies(Segment.MAX_RECORDS, Bytes.wrap(new byte[200]));
        assertThat(Segment.seal(HEADER, KEY, small).open(KEY)).contains(small);
    }

    @Test
    void hostileBytesAreAnsweredWithASentence() {
        Random random = new Random(7);
        Bytes good = Segment.seal(HEADER, KEY, RECORDS).encode();
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = good.slice(0, random.nextInt(good.size() + 1)).toArray();
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Segment.decode(Bytes.wrap(bytes)).open(KEY);
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThatThrownBy(() -> Segment.decode(Bytes.wrap(new byte[Segment.MAX_BYTES + 1])))
                .hasMessageContaining("over 1048576");
    }

    @Test
    void aNameIsAsOtherStoresWriteIt() {
        assertThat(Cid.of(Bytes.EMPTY)).hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    }
}
