// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.crypto.Bls;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.hub.Order;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * One process of a chain in any language (docs/spec/foreign.md, hub/service/sidechain.proto). Each method is one call and
 * throws {@link ForeignFailure}. Numbers are unsigned. Any number of threads may call at once.
 */
public final class ForeignChain implements AutoCloseable {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private final Wire wire;

    /**
     * @param endpoint {@code http://} or {@code https://}, with no path that matters
     * @param timeMax from sending to the whole answer
     * @throws IllegalArgumentException if it begins otherwise
     */
    public ForeignChain(URI endpoint, Duration timeMax) {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("a chain's address begins with http:// or https://, not " + endpoint);
        }
        this.wire = new Wire(endpoint, timeMax);
    }

    /** With a time of 10 seconds. */
    public ForeignChain(URI endpoint) {
        this(endpoint, TIME_MAX);
    }

    /** Who it is, and the voting keys this process holds. */
    public Description describe() {
        return wire.ask(Call.DESCRIBE, new Asked(Shape.DESCRIBE_REQUEST), Answers::description);
    }

    /** A key's proof of possession for an account: 96 bytes, which nobody has verified. */
    public Bytes prove(HubDomain domain, Bls.PublicKey key, Address account) {
        Asked asked =
                placed(Shape.PROVE_REQUEST, domain).bytes("key", key.bytes()).address("account", account);
        return wire.ask(Call.PROVE, asked, answer -> answer.bytes("signature", Bls.SIGNATURE_SIZE));
    }

    /** Tells it its place under a root. */
    public void found(HubDomain domain, long term, CommitteeKeys committee) {
        Asked asked = placed(Shape.FOUND_REQUEST, domain)
                .uint64("term", term)
                .bytesList(
                        "committee",
                        committee.keys().stream().map(Bls.PublicKey::bytes).toList());
        wire.ask(Call.FOUND, asked, answer -> answer);
    }

    /**
     * Hands over messages of the inbox.
     *
     * @param first index of the first of them
     * @param time of the root's block that was read, seconds
     * @return how many messages it has handled for good
     */
    public long deliver(long first, List<Message> messages, long time) {
        Asked asked = new Asked(Shape.DELIVER_REQUEST)
                .uint64("first", first)
                .messages("messages", messages)
                .uint64("time", time);
        return wire.ask(Call.DELIVER, asked, answer -> answer.uint64("inboxCursor"));
    }

    /**
     * Gives it a user's order.
     *
     * @param signature 65 bytes: r, s, v (27 or 28)
     * @return the tracking id of the message it became
     */
    public Hash order(Order order, Bytes signature) {
        Asked asked = new Asked(Shape.ORDER_REQUEST)
                .uint64("nonce", order.nonce())
                .address("sender", order.sender())
                .uint64("to", order.to())
                .uint32("kind", order.kind().number())
                .address("recipient", order.recipient())
                .address("asset", order.asset())
                .amount("amount", order.amount())
                .uint64("gas", order.gas())
                .uint64("deadline", order.deadline())
                .address("refund", order.refund())
                .bytes("data", order.data())
                .bytes("signature", signature);
        return wire.ask(Call.ORDER, asked, answer -> answer.hash("tracking"));
    }

    /** What an account holds of an asset, and the nonce of its next order. */
    public Account account(Address asset, Address account) {
        Asked asked = new Asked(Shape.HOLDING_REQUEST).address("asset", asset).address("account", account);
        return wire.ask(Call.HOLDING, asked, answer -> new Account(answer.amount("amount"), answer.uint64("nonce")));
    }

    /** Who holds a token, if anybody does. */
    public Optional<Address> holder(Address asset, UInt256 id) {
        Asked asked = new Asked(Shape.HOLDING_REQUEST).address("asset", asset).amount("id", id);
        return wire.ask(Call.HOLDING, asked, answer -> answer.addressOrNone("holder"));
    }

    /** Checkpoint number {@code sequence}, from 1; nothing if it does not exist yet. */
    public Optional<Run> line(long sequence) {
        Asked asked = new Asked(Shape.LINE_REQUEST).uint64("sequence", sequence);
        return ifFound(() -> wire.ask(Call.LINE, asked, Answers::run));
    }

    /** Shares of the keys this process holds over a checkpoint of its line. */
    public List<Share> sign(long sequence, Hash digest) {
        Asked asked = new Asked(Shape.SIGN_REQUEST).uint64("sequence", sequence).hash("digest", digest);
        return wire.ask(Call.SIGN, asked, Answers::shares);
    }

    /** An account's leaf of a tree of amounts; nothing if it has none. */
    public Optional<Leaf> leaf(long sequence, Address asset, Address account) {
        Asked asked = leafOf(sequence, asset, account);
        return ifFound(() -> wire.ask(Call.LEAF, asked, answer -> Answers.leafOfAmount(answer, account)));
    }

    /** An account's leaf of a tree of tokens; nothing if it has none. */
    public Optional<Leaf> leafOfToken(long sequence, Address asset, Address account, UInt256 id) {
        Asked asked = leafOf(sequence, asset, account).amount("id", id);
        return ifFound(() -> wire.ask(Call.LEAF, asked, answer -> Answers.leafOfToken(answer, account, id)));
    }

    private static Asked leafOf(long sequence, Address asset, Address account) {
        return new Asked(Shape.LEAF_REQUEST)
                .uint64("sequence", sequence)
                .address("asset", asset)
                .address("account", account);
    }

    private static Asked placed(Shape shape, HubDomain domain) {
        return new Asked(shape).uint64("rootChainId", domain.root()).address("hubChains", domain.chains());
    }

    private static <T> Optional<T> ifFound(Supplier<T> ask) {
        try {
            return Optional.of(ask.get());
        } catch (ForeignFailure.Refused refused) {
            if (refused.code() == RefusalCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
