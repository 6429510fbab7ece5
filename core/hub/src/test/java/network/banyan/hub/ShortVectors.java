// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Outboxes that take out more than a checkpoint's totals: rule 26. */
final class ShortVectors {
    private static final long CHAIN = MessageVectors.CHAIN;
    private static final Address COIN = Address.ofNumber(0);
    private static final Address DEED = Address.fromHex("0x721" + "0".repeat(34) + "721");
    private static final Address OTHER = Address.fromHex("0x20" + "0".repeat(36) + "20");
    private static final UInt256 HALF = new UInt256(Long.MIN_VALUE, 0, 0, 0);

    /** Five of the coin, and one token. */
    private static final Totals TOTALS =
            new Totals(List.of(new Total(COIN, UInt256.of(5))), List.of(new Token(DEED, UInt256.of(42))));

    private final VectorFile file = new VectorFile(
            "short-totals.json",
            "the messages, which are all of an outbox of the chain, prove of the asset that together they take out more than the"
                    + " totals, or a token that is not among the tokens",
            26);

    private ShortVectors() {}

    static VectorFile all() {
        var vectors = new ShortVectors();
        vectors.shortOnes();
        vectors.sufficient();
        return vectors.file;
    }

    private void shortOnes() {
        put(true, "one-too-much", "six of five", COIN, coin(6));
        put(true, "too-much-together", "three and three of five", COIN, coin(3), coin(3));
        put(true, "the-last-one", "after all is spent, one more", COIN, coin(5), coin(0), coin(1));
        put(true, "no-total", "there is no total of the asset at all", OTHER, of(MessageKind.DEPOSIT, OTHER, 1));
        put(true, "over-256-bits", "the sum would wrap to nothing", COIN, coin(HALF), coin(HALF));
        put(true, "calls-count", "a call brings coin along", COIN, of(MessageKind.CALL, COIN, 6));
        put(true, "to-another-chain-counts", "wherever it goes", COIN, to(8, 6));
        put(true, "token-not-listed", "another id of the same asset", DEED, of(MessageKind.TOKEN, DEED, 43));
        put(
                true,
                "token-of-another-asset",
                "the id is listed, for another asset",
                OTHER,
                of(MessageKind.TOKEN, OTHER, 42));
        put(
                true,
                "token-as-amount",
                "a payment in the token's asset, of which there is no total",
                DEED,
                of(MessageKind.DEPOSIT, DEED, 42));
    }

    private void sufficient() {
        put(false, "just-enough", "two and three of five", COIN, coin(2), coin(3));
        put(false, "less", "one of five", COIN, coin(1));
        put(
                false,
                "another-asset-is-short",
                "what is short is not the asset that is asked about",
                COIN,
                of(MessageKind.DEPOSIT, OTHER, 1),
                coin(5));
        put(
                false,
                "as-if-of-another-chain",
                "a message that says it is another chain's cannot be claimed",
                COIN,
                from(8, 6));
        put(false, "token-listed", "the token is there", DEED, of(MessageKind.TOKEN, DEED, 42));
        put(
                false,
                "token-twice",
                "it is there, and claimed once",
                DEED,
                of(MessageKind.TOKEN, DEED, 42),
                of(MessageKind.TOKEN, DEED, 42));
        put(
                false,
                "token-is-no-amount",
                "an id is not taken from the asset's total",
                COIN,
                coin(5),
                of(MessageKind.TOKEN, DEED, 42));
        put(false, "nothing", "a message of nothing takes nothing", OTHER, of(MessageKind.CALL, OTHER, 0));
    }

    private void put(boolean isShort, String name, String reason, Address asset, Message... messages) {
        ObjectNode vector = isShort ? file.accepted(name, reason) : file.refused(name, reason);
        ObjectNode input = vector.putObject("input");
        input.put("chainId", VectorJson.unsigned(CHAIN));
        input.set("totals", VectorJson.array(TOTALS.totals(), VectorJson::of));
        input.set("tokens", VectorJson.array(TOTALS.tokens(), VectorJson::of));
        input.set("messages", VectorJson.array(List.of(messages), VectorJson::of));
        input.put("asset", asset.toHex());
    }

    private static Message coin(long amount) {
        return of(MessageKind.DEPOSIT, COIN, amount);
    }

    private static Message coin(UInt256 amount) {
        return message(CHAIN, 0, MessageKind.DEPOSIT, COIN, amount);
    }

    private static Message of(MessageKind kind, Address asset, long amount) {
        return message(CHAIN, 0, kind, asset, UInt256.of(amount));
    }

    private static Message to(long chain, long amount) {
        return message(CHAIN, chain, MessageKind.DEPOSIT, COIN, UInt256.of(amount));
    }

    private static Message from(long chain, long amount) {
        return message(chain, 0, MessageKind.DEPOSIT, COIN, UInt256.of(amount));
    }

    private static Message message(long from, long to, MessageKind kind, Address asset, UInt256 amount) {
        Address alice = MessageVectors.alice();
        return new Message(from, to, 0, kind, alice, alice, asset, amount, 0, -1, alice, Bytes.EMPTY);
    }
}
