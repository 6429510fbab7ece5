// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Message;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;

/** What a chain's own contracts say (docs/spec/outpost.md). Runs count from 1, blocks of run r are (r - 1) * n + 1 to r * n. */
public final class ChainOutpost {
    public static final Address OUTPOST = Address.ofNumber(0x1030);
    public static final Address ASSETS = Address.ofNumber(0x1031);
    public static final Address OUTBOX = OutboxContract.ADDRESS;

    static final Hash OBSERVED = AbiValue.topic("Observed(uint64,bytes32)");
    static final Hash HANDLED = AbiValue.topic("Handled(uint64,bytes32,bool)");
    private static final Hash SHARED = AbiValue.topic("Shared(uint64,address,bytes32,bytes)");
    private static final Hash LISTED = AbiValue.topic("ListedAs(address,address,bool)");
    private static final Hash TRANSFER = AbiValue.topic("Transfer(address,address,uint256)");

    private static final int MESSAGES_MAX = 1_024;

    private final ChainClient chain;
    private final EventReader events;

    public ChainOutpost(ChainClient chain) {
        this.chain = chain;
        this.events = new EventReader(chain.rpc());
    }

    public ChainClient client() {
        return chain;
    }

    /** How many messages of the inbox are handled, and what they hash to. */
    public InboxPrefix head() {
        AbiReader in = ask(OUTPOST, AbiValue.call("head()"));
        return new InboxPrefix(in.number(63), in.word());
    }

    public long runBlocks() {
        return number(OUTBOX, AbiValue.call("runBlocks()"));
    }

    /** The run that was closed last; 0 for none. */
    public long lastClosed() {
        return number(OUTBOX, AbiValue.call("lastClosed()"));
    }

    /** What a checkpoint that ends with a closed run says of it. */
    public OutboxContract.Run record(long run) {
        return OutboxContract.record(chain.call(OUTBOX, OutboxContract.record(run)));
    }

    /** What the outbox of a closed run takes out. */
    public Totals totals(long run) {
        return Totals.decode(chain.call(OUTBOX, AbiValue.call("lists(uint64)", AbiValue.of(run))));
    }

    /** The answers with which the outbox of a closed run begins. */
    public List<Message> answers(long run) {
        AbiReader in = ask(OUTBOX, AbiValue.call("answers(uint64)", AbiValue.of(run)));
        return in.list(MESSAGES_MAX, Message::ofItem);
    }

    /** A message that was sent, or goes back, in a run. */
    public record Sent(long run, long place, Hash tracking, Message message, long block, Hash transaction) {}

    /** What was sent in these blocks, in order. */
    public List<Sent> sent(long first, long last) {
        return read(OUTBOX, RootHub.SENT, first, last).stream()
                .map(event -> new Sent(
                        event.number(1),
                        event.number(2),
                        event.word(3),
                        Message.decode(event.log().data()),
                        event.block(),
                        event.transaction()))
                .toList();
    }

    /** A message of the inbox that is done; it went back, or left nothing, if it was not delivered. */
    public record Handled(long index, Hash tracking, boolean isDelivered, long block, Hash transaction) {}

    public List<Handled> handled(long first, long last) {
        return read(OUTPOST, HANDLED, first, last).stream()
                .map(event -> new Handled(
                        event.number(1), event.word(2), event.data().flag(), event.block(), event.transaction()))
                .toList();
    }

    /** Heads that a quorum saw on the root. */
    public List<InboxPrefix> observed(long first, long last) {
        return read(OUTPOST, OBSERVED, first, last).stream()
                .map(event -> new InboxPrefix(event.number(1), event.data().word()))
                .toList();
    }

    /**
     * What a member posted as its signature of a checkpoint; whether it is one nobody has checked.
     *
     * @param signature 96 bytes
     */
    public record Share(long sequence, Address account, Hash digest, Bytes signature) {}

    public List<Share> shares(long first, long last) {
        return read(OUTPOST, SHARED, first, last).stream()
                .map(event -> {
                    AbiReader in = event.data();
                    return new Share(event.number(1), event.address(2), in.word(), in.bytes(96));
                })
                .toList();
    }

    /** A bridged contract, for an asset of the root. */
    public record Listed(Address asset, Address twin, boolean isToken, long block) {}

