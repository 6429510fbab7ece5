// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.ledger.Genesis;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.network.Place;
import network.banyan.node.staking.Coins;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.Wallet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sidechain beside a devnet, for whoever tries one out: it is written if it is not there yet, runs at once, and enters the
 * root's books meanwhile.
 */
public final class TrialSidechain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialSidechain.class);
    private static final int COMMITTEE = 4;
    private static final long BLOCK_MILLIS = 500;
    private static final long DELTA_MILLIS = 500;
    private static final long GAS_LIMIT = 60_000_000;
    private static final long MIN_BASE_FEE = 1_000_000_000L;
    private static final long RUN_BLOCKS = 8;
    private static final long EPOCH_BLOCKS = 600;
    private static final long FIRST_ID = 468_901;
    private static final int FIRST_RPC = 9_545;
    private static final int PORTS_APART = 100;
    private static final int RENT_DAYS = 30;

    private final Path folder;
    private final int number;
    private final URI root;
    private final Wallet owner;
    private final SortedMap<Address, UInt256> funds;
    private final AtomicReference<Optional<RunningSidechain>> running = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<String> state = new AtomicReference<>("is being made");
    private final Thread thread;

    /**
     * Begins, and does not wait.
     *
     * @param dir the devnet's folder; each of its sidechains has one in it
     * @param number from 1
     * @param owner pays for its registration
     * @param funds what accounts own of its coin
     */
    public TrialSidechain(Path dir, int number, URI root, Wallet owner, SortedMap<Address, UInt256> funds) {
        this.folder = dir.resolve(name(number));
        this.number = number;
        this.root = root;
        this.owner = owner;
        this.funds = funds;
        this.thread = Thread.ofPlatform().name(name(number)).start(this::run);
    }

    private static String name(int number) {
        return "sidechain-" + number;
    }

    private void run() {
        try {
            if (!Files.exists(folder)) {
                write();
            }
            state.set("starts");
            var started = new RunningSidechain(folder, () -> new JsonRpcClient(root));
            running.set(Optional.of(started));
            state.set("enters the root's books");
            register(started);
        } catch (RuntimeException failed) {
            LOG.warn("{}", name(number), failed);
            failure.set(Optional.of(name(number) + ": " + failed.getMessage()));
        }
    }

    private void write() {
        try (ChainClient client = new ChainClient(new JsonRpcClient(root))) {
            RootFacts facts = RootFacts.of(client, List.of());
            int rpcPort = freePorts(FIRST_RPC + PORTS_APART * (number - 1));
            new NewSidechain(
                            name(number),
                            chainId(),
                            Tier.SOVEREIGN,
                            facts,
                            new OwnToken("SIDE" + number, new Coins().convert("100000000")),
                            new Genesis.Parameters(
                                    BLOCK_MILLIS,
                                    DELTA_MILLIS,
                                    GAS_LIMIT,
                                    UInt256.of(MIN_BASE_FEE),
                                    false,
                                    Optional.of(new Genesis.Epochs(EPOCH_BLOCKS, COMMITTEE))),
                            RUN_BLOCKS,
                            facts.leastDelay(Tier.SOVEREIGN),
                            funds,
                            new TreeMap<>(),
                            Place.here(COMMITTEE, freePorts(rpcPort + 20_000), rpcPort))
                    .write(folder);
        }
    }

    /** The first of as many consecutive ports as there are members, none of them in use. */
    private static int freePorts(int from) {
        for (int first = from; first < from + 20 * PORTS_APART; first += COMMITTEE) {
            if (areFree(first)) {
                return first;
            }
        }
        throw new UserError("No %d free ports in a row are near %d.".formatted(COMMITTEE, from));
    }

    private static boolean areFree(int first) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < COMMITTEE; i++) {
                held.add(new ServerSocket(first + i, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException inUse) {
            return false;
        } finally {
            for (ServerSocket socket : held) {
                try {
                    socket.close();
                } catch (IOException harmless) {
                    // It was only held to be sure that it was free.
                }
            }
        }
    }

    private void register(RunningSidechain started) {
        Charter charter = started.charter();
        try (ChainClient client = new ChainClient(new JsonRpcClient(root))) {
            var registry = new Registry(client, new PrintWriter(Writer.nullWriter()), charter);
            if (registry.state() == State.UNKNOWN) {
                UInt256 perHour = new Coins().convert("10000");
                registry.register(owner, RENT_DAYS, List.of(new ChainsContract.Limit(Address.ZERO, perHour, perHour)));
            }
            if (registry.state() == State.FOUNDING) {
                for (NodeKeys keys : started.keys()) {
                    registry.equip(owner, keys.operator());
                    if (!registry.hasJoined(
                            new Charter.Member(keys.operator(), keys.bls().publicKey()))) {
                        registry.join(keys);
                    }
                }
                registry.open(owner);
            }
            state.set(registry.state().toString());
        }
    }

    public long chainId() {
        return FIRST_ID + number - 1;
    }

    /** Where the first of its nodes answers JSON-RPC; empty before it runs. */
    public Optional<URI> rpc() {
        return running.get().map(RunningSidechain::rpc);
    }

    /** Whether the root takes its checkpoints. */
    public boolean isInTheBooks() {
        return state.get().equals(State.ACTIVE.toString());
    }

    /** How far it is, in a line. */
    public String line() {
        String where = running.get()
                .map(started -> "  %s  %s".formatted(started.rpc(), started.line()))
                .orElse("");
        return "%s%s  %s".formatted(name(number), where, state.get());
    }

    /** Why it stopped, or was never there. */
    public Optional<String> failure() {
        return failure.get()
                .or(() -> running.get().flatMap(RunningSidechain::failure).map(reason -> name(number) + ": " + reason));
    }

    @Override
    public void close() {
        try {
            // What it does in a node's start must end by itself; a transaction that is waited for does soon.
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running.get().ifPresent(RunningSidechain::close);
    }
}
