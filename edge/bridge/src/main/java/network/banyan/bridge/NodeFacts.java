// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.sdk.ChainClient;
import org.jspecify.annotations.Nullable;

/** What nodes of the root and of chains say of transfers that began at a time or later. */
public final class NodeFacts implements Facts {
    private static final Hash DRAWN = AbiValue.topic("Drawn(uint64,bytes32,uint256,uint256)");
    private static final Hash CLAIMED = AbiValue.topic("Claimed(uint64,bytes32,uint64,uint64,bool)");
    private static final Hash FORWARDED = AbiValue.topic("Forwarded(uint64,bytes32,uint64,uint64)");

    /** A node and what is asked of it. */
    private record Place(ChainClient client, EventReader events, BlockTimes times, long first) {
        static Place of(ChainClient client) {
            return new Place(client, new EventReader(client.rpc()), new BlockTimes(client), 1);
        }

        Place since(long seconds) {
            return new Place(client, events, times, times.firstFrom(seconds));
        }

        List<Event> read(Address contract, List<Optional<Hash>> topics) {
            return events.read(contract, topics, first, client.blockNumber());
        }

        Moment at(Event event) {
            return times.at(event.block());
        }
    }

    private final long rootId;
    private final Place root;
    private final SortedMap<Long, ChainOutpost> outposts;
    private final SortedMap<Long, Place> chains;

    /** @param outposts of the chains that can be asked, by their ids */
    public NodeFacts(ChainClient root, long rootId, SortedMap<Long, ChainOutpost> outposts) {
        this(rootId, Place.of(root), outposts, places(outposts));
    }

    private NodeFacts(long rootId, Place root, SortedMap<Long, ChainOutpost> outposts, SortedMap<Long, Place> chains) {
        this.rootId = rootId;
        this.root = root;
        this.outposts = new TreeMap<>(outposts);
        this.chains = chains;
    }

    private static SortedMap<Long, Place> places(SortedMap<Long, ChainOutpost> outposts) {
        SortedMap<Long, Place> places = new TreeMap<>();
        outposts.forEach((chain, outpost) -> places.put(chain, Place.of(outpost.client())));
        return places;
    }

    /**
     * The same, of blocks from a time on.
     *
     * @param seconds since 1970, by each chain's own blocks
     */
    public NodeFacts since(long seconds) {
        SortedMap<Long, Place> later = new TreeMap<>();
        chains.forEach((chain, place) -> later.put(chain, place.since(seconds)));
        return new NodeFacts(rootId, root.since(seconds), outposts, later);
    }

    /** The time of the root's last block, in seconds since 1970. */
    public long now() {
        return root.times().at(root.client().blockNumber()).seconds();
    }

    @Override
    public List<Step.Taken> taken(Hash tracking) {
        return taken(List.of(Optional.of(RootHub.SENT), Optional.empty(), Optional.empty(), Optional.of(tracking)));
    }

    @Override
    public Optional<Step.Taken> taken(long chain, long index) {
        return taken(List.of(
                        Optional.of(RootHub.SENT), Optional.of(RootHub.word(chain)), Optional.of(RootHub.word(index))))
                .stream()
                .findFirst();
    }

    private List<Step.Taken> taken(List<Optional<Hash>> topics) {
        return root.read(RootHub.INBOX, topics).stream()
                .map(event -> new Step.Taken(
                        event.number(1),
                        event.number(2),
                        event.word(3),
                        Message.decode(event.log().data()),
                        root.at(event)))
                .toList();
    }

    @Override
    public List<Step.Spending> spent(Hash tracking) {
        return root.read(RootHub.CLAIMS, List.of(Optional.empty(), Optional.empty(), Optional.of(tracking))).stream()
                .flatMap(this::spending)
                .toList();
    }

    private Stream<Step.Spending> spending(Event event) {
        Hash kind = event.word(0);
        AbiReader in = event.data();
        if (kind.equals(DRAWN)) {
            return Stream.of(new Step.Drawn(event.number(1), in.uint(), in.uint(), root.at(event)));
        }
        if (kind.equals(CLAIMED)) {
            in.number(63);
            in.number(63);
            return Stream.of(new Step.Claimed(event.number(1), in.flag(), root.at(event)));
        }
        return kind.equals(FORWARDED)
                ? Stream.of(new Step.Forwarded(event.number(1), event.number(3), in.number(63), root.at(event)))
                : Stream.empty();
    }

