// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Forced withdrawals and their answers: rule 46. */
final class AnswerVectors {
    private static final long CHAIN = MessageVectors.CHAIN;
    private static final ForcedWithdrawal COIN = request(6, Address.ofNumber(0), 5, false);
    private static final ForcedWithdrawal TOKEN =
            request(9, Address.fromHex("0x721" + "0".repeat(34) + "721"), 42, true);

    private final VectorFile file = new VectorFile(
            "answers.json",
            "nobody can show that the chain ignored the request: answer, if there is one, is message k of the outbox of the"
                    + " checkpoint that passed the request as its k-th, and isLeft says whether that checkpoint's exit tree has a"
                    + " leaf of the sender, of some amount or, if the asset isToken, of this token",
            46);

    private AnswerVectors() {}

    static VectorFile all() {
        var vectors = new AnswerVectors();
        vectors.amounts();
        vectors.others();
        vectors.tokens();
        return vectors.file;
    }

    private void amounts() {
        accept("in-full", "the sender has what it asked for, and more is left", COIN, true, m -> {});
        accept("in-full-and-nothing-left", "it had no more", COIN, false, m -> {});
        accept("all-there-was", "it had less than it asked for", COIN, false, m -> m.put("amount", "3"));
        accept("nothing-there", "it had nothing, and is told so", COIN, false, m -> m.put("amount", "0"));
        accept("more-than-asked", "nobody was harmed", COIN, true, m -> m.put("amount", "6"));
        accept(
                "of-any-sender",
                "who sends it on the chain, its refund, gas and deadline do not count",
                COIN,
                true,
                m -> m.put("sender", MessageVectors.bob().toHex())
                        .put("refund", MessageVectors.bob().toHex())
                        .put("gas", "1")
                        .put("deadline", "1"));
        refuse(
                "too-little",
                "something is left, and it has less than it asked for",
                COIN,
                true,
                m -> m.put("amount", "4"));
        refuse("nothing-though-there", "something is left, and it has nothing", COIN, true, m -> m.put("amount", "0"));
        none("no-message", "the outbox has no message k", COIN, true);
        none("no-message-and-nothing-left", "even who has nothing is told so", COIN, false);
    }

    private void others() {
        refuse(
                "to-another",
                "it goes to somebody else",
                COIN,
                false,
                m -> m.put("recipient", MessageVectors.bob().toHex()));
        refuse("to-another-chain", "it does not go to the root", COIN, false, m -> m.put("to", "8"));
        refuse(
                "from-another-chain",
                "it says that it is another chain's, and cannot be claimed",
                COIN,
                false,
                m -> m.put("from", "8"));
        refuse(
                "of-another-asset",
                "it is of another asset",
                COIN,
                false,
                m -> m.put("asset", Address.ofNumber(0x20).toHex()));
        refuse(
                "of-another-request",
                "its data is the hash of another request",
                COIN,
                false,
                m -> m.put("data", TOKEN.request().digest(Given.ROOT).toHex()));
        refuse(
                "of-another-root",
                "its data is the request's hash for another root",
                COIN,
                false,
                m -> m.put(
                        "data",
                        COIN.request()
                                .digest(HubDomain.of(Given.ROOT.root() + 1))
                                .toHex()));
        refuse("without-data", "it does not say what it answers", COIN, false, m -> m.put("data", "0x"));
        refuse(
                "with-more-data",
                "its data is longer than a hash",
                COIN,
                false,
                m -> m.put("data", m.path("data").asText() + "00"));
        refuse("as-a-call", "a call may fail", COIN, false, m -> m.put("kind", "2"));
        refuse("as-a-refund", "it does not come back, it goes", COIN, false, m -> m.put("kind", "5"));
    }

    private void tokens() {
        accept("token", "the token that was asked for", TOKEN, false, m -> {});
        accept(
                "token-not-there",
                "it was not the sender's",
                TOKEN,
                false,
                m -> m.put("kind", "1").put("amount", "0"));
        refuse(
                "token-kept",
                "the exit tree says that it is the sender's",
                TOKEN,
                true,
                m -> m.put("kind", "1").put("amount", "0"));
        refuse("another-token", "another id, while the sender's is kept", TOKEN, true, m -> m.put("amount", "43"));
        refuse("id-as-amount", "a payment of so many is no token", TOKEN, true, m -> m.put("kind", "1"));
        none("no-token-message", "the outbox has no message k", TOKEN, false);
    }

    private void accept(
            String name, String reason, ForcedWithdrawal asked, boolean isLeft, Consumer<ObjectNode> change) {
        answered(file.accepted(name, reason), asked, isLeft, change);
    }

    private void refuse(
            String name, String reason, ForcedWithdrawal asked, boolean isLeft, Consumer<ObjectNode> change) {
        answered(file.refused(name, reason), asked, isLeft, change);
    }

    private void none(String name, String reason, ForcedWithdrawal asked, boolean isLeft) {
        input(file.refused(name, reason), asked, isLeft);
    }

    private static void answered(
            ObjectNode vector, ForcedWithdrawal asked, boolean isLeft, Consumer<ObjectNode> change) {
        ObjectNode answer = VectorJson.of(asked.answer(Given.ROOT, 0, UInt256.MAX));
        change.accept(answer);
        input(vector, asked, isLeft).set("answer", answer);
    }

    private static ObjectNode input(ObjectNode vector, ForcedWithdrawal asked, boolean isLeft) {
        ObjectNode input = vector.putObject("input");
        input.set("request", VectorJson.of(asked.request()));
        return input.put("isToken", asked.isToken()).put("isLeft", isLeft);
    }

    private static ForcedWithdrawal request(long nonce, Address asset, long amount, boolean isToken) {
        Address alice = MessageVectors.alice();
        return new ForcedWithdrawal(
                new Message(
                        0,
                        CHAIN,
                        nonce,
                        MessageKind.FORCED,
                        alice,
                        alice,
                        asset,
                        UInt256.of(amount),
                        0,
                        -1,
                        alice,
                        Bytes.EMPTY),
                isToken);
    }
}
