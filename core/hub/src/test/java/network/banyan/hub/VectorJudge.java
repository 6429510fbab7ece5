// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What core/hub says of a vector: whether all that it claims is so. It sees neither name nor verdict. */
final class VectorJudge {
    private final HubDomain domain;

    /** @param domain as a file states it */
    VectorJudge(JsonNode domain) {
        this.domain =
                new HubDomain(VectorJson.uint64(domain, "chainId"), VectorJson.address(domain, "verifyingContract"));
    }

    boolean accepts(String file, JsonNode vector) {
        JsonNode input = vector.path("input");
        try {
            return switch (file) {
                case "messages.json" -> isMessage(input, vector);
                case "checkpoints.json" -> isCheckpoint(input, vector);
                case "inboxes.json" -> isInbox(input, vector);
                case "outbox-trees.json" -> isOutbox(input, vector);
                case "outbox-paths.json" -> isInOutbox(input);
                case "totals.json" -> areTotals(input, vector);
                case "exits.json" -> areExits(input, vector);
                case "exit-trees.json" -> isExitTree(input, vector);
                case "exit-paths.json" -> isInExitTree(input);
                case "keys.json" -> isKey(input, vector);
                case "possessions.json" -> isPossession(input, vector);
                case "committees.json" -> isCommittee(input, vector);
                case "certificates.json" -> isCertificate(input, vector);
                case "submissions.json" -> isTaken(input, vector);
                case "answers.json" -> isAnswered(input);
                case "conflicts.json" -> isConflict(input, vector);
                case "short-totals.json" -> areShort(input);
                default -> throw new AssertionError("nobody judges " + file);
            };
        } catch (HubException refused) {
            return false;
        }
    }

    private boolean isMessage(JsonNode input, JsonNode vector) {
        Message message = VectorJson.message(input);
        return message.equals(Message.decode(VectorJson.bytes(vector, "encoding")))
                && message.digest(domain).equals(VectorJson.hash(vector, "digest"))
                && message.tracking(domain).equals(VectorJson.hash(vector, "tracking"));
    }

    private boolean isCheckpoint(JsonNode input, JsonNode vector) {
        Checkpoint checkpoint = VectorJson.checkpoint(input);
        return checkpoint.equals(Checkpoint.decode(VectorJson.bytes(vector, "encoding")))
                && checkpoint.digest(domain).equals(VectorJson.hash(vector, "digest"));
    }

    private static boolean isInbox(JsonNode input, JsonNode vector) {
        InboxPrefix prefix = InboxPrefix.beginning(VectorJson.uint64(input, "chainId"));
        for (Hash message : VectorJson.hashes(input.path("messages"))) {
            prefix = prefix.plus(message);
        }
        return prefix.hash().equals(VectorJson.hash(vector, "digest"));
    }

    private static boolean isOutbox(JsonNode input, JsonNode vector) {
        List<Hash> messages = VectorJson.hashes(input.path("messages"));
        var tree = new OutboxTree(messages);
        List<List<Hash>> paths = VectorJson.list(vector.path("paths"), VectorJson::hashes);
        return tree.root().equals(VectorJson.hash(vector, "digest"))
                && paths.equals(
                        IntStream.range(0, tree.count()).mapToObj(tree::path).toList());
    }

    private static boolean isInOutbox(JsonNode input) {
        return OutboxTree.isAt(
                VectorJson.hash(input, "root"),
                input.path("count").asInt(),
                VectorJson.uint64(input, "index"),
                VectorJson.hash(input, "message"),
                VectorJson.hashes(input.path("path")));
    }

    private static Totals totals(JsonNode input) {
        return new Totals(
                VectorJson.list(
                        input.path("totals"),
                        each -> new Total(VectorJson.address(each, "asset"), VectorJson.uint256(each, "amount"))),
                VectorJson.list(
                        input.path("tokens"),
                        each -> new Token(VectorJson.address(each, "asset"), VectorJson.uint256(each, "id"))));
    }

    private static Exits exits(JsonNode input) {
        return new Exits(VectorJson.list(input.path("exits"), VectorJson::exit));
    }

    private static boolean areTotals(JsonNode input, JsonNode vector) {
        Totals totals = totals(input);
        return totals.equals(Totals.decode(VectorJson.bytes(vector, "encoding")))
                && totals.hash().equals(VectorJson.hash(vector, "digest"));
    }

    private static boolean areExits(JsonNode input, JsonNode vector) {
        Exits exits = exits(input);
        return exits.equals(Exits.decode(VectorJson.bytes(vector, "encoding")))
                && exits.hash().equals(VectorJson.hash(vector, "digest"));
    }

    private static boolean isExitTree(JsonNode input, JsonNode vector) {
        Address asset = VectorJson.address(input, "asset");
        List<Holding> holdings = VectorJson.list(input.path("holdings"), VectorJson::holding);
        ExitTree tree = input.path("areTokens").asBoolean()
                ? ExitTree.ofTokens(asset, holdings)
                : ExitTree.ofAmounts(asset, holdings);
        List<List<Sibling>> paths =
                VectorJson.list(vector.path("paths"), path -> VectorJson.list(path, VectorJson::sibling));
        return tree.exit().equals(VectorJson.exit(vector.path("exit")))
                && paths.equals(
                        IntStream.range(0, holdings.size()).mapToObj(tree::path).toList());
    }

