// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.replica.BlockImport;

/** Builds blocks on a chain of its own, full of signed transactions that all succeed. */
final class ChainBuilder {
    private static final long SEED = 7;

    private final BlockImport chain;
    private final UInt256 chainId;
    private final Population population;
    private final Address token;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long turn;

    ChainBuilder(BlockImport chain, long chainId, Population population, Address token) {
        this.chain = chain;
        this.chainId = UInt256.of(chainId);
        this.population = population;
        this.token = token;
    }

    /** A block as it comes over the wire. */
    record Built(Bytes encoded, Certificate certificate, int transactions, long gas) {}

    /** @param progress told the number of blocks that are built */
    List<Built> build(Load load, int blocks, int transactions, IntConsumer progress) {
        List<Built> built = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            built.add(next(load, transactions));
            progress.accept(built.size());
        }
        return built;
    }

    private Built next(Load load, int count) {
        List<Transaction> signed = signed(load, count);
        long number = chain.tip().number() + 1;
        Block block = chain.build(signed.iterator(), number, BenchGenesis.BENEFICIARY);
        Invariant.check(
                block.transactions().size() == count,
                "only %d of %d transactions came into block %d",
                block.transactions().size(),
                count,
                number);
        Certificate certificate = certificate(block);
        switch (chain.append(block, certificate)) {
            case BlockImport.Outcome.Appended appended ->
                Invariant.check(
                        appended.receipts().stream().allMatch(receipt -> receipt.success()),
                        "a transaction of block %d failed",
                        number);
            case BlockImport.Outcome.Refused refused ->
                Invariant.check(false, "block %d: %s", number, refused.reason());
        }
        return new Built(
                Bytes.wrap(block.encode()), certificate, count, block.header().gasUsed());
    }

    private List<Transaction> signed(Load load, int count) {
        long first = turn;
        List<TransactionBody> bodies = new ArrayList<>();
        for (; turn < first + count; turn++) {
            bodies.add(load.body(chainId, population.earlierTurns(turn), population.anyone(random), token, random));
        }
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> Transaction.sign(
                        bodies.get(i), population.sender(first + i).key()))
                .toList();
    }

    /** Nobody signs it, and nobody looks. */
    private static Certificate certificate(Block block) {
        Hash hash = block.hash();
        return new Certificate(
                new VoteSubject(0, block.number(), VoteType.FINALIZE, block.number(), hash),
                Bytes.wrap(new byte[] {1}),
                Bytes.wrap(new byte[Certificate.SIGNATURE_SIZE]));
    }
}
