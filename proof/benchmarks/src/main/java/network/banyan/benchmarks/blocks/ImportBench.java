// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.evm.CompiledCodes;
import network.banyan.ledger.Genesis;
import network.banyan.node.ContractCompiler;
import network.banyan.node.Senders;
import network.banyan.primitives.Invariant;
import network.banyan.replica.BlockImport;
import network.banyan.replica.ChainState;
import network.banyan.replica.Stages;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;

/** Builds a chain of blocks of each load in one database, and imports it into another. */
final class ImportBench {
    private static final int MEMORY_MIB = 256;

    /** Nodes of the tries in heap for each account: its leaf, its balance's leaf, and their share of the branches. */
    private static final int NODES_PER_ACCOUNT = 4;

    private static final int HISTORY_BLOCKS = 64;
    private static final long HISTORY_BYTES = 64L << 20;

    private final Settings settings;
    private final Path folder;
    private final PrintWriter out;
    private final long start = System.nanoTime();

    /**
     * @param blocks measured for each load
     * @param warmUp blocks before those, not measured
     * @param transactions in each block
     * @param archive whether who imports keeps what every block changed
     */
    record Settings(int blocks, int warmUp, int transactions, int accounts, List<Load> loads, boolean archive) {}

    private record Chain(Genesis genesis, Committee committee, Population population, Token token) {}

    ImportBench(Settings settings, Path folder, PrintWriter out) {
        this.settings = settings;
        this.folder = folder;
        this.out = out;
    }

    List<ImportFigures> run() throws InterruptedException {
        say("making %d accounts", settings.accounts());
        var population = new Population(settings.accounts());
        Token token = Token.load();
        Genesis genesis = BenchGenesis.of(population, token);
        Committee committee = Committee.of(0, genesis.committee());
        var chain = new Chain(genesis, committee, population, token);
        Map<Load, List<ChainBuilder.Built>> built = build(chain);
        return measure(chain, built);
    }

    private Map<Load, List<ChainBuilder.Built>> build(Chain chain) {
        Map<Load, List<ChainBuilder.Built>> built = new EnumMap<>(Load.class);
        try (NodeStorage storage = NodeStorage.open(folder.resolve("built"), MEMORY_MIB);
                ContractCompiler compiler = new ContractCompiler("builder")) {
            say("writing genesis, to build on");
            ChainState state = open(chain, storage, compiler.codes(), Stages.UNTIMED);
            var builder = new ChainBuilder(
                    new BlockImport(state),
                    chain.genesis().chainId(),
                    chain.population(),
                    chain.token().address());
            int count = settings.warmUp() + settings.blocks();
            for (Load load : settings.loads()) {
                built.put(load, builder.build(load, count, settings.transactions(), blocks -> {
                    if (blocks == count || blocks % 10 == 0) {
                        say("%s: %d of %d blocks built", load.title(), blocks, count);
                    }
                }));
            }
        }
        return built;
    }

    private List<ImportFigures> measure(Chain chain, Map<Load, List<ChainBuilder.Built>> built)
            throws InterruptedException {
        var clock = new BenchClock();
        List<ImportFigures> figures = new ArrayList<>();
        try (NodeStorage storage = NodeStorage.open(folder.resolve("imported"), MEMORY_MIB);
                ContractCompiler compiler = new ContractCompiler("import");
                Senders senders = new Senders("import", Runtime.getRuntime().availableProcessors())) {
            say("writing genesis, to import on");
            ChainState state = open(chain, storage, compiler.codes(), clock);
            var importing = new ImportRun(new BlockImport(state), clock, senders);
            for (Load load : settings.loads()) {
                List<ChainBuilder.Built> blocks = Invariant.present(built.get(load));
                say("%s: importing", load.title());
                importing.warmUp(blocks.subList(0, settings.warmUp()));
                figures.add(
                        importing.measure(load, blocks.subList(settings.warmUp(), blocks.size()), settings.accounts()));
            }
        }
        return figures;
    }

    private ChainState open(Chain chain, NodeStorage storage, CompiledCodes codes, Stages stages) {
        var limits = new StateChain.Limits(
                NODES_PER_ACCOUNT * settings.accounts() + 100_000,
                HISTORY_BLOCKS,
                HISTORY_BYTES,
                2 * settings.accounts(),
                settings.archive());
        return ChainState.open(
                chain.genesis(),
                chain.committee(),
                storage.chain(),
                limits,
                new ChainState.Extras(Optional.of(codes), stages));
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, "%6.1f s  ", (System.nanoTime() - start) / 1e9);
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
