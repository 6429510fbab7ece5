// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Committees, their order and their hash: rule 3. */
final class CommitteeVectors {
    private static final long TERM = 1;

    private CommitteeVectors() {}

    /** In the order of the committee. */
    static List<Bls.SecretKey> secrets(int count) {
        return Given.members(count);
    }

    static CommitteeKeys committee(int count) {
        return new CommitteeKeys(secrets(count).stream().map(Given::key).toList());
    }

    static VectorFile all() {
        var file = new VectorFile(
                "committees.json",
                "keys are a committee's in their order, encoding all of them in EIP-2537's form, digest the committee's hash"
                        + " for the chain and the term, and quorum how many must sign",
                3,
                49);
        for (int count : List.of(4, 5, 7, 36)) {
            put(
                    file,
                    true,
                    "committee-of-" + count,
                    "rising in x, whatever the flags of compression are",
                    TERM,
                    committee(count).keys(),
                    hash(MessageVectors.CHAIN, TERM, committee(count).keys()),
                    quorum(count));
        }
        List<Bls.PublicKey> four = committee(4).keys();
        Hash hash = hash(MessageVectors.CHAIN, TERM, four);
        put(file, true, "another-term", "the term is in the hash", 2, four, hash(MessageVectors.CHAIN, 2, four), 3);
        put(file, false, "of-another-chain", "the hash is for another chain", TERM, four, hash(8, TERM, four), 3);
        put(
                file,
                false,
                "of-another-term",
                "the hash is for the next term",
                TERM,
                four,
                hash(MessageVectors.CHAIN, 2, four),
                3);
        put(
                file,
                false,
                "of-other-keys",
                "the hash is of other members",
                TERM,
                four,
                hash(MessageVectors.CHAIN, TERM, committee(5).keys()),
                3);
        put(file, false, "quorum-of-two-thirds", "three of four are the least", TERM, four, hash, 2);
        List<Bls.PublicKey> three = four.subList(0, 3);
        consistent(file, "committee-of-3", "four are the least", three);
        List<Bls.PublicKey> many = Given.members(37).stream().map(Given::key).toList();
        consistent(file, "committee-of-37", "36 are the most", many);
        List<Bls.PublicKey> turned = new ArrayList<>(four);
        Collections.swap(turned, 1, 2);
        consistent(file, "keys-fall", "x does not rise", turned);
        List<Bls.PublicKey> doubled = new ArrayList<>(four);
        doubled.add(2, four.get(2));
        consistent(file, "key-twice", "a key stands there twice", doubled);
        List<Bls.PublicKey> opposed = new ArrayList<>(four);
        opposed.add(3, VectorJson.key(Given.flipped(four.get(2).bytes(), 5)));
        consistent(file, "key-beside-its-negative", "both have the same x", opposed);
        consistent(
                file,
                "by-48-bytes",
                "the flags of compression count in this order",
                committee(36).keys().stream()
                        .sorted(Comparator.comparing(Bls.PublicKey::bytes))
                        .toList());
        return file;
    }

    private static void consistent(VectorFile file, String name, String reason, List<Bls.PublicKey> keys) {
        put(file, false, name, reason, TERM, keys, hash(MessageVectors.CHAIN, TERM, keys), quorum(keys.size()));
    }

    private static void put(
            VectorFile file,
            boolean isTrue,
            String name,
            String reason,
            long term,
            List<Bls.PublicKey> keys,
            Hash digest,
            int quorum) {
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        vector.putObject("input")
                .put("chainId", VectorJson.unsigned(MessageVectors.CHAIN))
                .put("term", VectorJson.unsigned(term))
                .set("keys", VectorJson.keys(keys));
        vector.put("encoding", encoding(keys).toHex())
                .put("digest", digest.toHex())
                .put("quorum", Integer.toString(quorum));
    }

    private static int quorum(int n) {
        return n - (n - 1) / 3;
    }

    private static Hash hash(long chain, long term, List<Bls.PublicKey> keys) {
        return Keccak.hash(AbiValue.encoded(
                AbiValue.of("BANYAN-HUB-COMMITTEE-V1"),
                AbiValue.of(chain),
                AbiValue.of(term),
                AbiValue.of(encoding(keys))));
    }

    static Bytes encoding(List<Bls.PublicKey> keys) {
        var text = new StringBuilder();
        keys.forEach(key -> text.append(KeyVectors.encoded(key.bytes()).toHex(), 2, 258));
        return Bytes.fromHex(text.toString());
    }
}
