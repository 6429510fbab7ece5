// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.epochs;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import network.banyan.benchmarks.Scratch;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.replica.BlockImport;
import network.banyan.replica.ChainState;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bench epochs}. */
@Command(
        name = "epochs",
        mixinStandardHelpOptions = true,
        description = {
            "What the change of an epoch costs a node: imports empty blocks on a chain with many delegates and"
                    + " buckets, and compares the first block of an epoch (pay, judge, elect) and the last (draw) with the"
                    + " others.",
            ""
        },
        footer = {"", "Example: banyan bench epochs --delegates 1000 --buckets 100000"})
public final class EpochsCommand implements Callable<Integer> {
    private static final int LENGTH = 6;
    private static final int BUCKETS_A_BLOCK = 2_000;
    private static final int MEMORY_MIB = 128;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--delegates",
            defaultValue = "1000",
            description = "Ranked delegates, 24 to 10000 (default: ${DEFAULT-VALUE}).")
    private int delegates;

    @Option(
            names = "--buckets",
            defaultValue = "100000",
            description = "Buckets that vote for them, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int buckets;

    @Option(
            names = "--epochs",
            defaultValue = "30",
            description = "Epochs measured, after 10 to warm up, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int epochs;

    private static final int WARM_UP = 10;

    @Override
    public Integer call() {
        between("--delegates", delegates, Electorate.SEATS, 10_000);
        between("--buckets", buckets, 0, 1_000_000);
        between("--epochs", epochs, 1, 1_000);
        try (Scratch scratch = Scratch.open(Optional.empty());
                NodeStorage storage = NodeStorage.open(scratch.path(), MEMORY_MIB)) {
            say("registering %,d delegates in genesis", delegates);
            var electorate = new Electorate(delegates);
            Genesis genesis = electorate.genesis(LENGTH);
            var chain = new BlockImport(ChainState.open(
                    genesis, Committee.of(0, genesis.committee()), storage.chain(), StateChain.Limits.DEFAULT));
            for (int made = 0; made < buckets; made += BUCKETS_A_BLOCK) {
                int count = Math.min(BUCKETS_A_BLOCK, buckets - made);
                grow(chain, electorate.buckets(made, count).iterator(), count);
                if ((made / BUCKETS_A_BLOCK) % 10 == 9) {
                    say("%,d of %,d buckets", made + count, buckets);
                }
            }
            say("measuring");
            measure(chain);
        }
        return 0;
    }

    private void measure(BlockImport chain) {
        while (chain.tip().number() % LENGTH != 0) {
            grow(chain, Collections.emptyIterator(), 0);
        }
        long[][] nanos = new long[LENGTH][epochs];
        for (int epoch = -WARM_UP; epoch < epochs; epoch++) {
            for (int block = 0; block < LENGTH; block++) {
                long took = grow(chain, Collections.emptyIterator(), 0);
                if (epoch >= 0) {
                    nanos[block][epoch] = took;
                }
            }
        }
        double others = median(Arrays.stream(nanos, 1, LENGTH - 1).flatMapToLong(Arrays::stream));
        double first = median(Arrays.stream(nanos[0]));
        double last = median(Arrays.stream(nanos[LENGTH - 1]));
        var out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "an empty block %.2f ms, the first of an epoch %.2f ms (%.1f x), the last %.2f ms (%.1f x); medians of %d epochs, %,d delegates, %,d buckets%n",
                others,
                first,
                first / others,
                last,
                last / others,
                epochs,
                delegates,
                buckets);
        out.flush();
    }

    /** Milliseconds. */
    private static double median(LongStream nanos) {
        long[] sorted = nanos.sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }

    /** Builds the next block and imports it; the nanoseconds that the import took. */
    private static long grow(BlockImport chain, Iterator<Transaction> transactions, int count) {
        Block block = chain.build(transactions, chain.tip().slot().view() + 1, Address.ZERO);
        Invariant.check(
                block.transactions().size() == count,
                "%d of %d came in",
                block.transactions().size(),
                count);
        Certificate certificate = new Certificate(
                new VoteSubject(
                        block.slot().epoch(), block.slot().view(), VoteType.FINALIZE, block.number(), block.hash()),
                Bytes.wrap(new byte[] {1}),
                Bytes.wrap(new byte[Certificate.SIGNATURE_SIZE]));
        long start = System.nanoTime();
        BlockImport.Outcome outcome = chain.append(block, certificate);
        long took = System.nanoTime() - start;
        Invariant.check(
                outcome instanceof BlockImport.Outcome.Appended appended
                        && appended.receipts().stream().allMatch(receipt -> receipt.success()),
                "block %d: %s",
                block.number(),
                outcome);
        return took;
    }

    private void say(String format, Object... arguments) {
        var out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserError("%s takes %d to %d.".formatted(option, least, most));
        }
    }
}
