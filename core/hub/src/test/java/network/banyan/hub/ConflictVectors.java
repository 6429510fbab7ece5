// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.function.Consumer;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Two checkpoints that a committee must not both sign: rule 22. */
final class ConflictVectors {
    private static final Checkpoint FIRST = CheckpointVectors.FIRST;
    private static final Checkpoint OTHER =
            changed(c -> c.put("blockHash", text("another block 10").toHex()));

    private final VectorFile file = new VectorFile(
            "conflicts.json",
            "the two checkpoints, each with who signed it, prove that the committee of these keys lied, and liars are those who"
                    + " pay: bit i for member i",
            22,
            49);

    private ConflictVectors() {}

    static VectorFile all() {
        var vectors = new ConflictVectors();
        vectors.proven();
        vectors.honest();
        vectors.unsigned();
        return vectors.file;
    }

    private void proven() {
        put(
                file.accepted("two-blocks", "of one run of blocks there is one last block"),
                OTHER,
                0b1001,
                signed(FIRST, 0, 1, 3),
                signed(OTHER, 0, 2, 3));
        put(
                file.accepted("all-signed-both", "everybody pays"),
                OTHER,
                0b1111,
                signed(FIRST, 0, 1, 2, 3),
                signed(OTHER, 0, 1, 2, 3));
        Checkpoint longer = changed(c -> c.put("lastBlock", "11"));
        put(
                file.accepted("longer-run", "a sequence ends with one block"),
                longer,
                0b0011,
                signed(FIRST, 0, 1, 3),
                signed(longer, 0, 1, 2));
        Checkpoint named = changed(c -> c.put("nextCommittee", text("committee").toHex()));
        put(
                file.accepted("another-next-committee", "whatever they differ in"),
                named,
                0b1011,
                signed(FIRST, 0, 1, 3),
                signed(named, 0, 1, 3));
    }

    private void honest() {
        refuse("the-same", "it is one checkpoint, signed by two quorums", FIRST, 0b1001);
        refuse("another-sequence", "one follows on the other", CheckpointVectors.SECOND, 0b1001);
        refuse("another-term", "a later term may sign a sequence again", changed(c -> c.put("term", "2")), 0b1001);
        refuse("another-chain", "each chain has a line of its own", changed(c -> c.put("chainId", "8")), 0b1001);
    }

    private void unsigned() {
        put(
                file.refused("first-quorum-less-one", "two of four signed the first"),
                OTHER,
                0b0001,
                signed(FIRST, 0, 1),
                signed(OTHER, 0, 2, 3));
        put(
                file.refused("second-quorum-less-one", "two of four signed the second"),
                OTHER,
                0b0001,
                signed(FIRST, 0, 1, 3),
                signed(OTHER, 0, 2));
        put(
                file.refused("signatures-exchanged", "each signed the other one"),
                OTHER,
                0b1001,
                signed(OTHER, 0, 2, 3),
                signed(FIRST, 0, 1, 3));
        put(
                file.refused("another-bitmap", "the second was signed by others"),
                OTHER,
                0b0011,
                signed(FIRST, 0, 1, 3),
                new Certificate(0b0111, signed(OTHER, 0, 2, 3).signature()));
        Bytes elsewhere = CertificateVectors.sum(OTHER.digest(HubDomain.of(Given.ROOT.root() + 1)), 4, 0, 2, 3);
        put(
                file.refused("another-root", "the second was signed for another root"),
                OTHER,
                0b1001,
                signed(FIRST, 0, 1, 3),
                new Certificate(0b1101, elsewhere));
        put(
                file.refused("other-liars", "member 1 did not sign both"),
                OTHER,
                0b1011,
                signed(FIRST, 0, 1, 3),
                signed(OTHER, 0, 2, 3));
    }

    private void refuse(String name, String reason, Checkpoint second, long liars) {
        put(file.refused(name, reason), second, liars, signed(FIRST, 0, 1, 3), signed(second, 0, 2, 3));
    }

    private static void put(
            ObjectNode vector, Checkpoint second, long liars, Certificate firstSigned, Certificate secondSigned) {
        ObjectNode input = vector.putObject("input");
        input.put("keys", CommitteeVectors.committee(4).encode().toHex());
        input.set("first", VectorJson.of(FIRST));
        input.set("firstSigned", VectorJson.of(firstSigned));
        input.set("second", VectorJson.of(second));
        input.set("secondSigned", VectorJson.of(secondSigned));
        vector.put("liars", VectorJson.unsigned(liars));
    }

    private static Certificate signed(Checkpoint checkpoint, int... who) {
        long signers = Arrays.stream(who).mapToLong(member -> 1L << member).sum();
        return new Certificate(signers, CertificateVectors.sum(checkpoint.digest(Given.ROOT), 4, who));
    }

    private static Checkpoint changed(Consumer<ObjectNode> change) {
        ObjectNode json = VectorJson.of(FIRST);
        change.accept(json);
        return VectorJson.checkpoint(json);
    }

    private static Hash text(String text) {
        return CheckpointVectors.text(text);
    }
}
