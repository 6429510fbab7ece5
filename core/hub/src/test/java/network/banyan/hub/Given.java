// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What the tests begin with. */
final class Given {
    static final HubDomain ROOT = HubDomain.of(4242);

    private Given() {}

    static Hash word(long number) {
        return UInt256.of(number).toHash();
    }

    static Message message(long from, long to, MessageKind kind, long amount) {
        return message(from, to, kind, UInt256.of(amount), 0, Bytes.EMPTY);
    }

    static Message message(long from, long to, MessageKind kind, UInt256 amount, long gas, Bytes data) {
        return new Message(
                from,
                to,
                -1,
                kind,
                Address.ofNumber(0xaa),
                Address.ofNumber(0xbb),
                Address.ofNumber(0xcc),
                amount,
                gas,
                Long.MIN_VALUE,
                Address.ofNumber(0xdd),
                data);
    }

    static Checkpoint checkpoint(
            long sequence, Hash previous, long firstBlock, long lastBlock, Hash outbox, int count) {
        return new Checkpoint(
                7,
                sequence,
                previous,
                1,
                firstBlock,
                lastBlock,
                word(2),
                word(3),
                word(4),
                5,
                word(6),
                outbox,
                count,
                word(8),
                word(9),
                word(10),
                word(11));
    }

    /** Different keys, in no order. */
    static List<Bls.SecretKey> secrets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Bls.SecretKey.ofScalar(word(1000 + 7919L * i)))
                .toList();
    }

    /** In the order of the committee. */
    static List<Bls.SecretKey> members(int count) {
        var byX = new TreeMap<Bytes, Bls.SecretKey>();
        for (Bls.SecretKey secret : secrets(count)) {
            byte[] x = secret.publicKey().toArray();
            x[0] &= 0x1f;
            byX.put(Bytes.wrap(x), secret);
        }
        return List.copyOf(byX.values());
    }

    static Bls.PublicKey key(Bls.SecretKey secret) {
        return Bls.PublicKey.decode(secret.publicKey()).orElseThrow();
    }

    static CommitteeKeys committee(int count) {
        return CommitteeKeys.ofMembers(secrets(count).stream().map(Given::key).toList());
    }

    static UInt256 amount(Random random) {
        return new UInt256(0, 0, 0, random.nextLong() >>> 1).plus(UInt256.ONE);
    }

    /** With one bit turned over. */
    static Bytes flipped(Bytes bytes, int bit) {
        byte[] changed = bytes.toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return Bytes.wrap(changed);
    }
}
