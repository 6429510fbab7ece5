// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import network.banyan.evm.Code;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;

/**
 * What all machines are given: a transaction on a block and a state, as a state test has them.
 *
 * @param seed what it was drawn from, and where the engine that switches tosses its coins from
 * @param state never changed
 */
record Trial(long seed, Fork fork, BlockEnvironment block, MemoryState state, Transaction transaction) {
    static final UInt256 CHAIN_ID = UInt256.ONE;

    ChainRules rules() {
        return ChainRules.answering(CHAIN_ID, fork, BlobSchedule.PRAGUE);
    }

    TransactionBody body() {
        return transaction.body();
    }

    /** Whether an account can have such code: only a delegation begins like that (EIP-3541, 7702). */
    static boolean mayBeDeployed(Bytes code) {
        return code.isEmpty() || code.at(0) != (byte) 0xef || Code.of(code).delegate() != null;
    }

    Trial with(MemoryState other) {
        return new Trial(seed, fork, block, other, transaction);
    }

    /** With another transaction of the same sender. */
    Trial with(TransactionBody other) {
        return new Trial(seed, fork, block, state, Transaction.sign(other, Cast.SENDER_KEY));
    }

    /** Bytes of code in accounts and of the transaction's data: what shrinking makes fewer. */
    int size() {
        int codes = state.accounts.values().stream()
                .mapToInt(account -> state.code(account.codeHash()).size())
                .sum();
        return codes + body().data().size();
    }
}