    private static boolean isInExitTree(JsonNode input) {
        Exit exit = VectorJson.exit(input.path("exit"));
        Holding holding = VectorJson.holding(input);
        List<Sibling> path = VectorJson.list(input.path("path"), VectorJson::sibling);
        return input.path("isToken").asBoolean()
                ? ExitTree.owns(exit, holding, path)
                : ExitTree.holds(exit, holding, path);
    }

    private static boolean isKey(JsonNode input, JsonNode vector) {
        Bytes key = VectorJson.bytes(vector, "key");
        boolean isOwn = !input.has("secret")
                || Bls.SecretKey.ofScalar(VectorJson.hash(input, "secret"))
                        .publicKey()
                        .equals(key);
        return isOwn
                && Bls.PublicKey.decode(key).isPresent()
                && BlsPoints.keyOf(VectorJson.bytes(vector, "encoding")).equals(Optional.of(key));
    }

    private boolean isPossession(JsonNode input, JsonNode vector) {
        Bytes key = VectorJson.bytes(input, "key");
        var statement = new MemberStatement(
                domain, VectorJson.uint64(input, "chainId"), VectorJson.address(input, "account"), VectorJson.key(key));
        return BlsPoints.keyOf(VectorJson.bytes(input, "keyEncoding")).equals(Optional.of(key))
                && statement.message().equals(VectorJson.bytes(vector, "encoding"))
                && statement.isProvenBy(signature(vector));
    }

    private static boolean isCommittee(JsonNode input, JsonNode vector) {
        var committee = new CommitteeKeys(VectorJson.keys(input.path("keys")));
        return committee.equals(CommitteeKeys.decode(VectorJson.bytes(vector, "encoding")))
                && committee
                        .hash(VectorJson.uint64(input, "chainId"), VectorJson.uint64(input, "term"))
                        .equals(VectorJson.hash(vector, "digest"))
                && committee.quorum() == vector.path("quorum").asInt();
    }

    private static boolean isCertificate(JsonNode input, JsonNode vector) {
        var committee = new CommitteeKeys(VectorJson.keys(input.path("keys")));
        return committee.equals(CommitteeKeys.decode(VectorJson.bytes(input, "keysEncoding")))
                && new Certificate(VectorJson.uint64(input, "signers"), signature(vector))
                        .isQuorumOf(committee, VectorJson.hash(input, "digest"));
    }

    private boolean isTaken(JsonNode input, JsonNode vector) {
        Bytes nextKeys = VectorJson.bytes(input, "nextKeys");
        var submission = new Submission(
                VectorJson.checkpoint(input.path("checkpoint")),
                totals(input),
                exits(input),
                CommitteeKeys.decode(VectorJson.bytes(input, "keys")),
                VectorJson.certificate(input),
                nextKeys.isEmpty() ? Optional.empty() : Optional.of(CommitteeKeys.decode(nextKeys)));
        Line line =
                input.has("after") ? Line.endingWith(VectorJson.checkpoint(input.path("after")), domain) : Line.NONE;
        List<Hash> inbox = VectorJson.hashes(input.path("inbox"));
        var rule = new SubmissionRule(
                domain,
                line,
                count -> count >= 0 && count < inbox.size() ? Optional.of(inbox.get((int) count)) : Optional.empty(),
                VectorJson.uint64(input, "term"),
                VectorJson.hash(input, "committee"));
        Optional<String> refusal = rule.judge(submission).map(SubmissionRefusal::error);
        Optional<String> said = Optional.ofNullable(vector.get("refusal")).map(JsonNode::asText);
        if (refusal.isPresent() && !refusal.equals(said)) {
            throw new AssertionError("refused for %s, not %s".formatted(refusal, said));
        }
        return refusal.isEmpty()
                && Submission.ofCall(VectorJson.bytes(vector, "encoding")).equals(submission);
    }

    private boolean isAnswered(JsonNode input) {
        var asked = new ForcedWithdrawal(
                VectorJson.message(input.path("request")), input.path("isToken").asBoolean());
        Optional<Message> answer = Optional.ofNullable(input.get("answer")).map(VectorJson::message);
        return !asked.isIgnored(domain, answer, input.path("isLeft").asBoolean());
    }

    private boolean isConflict(JsonNode input, JsonNode vector) {
        var contradiction = new Contradiction(
                VectorJson.checkpoint(input.path("first")),
                VectorJson.certificate(input.path("firstSigned")),
                VectorJson.checkpoint(input.path("second")),
                VectorJson.certificate(input.path("secondSigned")));
        CommitteeKeys committee = CommitteeKeys.decode(VectorJson.bytes(input, "keys"));
        return contradiction.isProven(domain, committee) && contradiction.liars() == VectorJson.uint64(vector, "liars");
    }

    private static boolean areShort(JsonNode input) {
        return totals(input)
                .areShort(
                        VectorJson.uint64(input, "chainId"),
                        VectorJson.list(input.path("messages"), VectorJson::message),
                        VectorJson.address(input, "asset"));
    }

    /** What both forms say. */
    private static Bytes signature(JsonNode vector) {
        Bytes signature = VectorJson.bytes(vector, "signature");
        HubException.require(
                BlsPoints.signatureOf(VectorJson.bytes(vector, "signatureEncoding"))
                        .equals(Optional.of(signature)),
                "the forms of the signature are not one point");
        return signature;
    }
}
