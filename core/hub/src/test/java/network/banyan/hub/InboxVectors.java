// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;

/** The hash chain of an inbox: rule 17. */
final class InboxVectors {
    private InboxVectors() {}

    /** Of all messages that chain 7 has in these vectors. */
    static Hash hash() {
        return folded(MessageVectors.CHAIN, digests()).hash();
    }

    /** Of the first of them. */
    static Hash hash(int count) {
        return folded(MessageVectors.CHAIN, digests().subList(0, count)).hash();
    }

    static VectorFile all() {
        var file = new VectorFile(
                "inboxes.json",
                "digest is the inbox hash of the chain after the messages, which are given by their digests in order",
                17);
        List<Hash> all = digests();
        for (int count = 0; count <= all.size(); count++) {
            put(
                    file,
                    true,
                    "after-" + count,
                    "the first messages of messages.json that go to the chain",
                    MessageVectors.CHAIN,
                    all.subList(0, count),
                    folded(MessageVectors.CHAIN, all.subList(0, count)).hash());
        }
        List<Hash> two = all.subList(0, 2);
        put(
                file,
                true,
                "another-chain",
                "each chain's inbox begins differently",
                8,
                two,
                folded(8, two).hash());
        put(
                file,
                false,
                "turned",
                "the messages came in the other order",
                MessageVectors.CHAIN,
                two.reversed(),
                folded(MessageVectors.CHAIN, two).hash());
        put(
                file,
                false,
                "of-another-chain",
                "the beginning is another chain's",
                MessageVectors.CHAIN,
                two,
                folded(8, two).hash());
        put(
                file,
                false,
                "one-short",
                "the last message is not in it",
                MessageVectors.CHAIN,
                two,
                folded(MessageVectors.CHAIN, two.subList(0, 1)).hash());
        put(
                file,
                false,
                "one-twice",
                "the first message is in it twice",
                MessageVectors.CHAIN,
                two.subList(0, 1),
                folded(MessageVectors.CHAIN, List.of(two.getFirst(), two.getFirst()))
                        .hash());
        put(
                file,
                false,
                "nothing-is-not-zero",
                "an empty inbox has the hash of its beginning",
                MessageVectors.CHAIN,
                List.of(),
                Hash.ZERO);
        put(
                file,
                false,
                "without-a-beginning",
                "the hash of a first message is folded into the beginning",
                MessageVectors.CHAIN,
                two.subList(0, 1),
                Keccak.hash(two.getFirst().toArray()));
        return file;
    }

    private static List<Hash> digests() {
        return MessageVectors.inbox().stream()
                .map(message -> message.digest(Given.ROOT))
                .toList();
    }

    private static InboxPrefix folded(long chain, List<Hash> messages) {
        InboxPrefix prefix = InboxPrefix.beginning(chain);
        for (Hash message : messages) {
            prefix = prefix.plus(message);
        }
        return prefix;
    }

    private static void put(
            VectorFile file, boolean isTrue, String name, String reason, long chain, List<Hash> messages, Hash digest) {
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        vector.putObject("input")
                .put("chainId", VectorJson.unsigned(chain))
                .set("messages", VectorJson.hashes(messages));
        vector.put("digest", digest.toHex());
    }
}