    @Override
    public Optional<Step.Accepted> accepted(long chain, long run) {
        ChainOutpost outpost = outposts.get(chain);
        if (outpost == null) {
            return Optional.empty();
        }
        long end = Math.multiplyExact(run, outpost.runBlocks());
        return new RootHub(root.client(), rootId, chain)
                .accepted(root.first(), root.client().blockNumber()).stream()
                        .filter(accepted -> accepted.checkpoint().lastBlock() == end)
                        .map(accepted -> new Step.Accepted(
                                chain, accepted.checkpoint(), root.times().at(accepted.block())))
                        .findFirst();
    }

    @Override
    public Maturity maturity(long chain, long sequence) {
        AbiReader accepted = root(
                RootHub.CHECKPOINTS,
                AbiValue.call("acceptedAt(uint64,uint64)", AbiValue.of(chain), AbiValue.of(sequence)));
        accepted.word();
        long since = accepted.number(63);
        long delay = number("delayOf(uint64)", chain);
        long clock = number("clockOf(uint64)", chain);
        long missing = Math.max(0, Math.addExact(since, delay) - clock);
        return new Maturity(missing == 0, now() + missing, state(chain) == ChainsContract.State.ACTIVE);
    }

    public ChainsContract.State state(long chain) {
        return ChainsContract.state(root.client().call(ChainsContract.ADDRESS, ChainsContract.stateOf(chain)));
    }

    private long number(String question, long chain) {
        return root(ChainsContract.ADDRESS, AbiValue.call(question, AbiValue.of(chain)))
                .number(63);
    }

    private AbiReader root(Address contract, Bytes question) {
        return AbiReader.ofOutput(root.client().call(contract, question));
    }

    @Override
    public boolean isInSight(long chain) {
        return chains.containsKey(chain);
    }

    @Override
    public List<Step.Sent> sent(Hash tracking) {
        var topics = List.of(
                Optional.of(RootHub.SENT), Optional.<Hash>empty(), Optional.<Hash>empty(), Optional.of(tracking));
        return chains.entrySet().stream()
                .flatMap(entry -> entry.getValue().read(ChainOutpost.OUTBOX, topics).stream()
                        .map(event -> sent(entry.getKey(), entry.getValue(), event)))
                .toList();
    }

    private static Step.Sent sent(long chain, Place place, Event event) {
        return new Step.Sent(
                chain,
                event.number(1),
                event.word(3),
                Message.decode(event.log().data()),
                place.at(event));
    }

    @Override
    public Optional<Step.Observed> observed(long chain, long index) {
        Place place = place(chain);
        return place.read(ChainOutpost.OUTPOST, List.of(Optional.of(ChainOutpost.OBSERVED))).stream()
                .filter(event -> event.number(1) > index)
                .map(event -> new Step.Observed(chain, event.number(1), place.at(event)))
                .findFirst();
    }

    @Override
    public Optional<Step.Handled> handled(long chain, long index) {
        Place place = place(chain);
        return place
                .read(
                        ChainOutpost.OUTPOST,
                        List.of(Optional.of(ChainOutpost.HANDLED), Optional.of(RootHub.word(index))))
                .stream()
                .map(event -> new Step.Handled(chain, index, event.data().flag(), place.at(event)))
                .findFirst();
    }

    @Override
    public Optional<Step.Sent> wentBack(Step.Handled handled, Hash tracking) {
        Place place = place(handled.chain());
        long block = handled.at().block();
        return place.events().read(ChainOutpost.OUTBOX, List.of(Optional.of(RootHub.SENT)), block, block).stream()
                .map(event -> sent(handled.chain(), place, event))
                .filter(sent -> sent.message().sender().equals(ChainOutpost.OUTPOST)
                        && sent.message().data().equals(tracking.toBytes()))
                .findFirst();
    }

    @Override
    public Optional<Step.Answered> answered(Step.Handled handled, Hash request) {
        ChainOutpost outpost = seen(outposts.get(handled.chain()), handled.chain());
        Place place = place(handled.chain());
        long blocks = outpost.runBlocks();
        long run = (handled.at().block() + blocks - 1) / blocks;
        if (run > outpost.lastClosed()) {
            return Optional.empty();
        }
        HubDomain domain = HubDomain.of(rootId);
        Moment closed = place.times().at(run * blocks);
        return outpost.answers(run).stream()
                .filter(answer -> answer.data().equals(request.toBytes()))
                .map(answer -> new Step.Answered(handled.chain(), run, answer.digest(domain), answer, closed))
                .findFirst();
    }

    private Place place(long chain) {
        return seen(chains.get(chain), chain);
    }

    /** Whoever asks about a chain asked first whether it is in sight. */
    private static <T> T seen(@Nullable T end, long chain) {
        Invariant.check(end != null, "no node of chain %d was named", chain);
        return Objects.requireNonNull(end);
    }
}
