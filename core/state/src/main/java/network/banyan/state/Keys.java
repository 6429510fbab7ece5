// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Arrays;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;

/**
 * The key space of a {@link StateStore}: a letter for the kind, then what names the entry.
 *
 * <pre>
 * a hash(address)                account, {@link Account#encode}
 * s hash(address) hash(slot)     storage word without leading zeros; absent for zero
 * c hash(code)                   code
 * n path                         node of the account trie, one byte for each nibble of the path
 * t hash(address) path           node of an account's storage trie
 * u height                       {@link Undo} of a block, height as 8 bytes
 * h                              {@link Head}
 * p entry height                 what a flat entry, named by its whole key, held before a block ({@link Archive})
 * o                              the oldest height that the archive reaches back to, as 8 bytes
 * </pre>
 */
final class Keys {
    static final byte[] HEAD = {'h'};
    static final byte[] UNDO = {'u'};
    static final byte[] ACCOUNT_NODES = {'n'};
    static final byte[] PAST = {'p'};
    static final byte[] ARCHIVE = {'o'};

    private Keys() {}

    static byte[] account(Hash address) {
        return keyOf('a', address);
    }

    static byte[] slot(Hash address, Hash slot) {
        byte[] key = Arrays.copyOf(keyOf('s', address), 1 + 2 * Hash.SIZE);
        slot.writeTo(key, 1 + Hash.SIZE);
        return key;
    }

    static byte[] code(Hash code) {
        return keyOf('c', code);
    }

    static byte[] storageNodes(Hash address) {
        return keyOf('t', address);
    }

    static byte[] undo(long height) {
        byte[] key = new byte[9];
        key[0] = UNDO[0];
        BigEndian.putLong(key, 1, height);
        return key;
    }

    /** Of all that an entry held before blocks. */
    static byte[] past(byte[] entry) {
        byte[] key = new byte[1 + entry.length];
        key[0] = PAST[0];
        System.arraycopy(entry, 0, key, 1, entry.length);
        return key;
    }

    static byte[] past(byte[] entry, long height) {
        byte[] key = Arrays.copyOf(past(entry), 1 + entry.length + Long.BYTES);
        BigEndian.putLong(key, 1 + entry.length, height);
        return key;
    }

    private static byte[] keyOf(char kind, Hash hash) {
        byte[] key = new byte[1 + Hash.SIZE];
        key[0] = (byte) kind;
        hash.writeTo(key, 1);
        return key;
    }
}
