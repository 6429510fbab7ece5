// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.HubDomain;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.Submission;
import network.banyan.hub.Token;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;

/** What the root's contracts say of one chain (docs/spec/hub.md). */
public final class RootHub {
    public static final Address ESCROW = Address.ofNumber(0x1022);
    public static final Address INBOX = Address.ofNumber(0x1023);
    public static final Address CHECKPOINTS = Submission.CONTRACT;
    public static final Address CLAIMS = Address.ofNumber(0x1026);

    static final String MESSAGE =
            "(uint64,uint64,uint64,uint8,address,address,address,uint256,uint64,uint64,address,bytes)";
    static final String CHECKPOINT =
            "(uint64,uint64,bytes32,uint64,uint64,uint64,bytes32,bytes32,bytes32,uint64,bytes32,bytes32,uint32,"
                    + "bytes32,bytes32,bytes32,bytes32)";

    /** Topic of a message that the root took, and of one that a chain's outbox did. */
    public static final Hash SENT = AbiValue.topic("Sent(uint64,uint64,bytes32," + MESSAGE + ")");

    private static final Hash ACCEPTED = AbiValue.topic("CheckpointAccepted(uint64,uint64,bytes32," + CHECKPOINT + ")");

    private final ChainClient root;
    private final long chainId;
    private final HubDomain domain;
    private final EventReader events;

    /** @param rootId the root's chain id */
    public RootHub(ChainClient root, long rootId, long chainId) {
        this.root = root;
        this.chainId = chainId;
        this.domain = HubDomain.of(rootId);
        this.events = new EventReader(root.rpc());
    }

    public ChainClient client() {
        return root;
    }

    public HubDomain domain() {
        return domain;
    }

    public long chainId() {
        return chainId;
    }

    public ChainsContract.State state() {
        return ChainsContract.state(root.call(ChainsContract.ADDRESS, ChainsContract.stateOf(chainId)));
    }

    /** What the chain was registered with; of an unknown one all is zero. */
    public ChainsContract.Charter charter() {
        return ChainsContract.charter(root.call(ChainsContract.ADDRESS, ChainsContract.charterOf(chainId)));
    }

    /**
     * A message that the root took for the chain.
     *
     * @param block of the root
     */
    public record Arrived(long index, Hash tracking, Message message, long block, Hash transaction) {}

    /** What the root took for the chain in these blocks of its own, in order. */
    public List<Arrived> inbox(long first, long last) {
        return events.read(INBOX, List.of(Optional.of(SENT), Optional.of(word(chainId))), first, last).stream()
                .map(event -> new Arrived(
                        event.number(2),
                        event.word(3),
                        Message.decode(event.log().data()),
                        event.block(),
                        event.transaction()))
                .toList();
    }

    /** How many messages there are. */
    public long inboxCount() {
        return number(INBOX, AbiValue.call("count(uint64)", AbiValue.of(chainId)));
    }

    /** What the first so many messages hash to. */
    public InboxPrefix inboxAt(long count) {
        return new InboxPrefix(
                count,
                ask(INBOX, AbiValue.call("hashAt(uint64,uint64)", AbiValue.of(chainId), AbiValue.of(count)))
                        .word());
    }

    /** Where the accepted checkpoints end. */
    public Line line() {
        AbiReader in = ask(CHECKPOINTS, AbiValue.call("lineOf(uint64)", AbiValue.of(chainId)));
        Hash digest = in.word();
        Hash state = in.word();
        return new Line(in.number(63), digest, state, in.number(63), in.number(63));
    }

    /** A checkpoint that the root accepted, in a block of its own. */
    public record Accepted(Checkpoint checkpoint, Hash digest, long block, Hash transaction) {}

    /** Checkpoints that the root accepted in these blocks of its own, in order. */
    public List<Accepted> accepted(long first, long last) {
        return accepted(List.of(Optional.of(ACCEPTED), Optional.of(word(chainId))), first, last);
    }

    /** The accepted checkpoint of a sequence, if these blocks of the root took it. */
    public Optional<Accepted> accepted(long sequence, long first, long last) {
        List<Optional<Hash>> topics =
                List.of(Optional.of(ACCEPTED), Optional.of(word(chainId)), Optional.of(word(sequence)));
        return accepted(topics, first, last).stream().findFirst();
    }

    private List<Accepted> accepted(List<Optional<Hash>> topics, long first, long last) {
        return events.read(CHECKPOINTS, topics, first, last).stream()
                .map(event -> {
                    Bytes data = event.log().data();
                    return new Accepted(
                            Checkpoint.decode(data.slice(Hash.SIZE, data.size())),
                            event.data().word(),
                            event.block(),
                            event.transaction());
                })
                .toList();
    }

    /** The last checkpoint whose messages can be claimed; 0 for none. */
    public long lastMature() {
        return number(CHECKPOINTS, AbiValue.call("lastMature(uint64)", AbiValue.of(chainId)));
    }

    /** How much of a message went through the chain's limit, and whether it is done. */
    public record Progress(UInt256 drawn, boolean isDone) {}

    public Progress progress(long sequence, long index) {
        AbiReader in = ask(
                CLAIMS,
                AbiValue.call(
                        "progressOf(uint64,uint64,uint64)",
                        AbiValue.of(chainId),
                        AbiValue.of(sequence),
                        AbiValue.of(index)));
        return new Progress(in.uint(), in.flag());
    }

    /** The call of {@link #CLAIMS} that claims a message of an accepted checkpoint. */
    public static Bytes claim(Checkpoint checkpoint, int index, Message message, List<Hash> path) {
        return AbiValue.call(
                "claim(" + CHECKPOINT + ",uint64," + MESSAGE + ",bytes32[])",
                checkpoint.toAbi(),
                AbiValue.of(index),
                message.toAbi(),
                new AbiValue.Items(path.stream().map(AbiValue::of).toList()));
    }

    /** How much of an asset is there for the chain, less what it has not handled beyond a cursor (rule 25). */
    public UInt256 handled(Address asset, long cursor) {
        return ask(
                        ESCROW,
                        AbiValue.call(
                                "handled(uint64,address,uint64)",
                                AbiValue.of(chainId),
                                AbiValue.of(asset),
                                AbiValue.of(cursor)))
                .uint();
    }

    /** Whether an asset is an ERC-721 token's contract. */
    public boolean isTokens(Address asset) {
        return ask(ESCROW, AbiValue.call("isToken(address)", AbiValue.of(asset)))
                .flag();
    }

    /** Whether a token is there for the chain, came with a message below a cursor, and is not on its way out. */
    public boolean isThere(Token token, long cursor) {
        AbiReader in = ask(
                ESCROW, AbiValue.call("placeOf(address,uint256)", AbiValue.of(token.asset()), AbiValue.of(token.id())));
        long chain = in.number(63);
        long arrived = in.number(63);
        return chain == chainId && arrived < cursor && in.number(63) == 0;
    }

    private AbiReader ask(Address contract, Bytes question) {
        return AbiReader.ofOutput(root.call(contract, question));
    }

    private long number(Address contract, Bytes question) {
        return ask(contract, question).number(63);
    }

    static Hash word(long number) {
        return UInt256.of(number).toHash();
    }
}
