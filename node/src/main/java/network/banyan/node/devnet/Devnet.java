// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.ledger.Genesis;
import network.banyan.node.ConfigFile;
import network.banyan.node.UserError;
import network.banyan.node.cli.StopSignal;
import network.banyan.node.devnet.Validators.Standing;
import network.banyan.node.sidechain.TrialSidechain;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/** One run of a devnet: starts everything, tells once a second how it goes, stops everything. */
public final class Devnet {
    private static final Duration FIRST_BLOCK_PATIENCE = Duration.ofSeconds(60);

    /** What commands ask unless they are told otherwise. */
    private static final int DEFAULT_RPC = 8_545;

    /** Nanoseconds in 64 bits reach 292 years. */
    private static final Duration UNTIL_ASKED_TO_STOP = Duration.ofDays(36_500);

    private final DevnetFolder folder;
    private final Options options;
    private final PrintWriter out;

    /**
     * @param deviceKey where the key of a device on this machine lives; empty: there is none
     * @param sidechains how many run beside it
     * @param runFor stop by itself after this time; empty: run until asked to stop
     * @param rpcPort of the first validator; the others take the next ones; 0 for any free ports
     */
    public record Options(
            DevnetFolder.Shape shape,
            boolean fresh,
            boolean processes,
            Optional<String> deviceKey,
            String rpcHost,
            int rpcPort,
            int memoryMib,
            Optional<Duration> runFor,
            int sidechains) {}

    public Devnet(DevnetFolder folder, Options options, PrintWriter out) {
        this.folder = folder;
        this.options = options;
        this.out = out;
    }

    /** Whether everything the devnet promises happened. */
    public boolean run(StopSignal stop) throws InterruptedException {
        try (Lock _ = lock()) {
            if (options.fresh()) {
                folder.delete();
            }
            boolean continued = folder.exists();
            if (!continued) {
                folder.create(options.shape(), System.currentTimeMillis() / 1_000);
            }
            Genesis genesis = folder.genesis();
            DevnetPorts ports = DevnetPorts.choose(
                    options.rpcHost(),
                    options.rpcPort(),
                    genesis.committee().size(),
                    options.memoryMib(),
                    options.deviceKey().isPresent());
            try (Validators validators = options.processes()
                    ? new ProcessValidators(folder, genesis, ports)
                    : new LocalValidators(folder, genesis, ports)) {
                return run(stop, genesis, ports, validators, continued);
            }
        }
    }

    /**
     * Writes keys, genesis and one configuration for each validator, and starts nothing: `banyan node --config` does.
     */
    public void prepare() {
        try (Lock _ = lock()) {
            if (options.fresh()) {
                folder.delete();
            }
            if (!folder.exists()) {
                folder.create(options.shape(), System.currentTimeMillis() / 1_000);
            }
            Genesis genesis = folder.genesis();
            DevnetPorts ports = DevnetPorts.choose(
                    options.rpcHost(), options.rpcPort(), genesis.committee().size(), options.memoryMib(), false);
            for (int number = 1; number <= genesis.committee().size(); number++) {
                out.println(ConfigFile.write(ports.config(folder, genesis, number), folder.node(number), "devnet"));
            }
        }
        out.flush();
    }

    private boolean run(StopSignal stop, Genesis genesis, DevnetPorts ports, Validators validators, boolean continued)
            throws InterruptedException {
        long startHeight = firstBlock(stop, validators);
        Optional<Things> things = options.deviceKey()
                .flatMap(key ->
                        ports.gateway().map(gateway -> new Things(folder, genesis, validators.rpc(1), gateway, key)));
        List<TrialSidechain> sidechains = new ArrayList<>();
        introduce(genesis, things, validators, continued, startHeight);
        long deadline =
                System.nanoTime() + options.runFor().orElse(UNTIL_ASKED_TO_STOP).toNanos();
        long transactionsBefore = best(validators).map(Standing::transactions).orElse(0L);
        try {
            begin(sidechains, validators);
            while (System.nanoTime() - deadline < 0) {
                if (stop.await(Duration.ofSeconds(1))) {
                    break;
                }
                Optional<String> failure = validators
                        .failure()
                        .or(() -> things.flatMap(Things::failure))
                        .or(() -> sidechains.stream()
                                .map(TrialSidechain::failure)
                                .flatMap(Optional::stream)
                                .findFirst());
                if (failure.isPresent()) {
                    out.println(failure.get());
                    out.flush();
                    return false;
                }
                things.ifPresent(Things::verifyNewest);
                transactionsBefore = line(validators, things, transactionsBefore);
                sidechains.forEach(each -> out.println("  " + each.line()));
                out.flush();
            }
            Tally tally = tally(validators, things, startHeight);
            out.println(tally.summary());
            tally.broken().forEach(promise -> out.println("But " + promise + "."));
            out.flush();
            return options.runFor().isEmpty() || tally.broken().isEmpty();
        } finally {
            sidechains.parallelStream().forEach(TrialSidechain::close);
            things.ifPresent(Things::close);
        }
    }

    /** The last test accounts pay, one for each; all of them own coins of each. */
    private void begin(List<TrialSidechain> sidechains, Validators validators) {
        SortedMap<Address, UInt256> funds = new TreeMap<>();
        TestAccount.all().forEach(account -> funds.put(account.address(), TestAccount.BALANCE));
        for (int number = 1; number <= options.sidechains(); number++) {
            TestAccount payer = TestAccount.all().get(TestAccount.all().size() - number);
            sidechains.add(
                    new TrialSidechain(folder.path(), number, validators.rpc(1), Wallet.of(payer.privateKey()), funds));
        }
    }

