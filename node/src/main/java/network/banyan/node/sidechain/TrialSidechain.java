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
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.ledger.Genesis;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.network.Place;
import network.banyan.node.staking.Coins;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;
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

    private final URI root;
    private final Wallet owner;
    private final Charter charter;
    private final RunningSidechain running;
    private final AtomicReference<String> state = new AtomicReference<>("enters the root's books");
    private final Thread registering;

    /**
     * @param dir the devnet's folder; each of its sidechains has one in it
     * @param number from 1
     * @param owner pays for its registration
     * @param funds what accounts own of its coin
     * @throws UserError if it cannot be written or started
     */
    public TrialSidechain(Path dir, int number, URI root, Wallet owner, SortedMap<Address, UInt256> funds) {
        this.root = root;
        this.owner = owner;
        Path folder = dir.resolve("sidechain-" + number);
        if (!Files.exists(folder)) {
            write(folder, number, funds);
        }
        this.charter = new Folder(folder).charter();
        this.running = new RunningSidechain(folder, () -> new JsonRpcClient(root));
        this.registering =
                Thread.ofPlatform().name("register " + charter.name()).start(this::register);
    }

    private void write(Path folder, int number, SortedMap<Address, UInt256> funds) {
        try (ChainClient client = new ChainClient(new JsonRpcClient(root))) {
            RootFacts facts = RootFacts.of(client, List.of());
            int rpcPort = freePorts(FIRST_RPC + PORTS_APART * (number - 1));
            new NewSidechain(
                            "sidechain-" + number,
                            FIRST_ID + number - 1,
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
                            facts.leastDelay(),
                            funds,
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

    private void register() {
        try (ChainClient client = new ChainClient(new JsonRpcClient(root))) {
            var registry = new Registry(client, new PrintWriter(Writer.nullWriter()), charter);
            if (registry.state() == State.UNKNOWN) {
                UInt256 perHour = new Coins().convert("10000");
                registry.register(owner, RENT_DAYS, List.of(new ChainsContract.Limit(Address.ZERO, perHour, perHour)));
            }
            if (registry.state() == State.FOUNDING) {
                new Folder(running.dir()).keys(charter).values().forEach(keys -> {
                    registry.equip(owner, keys.operator());
                    if (!registry.hasJoined(
                            new Charter.Member(keys.operator(), keys.bls().publicKey()))) {
                        registry.join(keys);
                    }
                });
                registry.open(owner);
            }
            state.set(registry.state().toString());
        } catch (RpcFailure | Declined | UserError failed) {
            LOG.warn("{} is not registered: {}", charter.name(), failed.getMessage());
            state.set("is not in the root's books, see the log");
        }
    }

    /** Its name, id and where it answers. */
    public String introduction() {
        return "%s, chain %d: %s  (explorer at the same place)"
                .formatted(charter.name(), charter.chainId(), running.rpc());
    }

    /** How far it is, in a line. */
    public String line() {
        return "%s  %s  %s".formatted(charter.name(), running.line(), state.get());
    }

    /** Why it stopped, if it did. */
    public Optional<String> failure() {
        return running.failure().map(reason -> charter.name() + ": " + reason);
    }

    @Override
    public void close() {
        registering.interrupt();
        try {
            registering.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        running.close();
    }
}