    public List<Listed> listed(long first, long last) {
        return read(ASSETS, LISTED, first, last).stream()
                .map(event -> new Listed(
                        event.address(1), event.address(2), event.data().flag(), event.block()))
                .toList();
    }

    /**
     * That something changed hands; from or to nobody (0) when it came into being or went.
     *
     * @param what the amount, or the token's id
     */
    public record Transfer(Address from, Address to, UInt256 what, long block) {}

    /** What changed hands of a bridged contract. Closing a run burns without an event: that stands in {@link #answers}. */
    public List<Transfer> transfers(Listed listed, long first, long last) {
        return read(listed.twin(), TRANSFER, first, last).stream()
                .map(event -> new Transfer(
                        event.address(1),
                        event.address(2),
                        listed.isToken()
                                ? event.word(3).toUInt256()
                                : event.data().uint(),
                        event.block()))
                .toList();
    }

    /**
     * The question to {@link #ASSETS} how much an account holds of an asset; of a token, 1 if the id is its.
     *
     * @param id of an ERC-721 token
     */
    public static Bytes heldBy(Address asset, Address account, UInt256 id) {
        return AbiValue.call(
                "heldBy(address,address,uint256)", AbiValue.of(asset), AbiValue.of(account), AbiValue.of(id));
    }

    /** The bridged contract of an asset; zero if it is not listed. */
    public Address twin(Address asset) {
        return ask(ASSETS, AbiValue.call("bridged(address)", AbiValue.of(asset)))
                .address();
    }

    /**
     * A block's header, as checkpoints name it.
     *
     * @param gasLimit of the block
     */
    public record Head(long number, Hash hash, Hash stateRoot, long gasLimit) {}

    /** The header of a final block. */
    public Head head(long number) {
        JsonNode json =
                chain.rpc().call("eth_getBlockByNumber", UInt256.of(number).toQuantity(), false);
        try {
            return new Head(
                    number,
                    Hash.fromHex(json.path("hash").asText()),
                    Hash.fromHex(json.path("stateRoot").asText()),
                    UInt256.fromHex(json.path("gasLimit").asText()).toLongExact());
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new RpcFailure.Unreachable("eth_getBlockByNumber: the node has no block " + number, malformed);
        }
    }

    /** A member's word for what the inbox's first messages hash to. */
    public static Bytes observe(InboxPrefix seen) {
        return AbiValue.call("observe(uint64,bytes32)", AbiValue.of(seen.count()), AbiValue.of(seen.hash()));
    }

    /** Handles messages; the hashes of those behind them, up to an observed head. */
    public static Bytes handle(List<Message> messages, List<Hash> rest) {
        return AbiValue.call(
                "handle(" + RootHub.MESSAGE + "[],bytes32[])",
                new AbiValue.Items(messages.stream().map(Message::toAbi).toList()),
                new AbiValue.Items(rest.stream().map(AbiValue::of).toList()));
    }

    /** A member's signature of a checkpoint. */
    public static Bytes share(long sequence, Hash digest, Bytes signature) {
        return AbiValue.call(
                "share(uint64,bytes32,bytes)", AbiValue.of(sequence), AbiValue.of(digest), AbiValue.of(signature));
    }

    /**
     * How an asset is listed.
     *
     * @param asset its address on the root; zero for the root's coin
     */
    public record Listing(Address asset, boolean isToken, int decimals, String name, String symbol) {}

    /** A member's word that an asset shall be listed so. */
    public static Bytes list(Listing listing) {
        return AbiValue.call(
                "list((address,bool,uint8,string,string))",
                AbiValue.tuple(
                        AbiValue.of(listing.asset()),
                        AbiValue.of(listing.isToken()),
                        AbiValue.of(listing.decimals()),
                        AbiValue.of(listing.name()),
                        AbiValue.of(listing.symbol())));
    }

    private List<Event> read(Address contract, Hash topic, long first, long last) {
        return events.read(contract, List.of(Optional.of(topic)), first, last);
    }

    private AbiReader ask(Address contract, Bytes question) {
        return AbiReader.ofOutput(chain.call(contract, question));
    }

    private long number(Address contract, Bytes question) {
        return ask(contract, question).number(63);
    }
}
