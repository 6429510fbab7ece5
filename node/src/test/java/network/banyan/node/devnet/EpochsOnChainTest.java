// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.ElectionContract.Standing;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.node.GrownChain;
import network.banyan.primitives.Address;
import network.banyan.replica.BlockImport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terms of committees with the true contracts: who is drawn, who is paid, who is put on probation. */
class EpochsOnChainTest {
    private static final int DELEGATES = 7;
    private static final int SEATS = 4;
    private static final int LENGTH = 8;
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final Genesis GENESIS = DevnetGenesis.of(
            new DevnetFolder.Shape(DELEGATES, 500, 500, 60_000_000, Optional.of(new Genesis.Epochs(LENGTH, SEATS)), 0),
            GrownChain.founders(DELEGATES),
            1_800_000_000);

    private static Standing standing(GrownChain chain, long delegate) {
        return ElectionContract.standing(chain.ask(ElectionContract.ADDRESS, ElectionContract.standing(delegate)));
    }

    private static List<String> names(Committee committee) {
        return committee.members().stream().map(Member::name).toList();
    }

    @Test
    void eachEpochDrawsSeatsFromTheCandidates(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS)) {
            for (int epoch = 0; epoch < 6; epoch++) {
                chain.grow(LongStream.rangeClosed(1, LENGTH));
            }
            List<List<String>> drawn = LongStream.rangeClosed(1, 6)
                    .mapToObj(epoch -> names(chain.store().committee(epoch).orElseThrow()))
                    .toList();

            assertThat(drawn)
                    .allSatisfy(names -> assertThat(names)
                            .hasSize(SEATS)
                            .doesNotHaveDuplicates()
                            .allMatch(name -> name.startsWith("validator-")));
            assertThat(drawn.stream().distinct()).hasSizeGreaterThan(3);
            Block last = chain.store().block(6L * LENGTH).orElseThrow();
            assertThat(last.header().parentBeaconBlockRoot())
                    .isEqualTo(chain.store().committee(6).orElseThrow().root());
            assertThat(chain.store()
                            .block(6L * LENGTH - 1)
                            .orElseThrow()
                            .header()
                            .parentBeaconBlockRoot())
                    .isEqualTo(chain.store().committee(5).orElseThrow().root());
        }
    }

    @Test
    void anEpochMintsWhatItsRulesSay(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS)) {
            chain.grow(LongStream.rangeClosed(1, LENGTH));
            BigInteger before = chain.balance(RewardsContract.ADDRESS);
            chain.grow(1);

            // Rule 29 to 32: 3.25 coins for each of 8 blocks, 10 for each of 7 candidates, 18,750 for all.
            BigInteger minted = COIN.multiply(BigInteger.valueOf(3_250L * LENGTH + 10_000L * DELEGATES + 18_750_000))
                    .divide(BigInteger.valueOf(1_000));
            assertThat(chain.balance(RewardsContract.ADDRESS).subtract(before)).isEqualTo(minted);
            assertThat(ElectionContract.epoch(chain.ask(ElectionContract.ADDRESS, ElectionContract.epoch())))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoDoesNotServeIsOnProbationAndNotDrawn(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS)) {
            // In genesis' committee seat 2 leads views 3, 10, 17, and is silent: 8 blocks of 7 members are one for
            // each.
            chain.grow(LongStream.iterate(1, view -> view + 1)
                    .filter(view -> view % DELEGATES != 3)
                    .limit(LENGTH));
            chain.grow(1);

            assertThat(standing(chain, 3).probationUntil()).isEqualTo(1 + 6);
            assertThat(standing(chain, 3).ranked().compareTo(standing(chain, 3).votes()))
                    .isNegative();
            assertThat(standing(chain, 1).probationUntil()).isZero();
            LongStream.rangeClosed(2, LENGTH).forEach(chain::grow);
            assertThat(names(chain.store().committee(2).orElseThrow())).doesNotContain("validator-3");
        }
    }

    @Test
    void aNodeThatRestartsAnywhereMakesTheSameChain(@TempDir Path folder, @TempDir Path other) {
        try (GrownChain whole = GrownChain.open(other, GENESIS)) {
            for (int number = 1; number <= 3 * LENGTH; number++) {
                Block block = whole.grow((number - 1) % LENGTH + 1L);
                try (GrownChain restarted = GrownChain.open(folder, GENESIS)) {
                    assertThat(restarted.blocks().append(block, GrownChain.certificate(block)))
                            .as("block %d", number)
                            .isInstanceOf(BlockImport.Outcome.Appended.class);
                }
            }
        }
    }

    @Test
    void aBlockThatNamesAnotherCommitteeIsRefused(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS)) {
            LongStream.range(1, LENGTH).forEach(chain::grow);
            Block last = chain.blocks().build(Collections.emptyIterator(), LENGTH, Address.ZERO);
            Block untrue = new Block(
                    Headers.withCommittee(
                            last.header(), chain.blocks().tip().header().parentBeaconBlockRoot()),
                    last.transactions(),
                    last.reveal());

            assertThat(chain.blocks().append(untrue, GrownChain.certificate(untrue)))
                    .isEqualTo(new BlockImport.Outcome.Refused("it names another committee than the one that follows"));
            assertThat(chain.blocks().append(last, GrownChain.certificate(last)))
                    .isInstanceOf(BlockImport.Outcome.Appended.class);
        }
    }
}
