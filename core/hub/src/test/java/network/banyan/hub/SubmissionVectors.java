// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/** Checkpoints with all that is carried to the root, held against a root's state: rules 4, 21 and 49. */
final class SubmissionVectors {
    private static final long CHAIN = MessageVectors.CHAIN;
    private static final CommitteeKeys SITTING = CommitteeVectors.committee(4);
    private static final CommitteeKeys NEXT = CommitteeVectors.committee(7);
    private static final Checkpoint FIRST = CheckpointVectors.FIRST;
    private static final int INBOX = MessageVectors.inbox().size();
    private static final int[] QUORUM = {0, 1, 3};

    /** The first one of a chain that has handled four of the five messages already. */
    private static final Checkpoint HANDLED = changed(FIRST, c -> cursor(c, 4));

    private final VectorFile file = new VectorFile(
            "submissions.json",
            "encoding is the call of HubCheckpoints that submits the checkpoint with its lists, keys and signature, and the root"
                    + " takes it: for a chain whose last accepted checkpoint is after (none where there is none), whose inbox"
                    + " hashes are inbox, and for which the committee of the term sits",
            4,
            21,
            49);

    private SubmissionVectors() {}

    static VectorFile all() {
        var vectors = new SubmissionVectors();
        vectors.taken();
        vectors.outOfLine();
        vectors.otherInboxes();
        vectors.otherLists();
        vectors.otherCommittees();
        vectors.unsigned();
        return vectors.file;
    }

    private void taken() {
        put("first", "the first of a chain that has done nothing yet", null, plain(FIRST));
        put("first-with-inbox", "the first may have handled messages", null, plain(HANDLED));
        put("again", "the last one is taken again, and does nothing", FIRST, plain(FIRST));
        put(
                "second",
                "it handles all of the inbox, sends three messages, and names the next committee",
                FIRST,
                signed(
                        second(c -> cursor(c, INBOX)
                                .put("outboxCount", "3")
                                .put(
                                        "outboxRoot",
                                        new OutboxTree(OutboxVectors.messages(3))
                                                .root()
                                                .toHex())
                                .put("nextCommittee", NEXT.hash(CHAIN, 2).toHex())),
                        Optional.of(NEXT)));
        put(
                "one-block",
                "a run of one block, which handles nothing",
                FIRST,
                plain(second(c -> c.put("lastBlock", c.path("firstBlock").asText()))));
    }

