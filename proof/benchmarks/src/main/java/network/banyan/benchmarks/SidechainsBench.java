// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.banyan.bridge.RootHub;
import network.banyan.node.UserError;
import network.banyan.node.devnet.TestAccount;
import network.banyan.node.sidechain.TrialSidechain;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.Wallet;

/**
 * Loads real sidechains beside a real root, all of whose nodes are in this process, with transfers on each chain. A deposit into
 * each is always under way, so that members always have something to tell the root.
 */
final class SidechainsBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROOT_VALIDATORS = 4;
    private static final long GAS_LIMIT = 60_000_000;

    private final Settings settings;

    /** @param inFlight on each chain */
    record Settings(int chains, int seconds, int warmUp, int inFlight) {}

    /** @param checkpoints that the root took in the measured time */
    record Figures(
            Settings settings,
            List<Watcher.Measured> measured,
            double cpuMicrosPerTransfer,
            long checkpoints,
            long errors) {
        Figures {
            measured = List.copyOf(measured);
        }

        double perSecond() {
            return measured.stream().mapToDouble(Watcher.Measured::perSecond).sum();
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"bench\":\"sidechains\",\"chains\":%d,\"inFlight\":%d,\"tps\":%.0f,\"tpsOfEach\":[%s],\"p95Ms\":[%s],"
                            + "\"cpuMicrosPerTransfer\":%.0f,\"checkpoints\":%d,\"errors\":%d}",
                    settings.chains,
                    settings.inFlight,
                    perSecond(),
                    measured.stream()
                            .map(each -> "%.0f".formatted(each.perSecond()))
                            .collect(Collectors.joining(",")),
                    measured.stream()
                            .map(each -> Long.toString(each.percentile(95)))
                            .collect(Collectors.joining(",")),
                    cpuMicrosPerTransfer,
                    checkpoints,
                    errors);
        }
    }

    SidechainsBench(Settings settings) {
        this.settings = settings;
    }

    Figures run() throws InterruptedException {
        var shape = new BenchNetwork.Shape(ROOT_VALIDATORS, false, 500, GAS_LIMIT, 0);
        try (BenchNetwork network = BenchNetwork.start(shape, Optional.empty())) {
            URI root = network.validators().rpc(1);
            try (Watcher watcher = new Watcher(root)) {
                watcher.awaitFirstBlock(Duration.ofSeconds(60));
            }
            List<TrialSidechain> chains = new ArrayList<>();
            try {
                SortedMap<Address, UInt256> funds = new TreeMap<>();
                IntStream.rangeClosed(1, TransfersBench.ACCOUNTS)
                        .mapToObj(TestAccount::load)
                        .forEach(account -> funds.put(account.address(), TestAccount.BALANCE));
                for (int number = 1; number <= settings.chains; number++) {
                    Wallet payer = Wallet.of(TestAccount.all().get(number - 1).privateKey());
                    chains.add(new TrialSidechain(network.path(), number, root, payer, funds));
                }
                for (TrialSidechain chain : chains) {
                    await(chain);
                }
                return measure(network, chains);
            } finally {
                chains.parallelStream().forEach(TrialSidechain::close);
            }
        }
    }

    private static void await(TrialSidechain chain) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!chain.isInTheBooks()) {
            Optional<String> failure = chain.failure();
            if (failure.isPresent() || System.nanoTime() - end > 0) {
                throw new UserError(failure.orElse("A sidechain did not start: " + chain.line()));
            }
            Thread.sleep(100);
        }
    }

    private Figures measure(BenchNetwork network, List<TrialSidechain> chains) throws InterruptedException {
        List<Watcher> watchers = new ArrayList<>();
        List<Sender> senders = new ArrayList<>();
        var deposits = new Watcher(network.validators().rpc(1));
        try {
            for (TrialSidechain chain : chains) {
                load(chain.rpc().orElseThrow(), watchers, senders);
            }
            deposit(network, chains, deposits, senders);
            Thread.sleep(Duration.ofSeconds(settings.warmUp));
            long before = accepted(network, chains);
            long cpuBefore = network.cpuMicros();
            watchers.forEach(Watcher::begin);
            Thread.sleep(Duration.ofSeconds(settings.seconds));
            List<Watcher.Measured> measured =
                    watchers.stream().map(Watcher::end).toList();
            long cpu = network.cpuMicros() - cpuBefore;
            long transfers =
                    measured.stream().mapToLong(Watcher.Measured::count).sum();
            return new Figures(
                    settings,
                    measured,
                    (double) cpu / Math.max(1, transfers),
                    accepted(network, chains) - before,
                    senders.stream().mapToLong(Sender::errors).sum());
        } finally {
            senders.forEach(Sender::close);
            deposits.close();
            watchers.forEach(Watcher::close);
        }
    }

    private static void deposit(
            BenchNetwork network, List<TrialSidechain> chains, Watcher deposits, List<Sender> senders) {
        long rootId = network.genesis().chainId();
        List<TestAccount> payers = TestAccount.all().reversed();
        for (int i = 0; i < chains.size(); i++) {
            Wallet payer = Wallet.of(payers.get(i).privateKey());
            var source = new Deposits(rootId, chains.get(i).chainId(), payer);
            var sender = new Sender(network.validators().rpc(1), source, deposits, 1);
            senders.add(sender);
            sender.start();
        }
    }

    private static long accepted(BenchNetwork network, List<TrialSidechain> chains) {
        try (ChainClient root =
                new ChainClient(new JsonRpcClient(network.validators().rpc(1)))) {
            return chains.stream()
                    .map(chain -> new RootHub(root, network.genesis().chainId(), chain.chainId()))
                    .mapToLong(chain -> chain.line().sequence())
                    .sum();
        }
    }

    private void load(URI rpc, List<Watcher> watchers, List<Sender> senders) throws InterruptedException {
        long chainId;
        try (ChainClient chain = new ChainClient(new JsonRpcClient(rpc))) {
            chainId = chain.chainId();
        }
        var watcher = new Watcher(rpc);
        watchers.add(watcher);
        watcher.awaitFirstBlock(PATIENCE);
        var sender =
                new Sender(rpc, Transfers.ofShare(chainId, 1, 1, TransfersBench.ACCOUNTS), watcher, settings.inFlight);
        senders.add(sender);
        sender.start();
    }
}
