// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.hub.Certificate;
import network.banyan.hub.CommitteeKeys;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The four members of a chain, who may all be in it together.
 *
 * @param sums of the secrets that a bitmap names, by the bitmap: as shares add up, so do keys, and one signature does for all
 */
record Committee(List<Bls.SecretKey> secrets, CommitteeKeys keys, List<Bls.SecretKey> sums) {
    static final int SIZE = 4;

    Committee {
        secrets = List.copyOf(secrets);
        sums = List.copyOf(sums);
    }

    /** The same for every history, so that a root with its chains is made once. */
    static Committee of(long chain) {
        List<Bls.SecretKey> drawn = IntStream.range(0, SIZE)
                .mapToObj(i -> Bls.SecretKey.ofSeed(
                        ByteBuffer.allocate(32).putLong(chain).putInt(i).array()))
                .toList();
        CommitteeKeys keys =
                CommitteeKeys.ofMembers(drawn.stream().map(Committee::publicKey).toList());
        Comparator<Bls.SecretKey> seat =
                Comparator.comparingInt(secret -> keys.keys().indexOf(publicKey(secret)));
        List<Bls.SecretKey> secrets = drawn.stream().sorted(seat).toList();
        List<Bls.SecretKey> sums = IntStream.range(0, 1 << SIZE)
                .mapToObj(bitmap -> sum(secrets, Math.max(1, bitmap)))
                .toList();
        return new Committee(secrets, keys, sums);
    }

    static Bls.PublicKey publicKey(Bls.SecretKey secret) {
        return Bls.PublicKey.decode(secret.publicKey()).orElseThrow();
    }

    /** Whose account answers for a seat. */
    static Address account(long chain, int seat) {
        return Address.ofNumber((int) (0x70_0000 + 16 * chain + seat));
    }

    private static Bls.SecretKey sum(List<Bls.SecretKey> secrets, int bitmap) {
        BigInteger sum = IntStream.range(0, SIZE)
                .filter(seat -> (bitmap >> seat & 1) == 1)
                .mapToObj(seat -> secrets.get(seat).scalar().toUInt256().toBigInteger())
                .reduce(BigInteger.ZERO, BigInteger::add);
        return Bls.SecretKey.ofScalar(
                UInt256.of(sum.mod(Bls.ORDER.toBigInteger())).toHash());
    }

    /** What those who do sign make together, at least one. */
    Certificate sign(Hash digest, IntPredicate signs) {
        int signers =
                IntStream.range(0, SIZE).filter(signs).map(seat -> 1 << seat).sum();
        return new Certificate(signers, sums.get(signers).sign(digest.toBytes().toArray()));
    }
}
