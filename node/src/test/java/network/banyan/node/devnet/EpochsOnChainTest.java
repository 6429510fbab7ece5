// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.ElectionContract.Standing;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.NodeKeys;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.BlockImport;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainStore;
import network.banyan.state.Account;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;
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
            IntStream.rangeClosed(1, DELEGATES)
                    .mapToObj(EpochsOnChainTest::founder)
                    .toList(),
            1_800_000_000);

    private static Founder founder(int number) {
        return new Founder(
                "validator-" + number,
                new NodeKeys(
                        secret("bls", number).toBytes(), secret("node", number).toBytes(), secret("operator", number)));
    }

    private static Hash secret(String kind, int number) {
        return Keccak.hash((kind + number).getBytes(StandardCharsets.US_ASCII));
    }

    /** A chain that a test makes grow, with certificates that nobody checks. */
    private record Chain(NodeStorage storage, ChainState state, BlockImport blocks) implements AutoCloseable {
        static Chain open(Path folder) {
            NodeStorage storage = NodeStorage.open(folder, 16);
            ChainState state = ChainState.open(
                    GENESIS, Committee.of(0, GENESIS.committee()), storage.chain(), StateChain.Limits.DEFAULT);
            return new Chain(storage, state, new BlockImport(state));
        }

        ChainStore store() {
            return storage.chain();
        }

        /** One block in a view. */
        Block grow(long view) {
            Block block = blocks.build(Collections.emptyIterator(), view, Address.ZERO);
            assertThat(blocks.append(block, certificate(block))).isInstanceOf(BlockImport.Outcome.Appended.class);
            return block;
        }

        /** A whole epoch, in the first views of those that are not skipped. */
        void epoch(LongStream views) {
            views.limit(LENGTH).forEach(this::grow);
        }

        BigInteger balance(Address account) {
            return state.head().account(account).orElse(Account.EMPTY).balance().toBigInteger();
        }

        Bytes ask(Address contract, Bytes input) {
            var request = new CallRequest(
                    Address.ZERO,
                    Optional.of(contract),
                    Optional.empty(),
                    Optional.empty(),
                    UInt256.ZERO,
                    input,
                    List.of(),
                    List.of(),
                    List.of());
            var setting =
                    new Calls.Setting(BlockEnvironment.of(blocks.tip().header()), state.head(), number -> Hash.ZERO);
            return new Calls(ChainRules.of(GENESIS)).call(request, setting) instanceof Calls.Outcome.Returned returned
                    ? returned.output()
                    : Bytes.EMPTY;
        }

        Standing standing(long delegate) {
            return ElectionContract.standing(ask(ElectionContract.ADDRESS, ElectionContract.standing(delegate)));
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    private static Certificate certificate(Block block) {
        var seats = new BitSet();
        seats.set(0);
        var subject = new VoteSubject(
                block.slot().epoch(), block.slot().view(), VoteType.FINALIZE, block.number(), block.hash());
        return Certificate.of(subject, seats, Bytes.wrap(new byte[96]));
    }

    private static List<String> names(Committee committee) {
        return committee.members().stream().map(Member::name).toList();
    }

    @Test
    void eachEpochDrawsSeatsFromTheCandidates(@TempDir Path folder) {
        try (Chain chain = Chain.open(folder)) {
            for (int epoch = 0; epoch < 6; epoch++) {
                chain.epoch(LongStream.iterate(1, view -> view + 1));
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
        try (Chain chain = Chain.open(folder)) {
            chain.epoch(LongStream.iterate(1, view -> view + 1));
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
        try (Chain chain = Chain.open(folder)) {
            // In genesis' committee seat 2 leads views 3, 10, 17, and is silent: 8 blocks of 7 members are one for
            // each.
            chain.epoch(LongStream.iterate(1, view -> view + 1).filter(view -> view % DELEGATES != 3));
            chain.grow(1);

            assertThat(chain.standing(3).probationUntil()).isEqualTo(1 + 6);
            assertThat(chain.standing(3).ranked().compareTo(chain.standing(3).votes()))
                    .isNegative();
            assertThat(chain.standing(1).probationUntil()).isZero();
            LongStream.rangeClosed(2, LENGTH).forEach(chain::grow);
            assertThat(names(chain.store().committee(2).orElseThrow())).doesNotContain("validator-3");
        }
    }

    @Test
    void aNodeThatRestartsAnywhereMakesTheSameChain(@TempDir Path folder, @TempDir Path other) {
        try (Chain whole = Chain.open(other)) {
            for (int number = 1; number <= 3 * LENGTH; number++) {
                Block block = whole.grow((number - 1) % LENGTH + 1L);
                try (Chain restarted = Chain.open(folder)) {
                    assertThat(restarted.blocks().append(block, certificate(block)))
                            .as("block %d", number)
                            .isInstanceOf(BlockImport.Outcome.Appended.class);
                }
            }
        }
    }

    @Test
    void aBlockThatNamesAnotherCommitteeIsRefused(@TempDir Path folder) {
        try (Chain chain = Chain.open(folder)) {
            LongStream.range(1, LENGTH).forEach(chain::grow);
            Block last = chain.blocks().build(Collections.emptyIterator(), LENGTH, Address.ZERO);
            Block untrue = new Block(
                    Headers.withCommittee(
                            last.header(), chain.blocks().tip().header().parentBeaconBlockRoot()),
                    last.transactions(),
                    last.reveal());

            assertThat(chain.blocks().append(untrue, certificate(untrue)))
                    .isEqualTo(new BlockImport.Outcome.Refused("it names another committee than the one that follows"));
            assertThat(chain.blocks().append(last, certificate(last))).isInstanceOf(BlockImport.Outcome.Appended.class);
        }
    }
}