    private void outOfLine() {
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "second-of-none",
                "the first one is missing",
                null,
                plain(second(c -> c.put("lastBlock", "20"))));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "sequence-skipped",
                "the second one is missing",
                FIRST,
                plain(second(c -> c.put("sequence", "3"))));
        refuse(SubmissionRefusal.OUT_OF_LINE, "another-first", "another one was the first", FIRST, plain(HANDLED));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "another-previous",
                "it follows on one that was not accepted",
                FIRST,
                plain(second(c -> c.put("previous", HANDLED.digest(Given.ROOT).toHex()))));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "blocks-again",
                "its first block is the last one's last",
                FIRST,
                plain(second(c -> c.put("firstBlock", "10"))));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "blocks-left-out",
                "between the runs a block is missing",
                FIRST,
                plain(second(c -> c.put("firstBlock", "12"))));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "another-state",
                "it begins with another state than the last one left",
                FIRST,
                plain(second(c -> c.put("preState", FIRST.preState().toHex()))));
        refuse(
                SubmissionRefusal.OUT_OF_LINE,
                "cursor-backwards",
                "it has handled fewer messages than the last one",
                HANDLED,
                plain(changed(
                        second(c -> {}),
                        c -> cursor(c, 3)
                                .put("previous", HANDLED.digest(Given.ROOT).toHex()))));
    }

    private void otherInboxes() {
        refuse(
                SubmissionRefusal.WRONG_INBOX,
                "cursor-beyond-the-inbox",
                "the inbox has five messages",
                null,
                plain(changed(FIRST, c -> c.put("inboxCursor", "6").put("inboxHash", Hash.ZERO.toHex()))));
        refuse(
                SubmissionRefusal.WRONG_INBOX,
                "hash-of-fewer",
                "the hash is of one message less",
                null,
                plain(changed(
                        FIRST,
                        c -> c.put("inboxCursor", "3")
                                .put("inboxHash", InboxVectors.hash(2).toHex()))));
        refuse(
                SubmissionRefusal.WRONG_INBOX,
                "hash-of-another-chain",
                "the hash is of another chain's beginning",
                null,
                plain(changed(
                        FIRST,
                        c -> c.put("inboxHash", InboxPrefix.beginning(8).hash().toHex()))));
    }

    private void otherLists() {
        refuse(
                SubmissionRefusal.WRONG_LISTS,
                "other-totals",
                "it names no totals, and some come along",
                null,
                new Submission(FIRST, ListVectors.totals(), Exits.NONE, SITTING, certificate(FIRST), Optional.empty()));
        refuse(
                SubmissionRefusal.WRONG_LISTS,
                "totals-missing",
                "it names totals, and none come along",
                null,
                plain(changed(
                        FIRST, c -> c.put("totals", ListVectors.totals().hash().toHex()))));
        refuse(
                SubmissionRefusal.WRONG_LISTS,
                "other-exits",
                "it names no exit trees, and some come along",
                null,
                new Submission(FIRST, Totals.NONE, ListVectors.exits(), SITTING, certificate(FIRST), Optional.empty()));
        refuse(
                SubmissionRefusal.WRONG_LISTS,
                "exits-missing",
                "it names exit trees, and none come along",
                null,
                plain(changed(
                        FIRST, c -> c.put("exits", ListVectors.exits().hash().toHex()))));
    }

    private void otherCommittees() {
        refuse(
                SubmissionRefusal.WRONG_TERM,
                "term-2",
                "the first committee sits",
                null,
                plain(changed(FIRST, c -> c.put("term", "2"))));
        refuse(
                SubmissionRefusal.WRONG_KEYS,
                "another-committee",
                "signed by a committee that does not sit",
                null,
                new Submission(
                        FIRST,
                        Totals.NONE,
                        Exits.NONE,
                        CommitteeVectors.committee(5),
                        new Certificate(0b11111, CertificateVectors.sum(FIRST.digest(Given.ROOT), 5, 0, 1, 2, 3, 4)),
                        Optional.empty()));
        refuse(
                SubmissionRefusal.WRONG_KEYS,
                "next-keys-missing",
                "it names a next committee, whose keys do not come along",
                null,
                plain(changed(
                        FIRST, c -> c.put("nextCommittee", NEXT.hash(CHAIN, 2).toHex()))));
        refuse(
                SubmissionRefusal.WRONG_KEYS,
                "next-keys-for-nothing",
                "it names no next committee, and keys come along",
                null,
                signed(FIRST, Optional.of(NEXT)));
        refuse(
                SubmissionRefusal.WRONG_KEYS,
                "next-keys-of-this-term",
                "the next committee is named for the term that sits",
                null,
                signed(
                        changed(
                                FIRST,
                                c -> c.put("nextCommittee", NEXT.hash(CHAIN, 1).toHex())),
                        Optional.of(NEXT)));
    }

    private void unsigned() {
        refuse(
                SubmissionRefusal.NOT_SIGNED,
                "quorum-less-one",
                "two of four signed",
                null,
                with(FIRST, 0b0011, CertificateVectors.sum(FIRST.digest(Given.ROOT), 4, 0, 1)));
        refuse(
                SubmissionRefusal.NOT_SIGNED,
                "another-bitmap",
                "the bitmap names others than signed",
                null,
                with(FIRST, 0b1110, certificate(FIRST).signature()));
        refuse(
                SubmissionRefusal.NOT_SIGNED,
                "another-checkpoint",
                "signed is another one",
                null,
                with(FIRST, 0b1011, certificate(HANDLED).signature()));
        refuse(
                SubmissionRefusal.NOT_SIGNED,
                "another-root",
                "signed is the same one for another root",
                null,
                with(
                        FIRST,
                        0b1011,
                        CertificateVectors.sum(FIRST.digest(HubDomain.of(Given.ROOT.root() + 1)), 4, QUORUM)));
    }

    private void put(String name, String reason, @Nullable Checkpoint after, Submission submission) {
        claims(file.accepted(name, reason), after, submission);
    }

    private void refuse(
            SubmissionRefusal refusal, String name, String reason, @Nullable Checkpoint after, Submission submission) {
        claims(file.refused(name, reason), after, submission).put("refusal", refusal.error());
    }

    private static ObjectNode claims(ObjectNode vector, @Nullable Checkpoint after, Submission submission) {
        ObjectNode input = vector.putObject("input");
        if (after != null) {
            input.set("after", VectorJson.of(after));
        }
        input.set(
                "inbox",
                VectorJson.hashes(IntStream.rangeClosed(0, INBOX)
                        .mapToObj(InboxVectors::hash)
                        .toList()));
        input.put("term", "1").put("committee", SITTING.hash(CHAIN, 1).toHex());
        input.set("checkpoint", VectorJson.of(submission.checkpoint()));
        input.set("totals", VectorJson.array(submission.totals().totals(), VectorJson::of));
        input.set("tokens", VectorJson.array(submission.totals().tokens(), VectorJson::of));
        input.set("exits", VectorJson.array(submission.exits().trees(), VectorJson::of));
        input.put("keys", submission.keys().encode().toHex())
                .put("signers", VectorJson.unsigned(submission.certificate().signers()))
                .put("signature", submission.certificate().encodedSignature().toHex())
                .put(
                        "nextKeys",
                        submission.nextKeys().map(keys -> keys.encode().toHex()).orElse("0x"));
        return vector.put("encoding", submission.toCall().toHex());
    }

    /** What goes on where the first one ends. */
    private static Checkpoint second(Consumer<ObjectNode> change) {
        return changed(FIRST, c -> {
            c.put("sequence", "2")
                    .put("previous", FIRST.digest(Given.ROOT).toHex())
                    .put("firstBlock", "11")
                    .put("lastBlock", "25")
                    .put("blockHash", CheckpointVectors.text("block 25").toHex())
                    .put("preState", FIRST.postState().toHex())
                    .put("postState", CheckpointVectors.text("state 25").toHex());
            change.accept(c);
        });
    }

    private static Checkpoint changed(Checkpoint from, Consumer<ObjectNode> change) {
        ObjectNode json = VectorJson.of(from);
        change.accept(json);
        return VectorJson.checkpoint(json);
    }

    private static ObjectNode cursor(ObjectNode checkpoint, int count) {
        return checkpoint
                .put("inboxCursor", Integer.toString(count))
                .put("inboxHash", InboxVectors.hash(count).toHex());
    }

    private static Submission plain(Checkpoint checkpoint) {
        return signed(checkpoint, Optional.empty());
    }

    private static Submission signed(Checkpoint checkpoint, Optional<CommitteeKeys> next) {
        return new Submission(checkpoint, Totals.NONE, Exits.NONE, SITTING, certificate(checkpoint), next);
    }

    private static Submission with(Checkpoint checkpoint, long signers, Bytes signature) {
        return new Submission(
                checkpoint, Totals.NONE, Exits.NONE, SITTING, new Certificate(signers, signature), Optional.empty());
    }

    private static Certificate certificate(Checkpoint checkpoint) {
        return new Certificate(0b1011, CertificateVectors.sum(checkpoint.digest(Given.ROOT), 4, QUORUM));
    }
}
