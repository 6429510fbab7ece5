// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Optional;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/**
 * What sender and receiver have in common (RFC 9180, section 5.2). The messages of one side are numbered, and the other
 * opens them in their order. Not for several threads.
 */
public final class HpkeContext {
    private final Hpke.Labeled labels;
    private final Bytes exporter;
    private final Optional<Cipher> cipher;
    private long number;

    record Cipher(Aead aead, Bytes key, Bytes baseNonce) {}

    HpkeContext(Hpke.Labeled labels, Bytes exporter, Optional<Cipher> cipher) {
        this.labels = labels;
        this.exporter = exporter;
        this.cipher = cipher;
    }

    /** Seals the next message. */
    public Bytes seal(Bytes associated, Bytes plaintext) {
        Cipher with = sealing();
        Bytes sealed = with.aead().seal(with.key(), nonce(with), associated, plaintext);
        number++;
        return sealed;
    }

    /** Opens the next message; empty, and nothing is used up, if it is not that. */
    public Optional<Bytes> open(Bytes associated, Bytes ciphertext) {
        Cipher with = sealing();
        Optional<Bytes> opened = with.aead().open(with.key(), nonce(with), associated, ciphertext);
        opened.ifPresent(_ -> number++);
        return opened;
    }

    /** A secret for something else, which both sides derive alike (section 5.3). */
    public Bytes export(Bytes what, int length) {
        return labels.expand(exporter, "sec", what, length);
    }

    private Cipher sealing() {
        Invariant.check(cipher.isPresent(), "this suite seals nothing");
        return cipher.orElseThrow();
    }

    private Bytes nonce(Cipher with) {
        byte[] nonce = with.baseNonce().toArray();
        int at = nonce.length - Long.BYTES;
        BigEndian.putLong(nonce, at, BigEndian.longAt(nonce, at) ^ number);
        return Bytes.wrap(nonce);
    }
}
