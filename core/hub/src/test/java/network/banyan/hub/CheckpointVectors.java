// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Checkpoints, their encodings and digests: rules 20, 21 and 48. */
final class CheckpointVectors {
    /** The first of chain 7, which has done nothing yet. */
    static final Checkpoint FIRST = new Checkpoint(
            MessageVectors.CHAIN,
            1,
            Hash.ZERO,
            1,
            1,
            10,
            text("block 10"),
            text("state 0"),
            text("state 10"),
            0,
            InboxPrefix.beginning(MessageVectors.CHAIN).hash(),
            Hash.ZERO,
            0,
            Totals.NONE.hash(),
            Exits.NONE.hash(),
            Hash.ZERO,
            Hash.ZERO);

    static final Checkpoint SECOND = new Checkpoint(
            MessageVectors.CHAIN,
            2,
            FIRST.digest(Given.ROOT),
            1,
            11,
            25,
            text("block 25"),
            FIRST.postState(),
            text("state 25"),
            MessageVectors.inbox().size(),
            InboxVectors.hash(),
            new OutboxTree(OutboxVectors.messages(3)).root(),
            3,
            ListVectors.totals().hash(),
            ListVectors.exits().hash(),
            Hash.ZERO,
            CommitteeVectors.committee(7).hash(MessageVectors.CHAIN, 2));

    private final VectorFile file = new VectorFile(
            "checkpoints.json",
            "input is a checkpoint that some root could accept, encoding the one ABI encoding of it, and digest its EIP-712"
                    + " digest in the domain",
            20,
            21,
            48);

    private CheckpointVectors() {}

    static VectorFile all() {
        var vectors = new CheckpointVectors();
        vectors.allowed();
        vectors.outOfBounds();
        vectors.otherDigests();
        vectors.otherEncodings();
        return vectors.file;
    }

    private void allowed() {
        put("first", "of a chain that has done nothing yet", FIRST);
        put("second", "with inbox, outbox, totals, exits and the next committee of these vectors", SECOND);
        put(
                "largest-numbers",
                "all bits of each number that may have them",
                new Checkpoint(
                        1L << 52,
                        -1,
                        text("previous"),
                        -1,
                        -1,
                        -1,
                        text("a"),
                        text("b"),
                        text("c"),
                        -1,
                        text("d"),
                        text("e"),
                        1 << 16,
                        text("f"),
                        text("g"),
                        text("h"),
                        text("i")));
    }

    private void outOfBounds() {
        refuse("sequence-0", "sequences begin with 1", c -> c.put("sequence", "0"));
        refuse(
                "first-with-previous",
                "the first one follows on none",
                c -> c.put("previous", text("previous").toHex()));
        refuse(
                "second-without-previous",
                "every other one follows on one",
                c -> c.put("sequence", "2").put("firstBlock", "11").put("lastBlock", "12"));
        refuse("first-from-block-2", "the first one begins with block 1", c -> c.put("firstBlock", "2"));
        refuse("blocks-backwards", "the run of blocks ends before it begins", c -> c.put("lastBlock", "0"));
        refuse("term-0", "terms begin with 1", c -> c.put("term", "0"));
        refuse("chain-0", "the root has no checkpoints", c -> c.put("chainId", "0"));
        refuse("chain-over-2-to-52", "no chain has such an id", c -> c.put("chainId", "4503599627370497"));
        refuse(
                "outbox-of-65537",
                "one message more than an outbox may have",
                c -> c.put("outboxCount", "65537")
                        .put("outboxRoot", text("root").toHex()));
        refuse(
                "root-without-messages",
                "an empty outbox has the root 0",
                c -> c.put("outboxRoot", text("root").toHex()));
        refuse("messages-without-root", "no other outbox has the root 0", c -> c.put("outboxCount", "1"));
    }

    private void otherDigests() {
        refuse(
                "another-root",
                "the digest is under another root's chain id",
                SECOND.encode(),
                SECOND.digest(HubDomain.of(Given.ROOT.root() + 1)));
        refuse(
                "another-hub",
                "the digest is under another verifying contract",
                SECOND.encode(),
                SECOND.digest(new HubDomain(Given.ROOT.root(), Address.ofNumber(0x1024))));
        refuse("another-checkpoint", "the digest is the first one's", SECOND.encode(), FIRST.digest(Given.ROOT));
        refuse(
                "hash-of-the-encoding",
                "the digest is the Keccak-256 of the encoding",
                SECOND.encode(),
                Keccak.hash(SECOND.encode()));
    }

    private void otherEncodings() {
        Bytes encoding = SECOND.encode();
        Hash digest = SECOND.digest(Given.ROOT);
        refuse(
                "word-behind",
                "32 zero bytes stand behind it",
                Bytes.fromHex(encoding.toHex() + "00".repeat(32)),
                digest);
        refuse("cut", "the last word is missing", encoding.slice(0, encoding.size() - 32), digest);
        refuse(
                "number-over-64-bits",
                "a bit stands before the sequence",
                Given.flipped(encoding, 8 * (32 + 23)),
                digest);
        refuse(
                "number-over-32-bits",
                "a bit stands before the outbox's count",
                Given.flipped(encoding, 8 * (12 * 32 + 27)),
                digest);
        refuse("of-another-checkpoint", "the encoding is the first one's", FIRST.encode(), digest);
        refuse(
                "with-an-offset",
                "it has no member without a fixed size, and so no offset",
                Bytes.fromHex("0x" + "00".repeat(31) + "20" + encoding.toHex().substring(2)),
                digest);
    }

    private void put(String name, String reason, Checkpoint checkpoint) {
        claims(
                file.accepted(name, reason),
                VectorJson.of(checkpoint),
                checkpoint.encode(),
                checkpoint.digest(Given.ROOT));
    }

    private void refuse(String name, String reason, Bytes encoding, Hash digest) {
        claims(file.refused(name, reason), VectorJson.of(SECOND), encoding, digest);
    }

    /** What no {@link Checkpoint} is, with the encoding and the digest it would have. */
    private void refuse(String name, String reason, Consumer<ObjectNode> change) {
        ObjectNode input = VectorJson.of(FIRST);
        change.accept(input);
        List<AbiValue> words = VectorJson.list(input, CheckpointVectors::word);
        Bytes encoding = AbiValue.encoded(words.toArray(AbiValue[]::new));
        Bytes typed = AbiValue.encoded(AbiValue.of(Checkpoint.TYPE), new AbiValue.Tuple(words));
        claims(file.refused(name, reason), input, encoding, Given.ROOT.digest(Keccak.hash(typed)));
    }

    private static AbiValue word(JsonNode node) {
        String text = node.asText();
        return text.startsWith("0x") ? AbiValue.of(Hash.fromHex(text)) : AbiValue.of(UInt256.of(new BigInteger(text)));
    }

    private static void claims(ObjectNode vector, ObjectNode input, Bytes encoding, Hash digest) {
        vector.set("input", input);
        vector.put("encoding", encoding.toHex()).put("digest", digest.toHex());
    }

    static Hash text(String text) {
        return HubDomain.hash(text);
    }
}
