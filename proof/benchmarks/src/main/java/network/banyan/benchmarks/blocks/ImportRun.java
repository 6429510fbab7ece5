// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Transaction;
import network.banyan.node.Senders;
import network.banyan.primitives.Invariant;
import network.banyan.replica.BlockImport;
import network.banyan.replica.Stage;

/** Imports built blocks and times it. */
final class ImportRun {
    /** Blocks that are decoded and wait; more would only fill the heap. */
    private static final int AHEAD = 4;

    private final BlockImport chain;
    private final BenchClock clock;
    private final Senders senders;

    ImportRun(BlockImport chain, BenchClock clock, Senders senders) {
        this.chain = chain;
        this.clock = clock;
        this.senders = senders;
    }

    private record Decoded(Block block, Certificate certificate) {}

    /** Imports blocks without a look at the time, for the JVM to compile what they need. */
    void warmUp(List<ChainBuilder.Built> blocks) throws InterruptedException {
        append(blocks);
    }

    ImportFigures measure(Load load, List<ChainBuilder.Built> blocks, int accounts) throws InterruptedException {
        long recovery = recovery(blocks.getFirst());
        System.gc(); // What building left behind is not the import's.
        Map<Stage, BenchClock.Time> before = clock.times();
        BenchClock.Time all = sinceStart();
        long collected = collecting();
        append(blocks);
        BenchClock.Time took = sinceStart().minus(all);
        Map<Stage, BenchClock.Time> stages = clock.times();
        stages.replaceAll((stage, time) -> time.minus(Invariant.present(before.get(stage))));
        return new ImportFigures(
                load,
                blocks.size(),
                blocks.stream().mapToLong(ChainBuilder.Built::transactions).sum(),
                blocks.stream().mapToLong(ChainBuilder.Built::gas).sum(),
                accounts,
                took,
                stages,
                collecting() - collected,
                recovery);
    }

    /** Nanoseconds for one sender, alone on the machine: the yardstick of the rest, which a slower machine stretches too. */
    private static long recovery(ChainBuilder.Built built) {
        Block block = Block.decode(built.encoded().unsafeArray());
        long start = System.nanoTime();
        block.transactions().forEach(Transaction::sender);
        return (System.nanoTime() - start) / block.transactions().size();
    }

    /** The CPU's is that of all threads: those that help, compile and collect too. */
    private static BenchClock.Time sinceStart() {
        long cpu = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        return new BenchClock.Time(System.nanoTime(), cpu);
    }

    private void append(List<ChainBuilder.Built> blocks) throws InterruptedException {
        BlockingQueue<Decoded> ready = new ArrayBlockingQueue<>(AHEAD);
        Thread feeder = Thread.ofPlatform().name("feeder").daemon().start(() -> feed(blocks, ready));
        for (int i = 0; i < blocks.size(); i++) {
            Decoded next = ready.take();
            if (chain.append(next.block(), next.certificate()) instanceof BlockImport.Outcome.Refused refused) {
                Invariant.check(false, "block %d: %s", next.block().number(), refused.reason());
            }
        }
        feeder.join();
    }

    private void feed(List<ChainBuilder.Built> blocks, BlockingQueue<Decoded> ready) {
        for (ChainBuilder.Built built : blocks) {
            Block block =
                    clock.run(Stage.DECODE, () -> Block.decode(built.encoded().unsafeArray()));
            clock.run(Stage.SENDERS, () -> {
                senders.recover(block.transactions());
                return block;
            });
            try {
                ready.put(new Decoded(block, built.certificate()));
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                * 1_000_000;
    }
}