    /** Waits until the chain moves; the height it has then. */
    private long firstBlock(StopSignal stop, Validators validators) throws InterruptedException {
        long before = best(validators).map(Standing::height).orElse(-1L);
        long end = System.nanoTime() + FIRST_BLOCK_PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<String> failure = validators.failure();
            if (failure.isPresent()) {
                throw new UserError("The devnet did not start: " + failure.get() + ". The log is " + folder.log());
            }
            long height = best(validators).map(Standing::height).orElse(-1L);
            if (before >= 0 && height > before) {
                return before;
            }
            before = before < 0 ? height : before;
            if (stop.await(Duration.ofMillis(50))) {
                return Math.max(0, height);
            }
        }
        throw new UserError("No block became final within %d s; the log is %s."
                .formatted(FIRST_BLOCK_PATIENCE.toSeconds(), folder.log()));
    }

    private void introduce(
            Genesis genesis, Optional<Things> things, Validators validators, boolean continued, long height) {
        out.printf(
                "%n%s in %s%s%n%n",
                genesis.name(), folder.path(), continued ? ", continued at height %,d".formatted(height) : ", new");
        out.printf("  RPC         %s  (WebSocket at the same port)%n", validators.rpc(1));
        out.printf("  Explorer    %s/%n", validators.rpc(1));
        things.ifPresent(running -> {
            out.printf("  Dashboard   %s/#/device/%s%n", validators.rpc(1), running.tracker());
            out.printf("              a tracker on its round, through the gateway at %s%n", running.gateway());
            out.printf("  Device      %s%n", running.device());
        });
        out.printf("  Chain id    %d%n", genesis.chainId());
        out.printf(
                "  Validators  %d, %s%n",
                validators.count(), options.processes() ? "one process each" : "in this process");
        out.printf(
                "%n  Test accounts, 10,000 %s each. Everybody knows these keys: use them nowhere else.%n",
                genesis.coin());
        TestAccount.all().forEach(account -> out.printf("    %s  key %s%n", account.address(), account.privateKey()));
        things.ifPresent(_ -> {
            String rpc = validators.rpc(1).getPort() == DEFAULT_RPC ? "" : " --rpc " + validators.rpc(1);
            out.printf("%n  Prove a reading, from another terminal, once it is anchored:%n");
            out.printf("    ./banyan evidence %s/1%s > proof.json%n", TrackerRun.NAME, rpc);
            out.printf("    ./banyan verify proof.json --genesis %s%n", folder.genesisFile());
        });
        out.printf("%n  Ctrl-C stops; starting again continues the same chain.%n%n");
        out.flush();
    }

    private static Optional<Standing> best(Validators validators) {
        return IntStream.rangeClosed(1, validators.count())
                .mapToObj(validators::standing)
                .flatMap(Optional::stream)
                .max(java.util.Comparator.comparingLong(Standing::height));
    }

    private long line(Validators validators, Optional<Things> things, long transactionsBefore) {
        Optional<Standing> best = best(validators);
        int answering = (int) IntStream.rangeClosed(1, validators.count())
                .filter(number -> validators.standing(number).isPresent())
                .count();
        if (best.isEmpty()) {
            out.println("no validator answers");
        } else {
            Standing standing = best.get();
            long transactions = standing.transactions();
            out.printf(
                    "height %,7d   finality %4d ms   %,5d tx/s   %d of %d validators%s%n",
                    standing.height(),
                    standing.finalityMillis(),
                    Math.max(0, transactions - transactionsBefore),
                    answering,
                    validators.count(),
                    things.map(run -> "   " + run.line()).orElse(""));
            out.flush();
            return transactions;
        }
        out.flush();
        return transactionsBefore;
    }

    private Tally tally(Validators validators, Optional<Things> things, long startHeight) {
        long height = Long.MAX_VALUE;
        int answering = 0;
        for (int number = 1; number <= validators.count(); number++) {
            Optional<Standing> standing = validators.standing(number);
            if (standing.isPresent()) {
                answering++;
                height = Math.min(height, standing.get().height());
            }
        }
        height = answering == 0 ? 0 : height;
        return new Tally(
                height,
                Math.max(0, height - startHeight),
                best(validators).map(Standing::transactions).orElse(0L),
                validators.count(),
                answering,
                agree(validators, height),
                things.map(Things::tally));
    }

    /** Whether every validator that answers has the same block at a height. */
    private static boolean agree(Validators validators, long height) {
        Set<String> hashes = new HashSet<>();
        for (int number = 1; number <= validators.count(); number++) {
            try {
                hashes.add(new JsonRpcClient(validators.rpc(number))
                        .call("eth_getBlockByNumber", "0x" + Long.toHexString(height), false)
                        .path("hash")
                        .asText());
            } catch (RpcFailure away) {
                // It is counted as not answering already.
            }
        }
        return hashes.size() == 1;
    }

    private record Lock(FileChannel channel, FileLock held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException harmless) {
                // The lock ends with the process at the latest.
            }
        }
    }

    private Lock lock() {
        try {
            Files.createDirectories(folder.path());
            FileChannel channel = FileChannel.open(
                    folder.path().resolve("devnet.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.tryLock();
            if (held != null) {
                return new Lock(channel, held);
            }
            channel.close();
        } catch (OverlappingFileLockException inThisProcess) {
            // Told below.
        } catch (IOException failed) {
            throw new UserError(
                    "The folder %s cannot be used: %s".formatted(folder.path(), UserError.why(failed)), failed);
        }
        throw new UserError("A devnet is running in %s already. Stop it, or use another folder with --dir."
                .formatted(folder.path()));
    }
}
