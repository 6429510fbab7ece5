// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.election.Committee;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.light.KnownHeader;
import network.banyan.light.VerifiedChain;
import network.banyan.node.Banyan;
import network.banyan.node.ConfiguredRpc;
import network.banyan.node.RunningNode;
import network.banyan.node.UserError;
import network.banyan.node.tracing.Traces;
import network.banyan.primitives.Bytes;
import network.banyan.replica.ChainState;
import network.banyan.rpc.RpcLimits;
import network.banyan.rpc.RpcServer;
import network.banyan.rpc.ethereum.QueryLimits;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.state.StateChain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node without a state, in this process: it follows the chain from sources and answers with what it has verified. */
public final class LightNode implements RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(LightNode.class);

    /** A call may fetch piece by piece from afar. */
    private static final Duration CALL_TIME = Duration.ofSeconds(20);

    private static final int LOGS_MAX = 10_000;

    private static final RpcLimits LIMITS = RpcLimits.standard()
            .withQueries(QueryLimits.standard().withCallTime(CALL_TIME).withLogs(VerifiedChain.WINDOW, LOGS_MAX));

    /** Once so many block intervals, or so long, without news, what is known is called old. */
    private static final int STALE_INTERVALS = 20;

    private static final Duration STALE_LEAST = Duration.ofSeconds(30);

    private final Sources sources;
    private final Follower follower;
    private final RpcServer server;
    private final Optional<Traces> traces;

    private LightNode(Sources sources, Follower follower, RpcServer server, Optional<Traces> traces) {
        this.traces = traces;
        this.sources = sources;
        this.follower = follower;
        this.server = server;
    }

    /**
     * Starts it; it answers at once, at first with what it knew when it stopped, or genesis.
     *
     * @param onFailure told, from a thread of the node, when it can no longer go on
     * @throws UserError if its file, its checkpoint or its port do not allow it
     */
    public static LightNode start(LightConfig config, Genesis genesis, Consumer<Throwable> onFailure) {
        InstantSource clock = InstantSource.system();
        Committee first = Committee.of(0, genesis.committee());
        BlockHeader zero = ChainState.genesisBlock(genesis, first, StateChain.Limits.DEFAULT)
                .header();
        var file = new LightFile(config.node().data(), genesis, zero);
        VerifiedChain begin = begin(config, genesis, zero, file, clock.millis());
        LOG.info(
                "light node {} begins at block {} of epoch {}, asking {}",
                config.node().name(),
                begin.newest().number(),
                begin.committee().epoch(),
                config.sources());
        var sources = new Sources(config.sources());
        var follower = new Follower(
                begin,
                sources,
                file,
                new Follower.Setting(
                        genesis.chainId(),
                        zero.hash(),
                        genesis.parameters().blockIntervalMillis(),
                        config.trusting(),
                        clock,
                        onFailure));
        var chain = new LightChainView(genesis, zero, follower, sources);
        var offer = new RpcServer.Offer(new RpcMethods(), new LightMethods(sources, chain)::offered);
        Optional<Traces> traces = config.node()
                .traces()
                .map(settings ->
                        new Traces(settings, Banyan.VERSION, config.node().name()));
        try {
            RpcServer server = ConfiguredRpc.start(
                    config.node(),
                    "banyan/" + Banyan.VERSION + "/java/light",
                    LIMITS,
                    settings -> RpcServer.start(
                            settings,
                            chain,
                            offer,
                            pages(follower, genesis, clock),
                            traces.map(Traces::requests).orElse(RpcObserver.NONE)));
            follower.start();
            return new LightNode(sources, follower, server, traces);
        } catch (UserError cannotListen) {
            sources.close();
            traces.ifPresent(Traces::close);
            throw cannotListen;
        }
    }

    /** What it knew before, else a checkpoint that its owner names, else genesis. */
    private static VerifiedChain begin(
            LightConfig config, Genesis genesis, BlockHeader zero, LightFile file, long nowMillis) {
        long period = config.trusting().toMillis();
        Optional<Trust.Ended> ended = Optional.empty();
        try {
            Optional<VerifiedChain> known = file.read(period, nowMillis);
            if (known.isPresent()) {
                return known.get();
            }
        } catch (Trust.Ended over) {
            ended = Optional.of(over);
        }
        if (config.checkpoint().isPresent()) {
            Path path = config.checkpoint().get();
            try {
                return VerifiedChain.of(genesis, new Trust(checkpoint(path), period, nowMillis));
            } catch (Trust.Ended over) {
                throw new UserError("%s cannot be begun from: %s".formatted(path, over.getMessage()), over);
            }
        }
        if (ended.isPresent()) {
            throw new UserError(
                    "%s cannot be gone on from: %s. Name one under light.checkpoint that you trust, or delete the file to begin from genesis, which is as good as the keys of every committee since (docs/spec/light-client.md, rule 16)."
                            .formatted(file.path(), ended.get().getMessage()),
                    ended.get());
        }
        return VerifiedChain.of(genesis, zero);
    }

    private static Checkpoint checkpoint(Path path) {
        try {
            if (Files.size(path) > Checkpoint.MAX_BYTES) {
                throw new UserError(path + " is over 512 KiB; that is no checkpoint.");
            }
            return Checkpoint.parse(Bytes.wrap(Files.readAllBytes(path)));
        } catch (EvidenceFormatException malformed) {
            throw new UserError("%s is no checkpoint: %s".formatted(path, malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(path, UserError.why(unreadable)), unreadable);
        }
    }

    private static PageSource pages(Follower follower, Genesis genesis, InstantSource clock) {
        Duration intervals =
                Duration.ofMillis(genesis.parameters().blockIntervalMillis()).multipliedBy(STALE_INTERVALS);
        Duration stale = intervals.compareTo(STALE_LEAST) > 0 ? intervals : STALE_LEAST;
        return PageSource.routes(Map.of("/liveness", () -> Page.text(200, "alive\n"), "/readiness", () -> {
            KnownHeader newest = follower.chain().newest();
            long age = clock.millis() - Slot.timeMillis(newest.header());
            return age < stale.toMillis()
                    ? Page.text(200, "ready at height %d\n".formatted(newest.number()))
                    : Page.text(
                            503,
                            "the newest final block that any source proves, %d, is %d s old\n"
                                    .formatted(newest.number(), age / 1_000));
        }));
    }

    @Override
    public InetSocketAddress rpcAddress() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        follower.close();
        sources.close();
        traces.ifPresent(Traces::close);
    }
}
