// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.Collection;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;

/** The 2048-bit filter over log addresses and topics (Yellow Paper, section 4.3.1). Always 256 bytes. */
public record Bloom(Bytes bytes) {
    public static final int SIZE = 256;
    public static final Bloom EMPTY = new Bloom(Bytes.wrap(new byte[SIZE]));

    public Bloom {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a bloom filter has 256 bytes, not " + bytes.size());
        }
    }

    static Bloom read(RlpReader in) {
        Bytes bytes = in.bytes();
        if (bytes.size() != SIZE) {
            throw new RlpException("a bloom filter has 256 bytes, not " + bytes.size());
        }
        return new Bloom(bytes);
    }

    public static Bloom ofLogs(Collection<Log> logs) {
        if (logs.isEmpty()) {
            return EMPTY;
        }
        byte[] filter = new byte[SIZE];
        for (Log log : logs) {
            add(filter, log.address().toArray());
            for (Hash topic : log.topics()) {
                add(filter, topic.toArray());
            }
        }
        return new Bloom(Bytes.wrap(filter));
    }

    public static Bloom union(Collection<Bloom> blooms) {
        byte[] filter = new byte[SIZE];
        for (Bloom bloom : blooms) {
            byte[] other = bloom.bytes.unsafeArray();
            for (int i = 0; i < SIZE; i++) {
                filter[i] |= other[i];
            }
        }
        return new Bloom(Bytes.wrap(filter));
    }

    /** False if the entry is certainly absent; true if it may be there. */
    public boolean mayContain(byte[] entry) {
        byte[] probe = new byte[SIZE];
        add(probe, entry);
        byte[] mine = bytes.unsafeArray();
        for (int i = 0; i < SIZE; i++) {
            if ((probe[i] & ~mine[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void add(byte[] filter, byte[] entry) {
        byte[] digest = Keccak.hash(entry).toArray();
        for (int i = 0; i < 6; i += 2) {
            int bit = ((digest[i] & 7) << 8) | (digest[i + 1] & 0xff);
            filter[SIZE - 1 - bit / 8] |= (byte) (1 << (bit % 8));
        }
    }
}
