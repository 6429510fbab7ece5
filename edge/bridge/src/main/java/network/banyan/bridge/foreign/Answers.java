// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.List;
import java.util.regex.Pattern;
import network.banyan.crypto.Bls;
import network.banyan.hub.ChainIds;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.Exit;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.HubException;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Sibling;
import network.banyan.hub.Token;
import network.banyan.hub.Total;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Answers as core/hub's types; each method throws {@link HubException} for what the pages do not allow. */
final class Answers {
    private static final Pattern NAME = Pattern.compile("[ -~]{1,32}");

    private Answers() {}

    static Description description(Fields answer) {
        String name = answer.text("name");
        HubException.require(
                NAME.matcher(name).matches(), "%s is not 1 to 32 printable ASCII characters", answer.at("name"));
        long chainId = answer.uint64("chainId");
        HubException.require(chainId >= 1 && chainId <= ChainIds.MAX, "%s is not 1 to 2^52", answer.at("chainId"));
        List<Bytes> keys = answer.bytesList("keys", CommitteeKeys.MAX_SIZE, Bls.PUBLIC_KEY_SIZE);
        for (int i = 1; i < keys.size(); i++) {
            HubException.require(
                    keys.get(i - 1).compareTo(keys.get(i)) < 0, "%s do not rise at %d", answer.at("keys"), i);
        }
        return new Description(
                name,
                chainId,
                answer.hash("genesis"),
                keys.stream().map(key -> key(key, answer.at("keys"))).toList(),
                answer.uint64("head"),
                answer.uint64("inboxCursor"));
    }

    static Run run(Fields answer) {
        return new Run(
                checkpoint(answer.object("checkpoint", Shape.CHECKPOINT)),
                new Totals(
                        answer.list("totals", Totals.MAX_TOTALS, Shape.TOTAL, Answers::total),
                        answer.list("tokens", Totals.MAX_TOKENS, Shape.TOKEN, Answers::token)),
                new Exits(answer.list("exits", Exits.MAX_TREES, Shape.EXIT, Answers::exit)),
                answer.list("outbox", Checkpoint.MAX_OUTBOX, Shape.MESSAGE, Answers::message));
    }

    static List<Share> shares(Fields answer) {
        List<Share> shares = answer.list("shares", CommitteeKeys.MAX_SIZE, Shape.SHARE, Answers::share);
        long keys = shares.stream().map(share -> share.key().bytes()).distinct().count();
        HubException.require(keys == shares.size(), "%s name a key twice", answer.at("shares"));
        return shares;
    }

    static Leaf leafOfAmount(Fields answer, Address account) {
        return leaf(answer, new Holding(account, answer.amount("amount")));
    }

    static Leaf leafOfToken(Fields answer, Address account, UInt256 id) {
        HubException.require(answer.amount("amount").equals(UInt256.ONE), "%s is not 1", answer.at("amount"));
        return leaf(answer, new Holding(account, id));
    }

    private static Leaf leaf(Fields answer, Holding holding) {
        return new Leaf(
                holding,
                answer.uint32("index"),
                answer.list("path", ExitTree.MAX_DEPTH, Shape.SIBLING, Answers::sibling));
    }

    private static Checkpoint checkpoint(Fields fields) {
        long outboxCount = fields.uint32("outboxCount");
        HubException.require(
                outboxCount <= Checkpoint.MAX_OUTBOX, "%s is over %d", fields.at("outboxCount"), Checkpoint.MAX_OUTBOX);
        return new Checkpoint(
                fields.uint64("chainId"),
                fields.uint64("sequence"),
                fields.hash("previous"),
                fields.uint64("term"),
                fields.uint64("firstBlock"),
                fields.uint64("lastBlock"),
                fields.hash("blockHash"),
                fields.hash("preState"),
                fields.hash("postState"),
                fields.uint64("inboxCursor"),
                fields.hash("inboxHash"),
                fields.hash("outboxRoot"),
                (int) outboxCount,
                fields.hash("totals"),
                fields.hash("exits"),
                fields.hash("data"),
                fields.hash("nextCommittee"));
    }

    private static Message message(Fields fields) {
        long kind = fields.uint32("kind");
        HubException.require(kind <= MessageKind.REFUND.number(), "%s is %d, no kind", fields.at("kind"), kind);
        return new Message(
                fields.uint64("from"),
                fields.uint64("to"),
                fields.uint64("nonce"),
                MessageKind.of((int) kind),
                fields.address("sender"),
                fields.address("recipient"),
                fields.address("asset"),
                fields.amount("amount"),
                fields.uint64("gas"),
                fields.uint64("deadline"),
                fields.address("refund"),
                fields.bytesUpTo("data", Message.MAX_DATA));
    }

    private static Total total(Fields fields) {
        return new Total(fields.address("asset"), fields.amount("amount"));
    }

    private static Token token(Fields fields) {
        return new Token(fields.address("asset"), fields.amount("id"));
    }

    private static Exit exit(Fields fields) {
        return new Exit(fields.address("asset"), fields.hash("root"), fields.amount("sum"), fields.uint32("count"));
    }

    private static Share share(Fields fields) {
        return new Share(
                key(fields.bytes("key", Bls.PUBLIC_KEY_SIZE), fields.at("key")),
                fields.bytes("signature", Bls.SIGNATURE_SIZE));
    }

    private static Sibling sibling(Fields fields) {
        return new Sibling(fields.hash("hash"), fields.amount("sum"), fields.bool("left"));
    }

    private static Bls.PublicKey key(Bytes bytes, String place) {
        return Bls.PublicKey.decode(bytes)
                .orElseThrow(() -> new HubException(place + " holds 48 bytes that are no BLS key"));
    }
}
