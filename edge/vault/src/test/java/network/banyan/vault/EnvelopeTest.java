// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import network.banyan.crypto.Hpke;
import network.banyan.crypto.Sha256;
import network.banyan.crypto.X25519;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Manifest.Entry;
import network.banyan.vault.Manifest.Head;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Hash STREAM = Sha256.hash(new byte[] {2});
    private static final Head HEAD = new Head(STREAM, 3600);
    private static final Bytes SECRET = Hpke.deriveSecret(Bytes.fromHex("44".repeat(32)));
    private static final Bytes SEED = Bytes.fromHex("55".repeat(32));
    private static final Envelope.Terms TERMS =
            new Envelope.Terms(4242, STREAM, "did:banyan:4242:account:0x" + "ab".repeat(20), 3600, 7200);

    private static final KeyRing OWNER = KeyRing.empty(HEAD)
            .with(0, StreamKeys.ofRoot(Sha256.hash(new byte[] {10})))
            .with(1, StreamKeys.ofRoot(Sha256.hash(new byte[] {11})))
            .with(2, StreamKeys.ofRoot(Sha256.hash(new byte[] {12})));

    private static final Manifest MANIFEST = Manifest.empty(HEAD)
            .with(List.of(
                    new Entry(0, 10, 0, 300, Cid.of(Bytes.EMPTY), 1, 5),
                    new Entry(0, 20, 0, 300, Cid.of(Bytes.EMPTY), 6, 5),
                    new Entry(1, 21, 0, 300, Cid.of(Bytes.EMPTY), 11, 5)));

    @Test
    void theGranteeGetsTheKeysOfTheRangeAndNoOthers() {
        KeyRing granted = OWNER.granted(new SlotRange(15, 40), MANIFEST, 2);
        Envelope envelope = Envelope.decode(
                Envelope.seal(TERMS, X25519.publicKey(SECRET), granted, SEED).encode());
        KeyRing opened = envelope.open(SECRET).orElseThrow();

        assertThat(opened.head()).isEqualTo(HEAD);
        assertThat(opened.slotKey(0, 20)).isPresent().isEqualTo(OWNER.slotKey(0, 20));
        assertThat(opened.slotKey(2, 39)).isPresent().isEqualTo(OWNER.slotKey(2, 39));
        assertThat(opened.slotKey(0, 14)).isEmpty();
        assertThat(opened.slotKey(2, 40)).isEmpty();
        // Epochs that are over seal nothing more: only what they sealed is given.
        assertThat(opened.slotKey(0, 21)).isEmpty();
        assertThat(opened.slotKey(1, 21)).isPresent();
        assertThat(opened.slotKey(1, 22)).isEmpty();
    }

    @Test
    void nobodyElseOpensItAndNothingInItCanBeChanged() {
        Bytes sealed =
                Envelope.seal(TERMS, X25519.publicKey(SECRET), OWNER, SEED).encode();
        assertThat(Envelope.decode(sealed).open(Hpke.deriveSecret(SEED))).isEmpty();
        for (int i = 0; i < sealed.size(); i++) {
            byte[] changed = sealed.toArray();
            changed[i] ^= 1;
            try {
                Envelope read = Envelope.decode(Bytes.wrap(changed));
                assertThat(read.hash()).isNotEqualTo(Sha256.hash(sealed));
                // The receiver's key stands there for reading only; all else is held by the seal.
                if (read.receiver().equals(X25519.publicKey(SECRET))) {
                    assertThat(read.open(SECRET)).as("byte %d", i).isEmpty();
                }
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aKeyThatIsNobodysIsRefused() {
        assertThatThrownBy(() -> Envelope.seal(TERMS, Bytes.wrap(new byte[32]), OWNER, SEED))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("nobody's");
        assertThatThrownBy(() -> Envelope.seal(TERMS, Bytes.wrap(new byte[31]), OWNER, SEED))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void aRingIsReadAsItWasWrittenAndForgetsInEveryEpoch() {
        KeyRing less = OWNER.without(new SlotRange(100, 200));
        KeyRing read = KeyRing.decode(less.encode());

        assertThat(read.encode()).isEqualTo(less.encode());
        for (long epoch = 0; epoch < 3; epoch++) {
            assertThat(read.slotKey(epoch, 99)).isEqualTo(OWNER.slotKey(epoch, 99));
            assertThat(read.slotKey(epoch, 150)).isEmpty();
        }
        KeyRing nothing = KeyRing.decode(OWNER.without(SlotRange.ALL).encode());
        assertThat(nothing.has(2)).isTrue();
        assertThat(nothing.slotKey(2, 0)).isEmpty();
    }

    @Test
    void hostileBytesAreAnsweredWithASentence() {
        Random random = new Random(13);
        List<Bytes> good = List.of(
                OWNER.encode(),
                Envelope.seal(TERMS, X25519.publicKey(SECRET), OWNER, SEED).encode());
        for (int run = 0; run < 20_000; run++) {
            Bytes one = good.get(run & 1);
            byte[] bytes = one.slice(0, random.nextInt(one.size() + 1)).toArray();
            for (int change = random.nextInt(4); change > 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                if ((run & 1) == 0) {
                    KeyRing.decode(Bytes.wrap(bytes));
                } else {
                    Envelope.decode(Bytes.wrap(bytes)).open(SECRET);
                }
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }
}
