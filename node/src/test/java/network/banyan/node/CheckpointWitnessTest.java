// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import network.banyan.contracts.staking.CheckpointsContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.node.CheckpointWitness.Outcome;
import network.banyan.node.founding.Founder;
import network.banyan.node.signer.VotingKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a candidate signs the day's checkpoint, and when it does not; on a chain whose days have 48 blocks. */
class CheckpointWitnessTest {
    private static final long CHAIN_ID = 77;
    private static final long DUE = CheckpointsContract.EVERY;
    private static final Genesis.Epochs EPOCHS = new Genesis.Epochs(2, 4);
    private static final long DAY = DUE * EPOCHS.blocks();
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /** More than the contracts' own least: votes too, or nobody is a candidate. */
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(5_000_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);

    private static final List<Founder> FOUNDERS = GrownChain.founders(4);

    private final BlockingQueue<Transaction> spread = new LinkedBlockingQueue<>();
    private GrownChain chain;
    private long bestKnown;
    private CheckpointWitness witness;

    @BeforeEach
    void openChain(@TempDir Path folder) {
        chain = GrownChain.open(folder, GrownChain.genesis(CHAIN_ID, FOUNDERS, TERMS, Optional.of(EPOCHS)));
        witness = witness(FOUNDERS.getFirst().keys().bls());
    }

    @AfterEach
    void closeChain() {
        chain.close();
    }

    private CheckpointWitness witness(Bls.SecretKey key) {
        return new CheckpointWitness(
                "test",
                new OperatorAccount(
                        chain.view(() -> bestKnown, spread::add),
                        FOUNDERS.getFirst().keys().operatorKey()),
                VotingKey.here(key));
    }

    /** A day of empty blocks, and the first of the next. */
    private void aDayPasses() {
        chain.grow(LongStream.rangeClosed(0, DAY).map(number -> 1 + number % EPOCHS.blocks()));
        bestKnown = DAY + 1;
    }

    @Test
    void signsOnceADay() {
        aDayPasses();

        assertThat(witness.vouch(DUE)).isInstanceOf(Outcome.Sent.class);
        chain.grow(2, List.copyOf(spread));
        assertThat(chain.store().receipts(DAY + 2).orElseThrow())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.success()).isTrue());

        assertThat(witness.vouch(DUE)).isEqualTo(new Outcome.Settled("it is signed"));
        assertThat(spread).hasSize(1);
    }

    @Test
    void hearsOfTheDayWhenItsFirstBlockIsFinal() throws InterruptedException {
        aDayPasses();

        witness.finalized(DAY + 1);

        assertThat(spread.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void triesAgainInTheEpochsThatTheContractGivesIt() {
        long blocks = EPOCHS.blocks();
        assertThat(LongStream.range(0, 2 * DAY + 3)
                        .peek(number -> bestKnown = number)
                        .filter(number -> witness.due(number).isPresent()))
                .containsExactly(
                        DAY + 1,
                        DAY + blocks + 1,
                        DAY + 2 * blocks + 1,
                        DAY + 3 * blocks + 1,
                        DAY + 4 * blocks + 1,
                        DAY + 5 * blocks + 1,
                        DAY + 6 * blocks + 1,
                        2 * DAY + 1);
        assertThat(witness.due(2 * DAY + 1)).contains(2 * DUE);
    }

    @Test
    void waitsWhileItLagsBehind() {
        bestKnown = DAY + EPOCHS.blocks() + 1;

        assertThat(witness.due(DAY + 1)).isEmpty();
    }

    @Test
    void waitsUntilTheCandidatesAreKnown() {
        assertThat(witness.vouch(DUE)).isEqualTo(new Outcome.NotYet("its candidates are not known"));
        assertThat(spread).isEmpty();
    }

    @Test
    void aStrangerHasNothingToSay() {
        aDayPasses();
        Bls.SecretKey stranger = Bls.SecretKey.ofSeed(
                Keccak.hash("stranger".getBytes(StandardCharsets.US_ASCII)).toArray());

        assertThat(witness(stranger).vouch(DUE))
                .isEqualTo(new Outcome.Settled("this node's key is not that of a registered delegate"));
        assertThat(spread).isEmpty();
    }
}
