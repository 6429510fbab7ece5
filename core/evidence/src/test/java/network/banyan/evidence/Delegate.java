// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Sha256;
import network.banyan.election.Member;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Validator;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** One who may sit, with a real BLS key that the tests know. */
record Delegate(Bls.SecretKey key, String name, Address operator, Bytes nodeKey) {
    /** @param seed another one makes others of the same numbers */
    static Delegate number(int seed, int number, String name) {
        return new Delegate(
                Bls.SecretKey.ofSeed(
                        Sha256.hash(new byte[] {(byte) seed, (byte) number}).toArray()),
                name,
                Address.ofNumber(100 + number),
                Sha256.hash(new byte[] {(byte) seed, 9, (byte) number}).toBytes());
    }

    static List<Delegate> numbers(int seed, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> number(seed, number, "delegate-%02d".formatted(number)))
                .toList();
    }

    /** As genesis names it. */
    Validator validator() {
        return new Validator(name, operator, key.publicKey(), key.provePossession(), nodeKey);
    }

    Member member() {
        return new Member(name, operator, key.publicKey(), nodeKey);
    }

    static List<Member> members(List<Delegate> committee) {
        return committee.stream().map(Delegate::member).toList();
    }

    /** What these seats of a committee sign together. */
    static Certificate certify(List<Delegate> committee, VoteSubject subject, long chainId, int... seats) {
        var signers = new BitSet();
        for (int seat : seats) {
            signers.set(seat);
        }
        List<Bytes> signatures = signers.stream()
                .mapToObj(seat -> committee.get(seat).key().sign(subject.message(chainId)))
                .toList();
        return Certificate.of(subject, signers, Bls.aggregate(signatures).orElseThrow());
    }
}
