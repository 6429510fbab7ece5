// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.banyan.evm.CodeCache;
import network.banyan.execution.BlockExecutor.Outcome;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

class BlockExecutorTest {
    /** Stores its call data's first word in slot 0, if the system calls. */
    private static final Bytes KEEPS_INPUT =
            Bytes.fromHex("0x3373fffffffffffffffffffffffffffffffffffffffe14601d575f5ffd5b5f355f5500");

    private final BlockExecutor executor = new BlockExecutor(Scene.RULES, new CodeCache(1 << 20));

    @Test
    void theBaseFeeIsBurnedAndTheTipGoesToTheOperator() {
        MemoryState state = Scene.richAlice();

        Executed executed = execute(state, Scene.payment(0, UInt256.of(5)), Scene.payment(1, UInt256.of(6)));

        MemoryState after = state.after(executed.changes());
        assertThat(executed.gasUsed()).isEqualTo(42_000);
        assertThat(executed.receipts()).extracting("cumulativeGasUsed").containsExactly(21_000L, 42_000L);
        assertThat(executed.gasPrices()).containsOnly(Scene.GWEI.plus(UInt256.of(2)));
        assertThat(after.accounts.get(Scene.BOB).balance()).isEqualTo(UInt256.of(11));
        assertThat(after.accounts.get(Scene.OPERATOR).balance()).isEqualTo(UInt256.of(84_000));
        UInt256 paid = Scene.GWEI.plus(UInt256.of(2)).timesExact(42_000).plus(UInt256.of(11));
        assertThat(after.accounts.get(Scene.ALICE).balance()).isEqualTo(Scene.ONE_COIN.minus(paid));
        assertThat(after.accounts.get(Scene.ALICE).nonce()).isEqualTo(2);
    }

    @Test
    void theSystemContractsLearnTheParentAndTheCommitteeFirst() {
        MemoryState state = Scene.richAlice();
        state.put(BlockInProgress.BEACON_ROOTS, 1, UInt256.ZERO, KEEPS_INPUT);
        state.put(BlockInProgress.HISTORY, 1, UInt256.ZERO, KEEPS_INPUT);

        MemoryState after = state.after(execute(state).changes());

        assertThat(after.storage(BlockInProgress.BEACON_ROOTS, UInt256.ZERO))
                .isEqualTo(Scene.block().parentBeaconRoot().toUInt256());
        assertThat(after.storage(BlockInProgress.HISTORY, UInt256.ZERO))
                .isEqualTo(Scene.block().parentHash().toUInt256());
        assertThat(after.accounts).as("the system itself leaves no trace").hasSize(3);
    }

    @Test
    void aChainWithoutSystemContractsChangesNothingInAnEmptyBlock() {
        assertThat(execute(Scene.richAlice()).changes()).isEqualTo(StateChanges.NONE);
    }

    @Test
    void oneTransactionThatCannotStandMakesTheBlockInvalid() {
        List<Transaction> transactions =
                List.of(Scene.signed(Scene.payment(0, UInt256.ONE)), Scene.signed(Scene.payment(2, UInt256.ONE)));

        Outcome outcome = executor.execute(Scene.block(), transactions, Scene.richAlice(), Scene.NO_ANCESTORS);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class,
                        invalid -> assertThat(invalid.reason())
                                .startsWith("could not apply transaction 1 (0x")
                                .endsWith("nonce too high: address " + Scene.ALICE + ", tx: 2 state: 1"));
    }

    @Test
    void theSameBlockGivesTheSameOutcomeWhateverTheCacheHolds() {
        MemoryState state = Scene.richAlice();
        state.put(Scene.BOB, 1, UInt256.ZERO, Bytes.fromHex("0x60013415600957005b5f54"));

        assertThat(execute(state, Scene.payment(0, UInt256.ONE)))
                .isEqualTo(execute(state, Scene.payment(0, UInt256.ONE)));
    }

    private Executed execute(MemoryState state, network.banyan.ledger.TransactionBody... bodies) {
        List<Transaction> transactions =
                List.of(bodies).stream().map(Scene::signed).toList();
        Outcome outcome = executor.execute(Scene.block(), transactions, state, Scene.NO_ANCESTORS);
        assertThat(outcome).isInstanceOf(Executed.class);
        return (Executed) outcome;
    }
}
