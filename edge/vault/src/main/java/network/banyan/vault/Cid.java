// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import network.banyan.crypto.Sha256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The name of bytes: their SHA-256. As a text it is a CIDv1 of raw bytes in base32, by which other content-addressed stores
 * know them, too (multiformats/cid).
 */
public record Cid(Hash digest) implements Comparable<Cid> {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** Version 1, raw bytes, SHA-256 of 32 bytes. */
    private static final byte[] PREFIX = {0x01, 0x55, 0x12, 0x20};

    public static Cid of(Bytes content) {
        return new Cid(Sha256.hash(content));
    }

    @Override
    public int compareTo(Cid other) {
        return digest.compareTo(other.digest);
    }

    @Override
    public String toString() {
        byte[] all = new byte[PREFIX.length + Hash.SIZE];
        System.arraycopy(PREFIX, 0, all, 0, PREFIX.length);
        digest.writeTo(all, PREFIX.length);
        var text = new StringBuilder("b");
        int bits = 0;
        int held = 0;
        for (byte next : all) {
            bits = ((bits << 8) | (next & 0xff)) & 0xfff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                text.append(ALPHABET.charAt((bits >>> held) & 31));
            }
        }
        return held == 0
                ? text.toString()
                : text.append(ALPHABET.charAt((bits << (5 - held)) & 31)).toString();
    }
}
