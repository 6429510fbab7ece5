// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import network.banyan.execution.ChainRules;
import network.banyan.execution.Refusal;
import network.banyan.execution.TransactionCheck;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.Submission;
import network.banyan.state.Account;

/**
 * The door of the pool: what is refused here never costs another node anything. Judges by the last final state; whether a
 * transaction still applies when its turn comes, the proposer sees. Any thread may call.
 */
public final class Admission {
    private final ChainState chain;
    private final TransactionPool pool;
    private final TransactionCheck check;

    public Admission(ChainState chain, TransactionPool pool) {
        this.chain = chain;
        this.pool = pool;
        this.check = new TransactionCheck(ChainRules.of(chain.genesis()));
    }

    public TransactionPool pool() {
        return pool;
    }

    /** Takes a transaction into the pool, or says in Ethereum's words why not. */
    public Submission offer(Transaction transaction) {
        if (pool.find(transaction.hash()).isPresent()) {
            return new Submission.Refused("already known");
        }
        Optional<Refusal> malformed = check.wellFormed(transaction);
        if (malformed.isPresent()) {
            return new Submission.Refused(malformed.get().words());
        }
        Address sender = transaction.sender().orElseThrow();
        Account account = account(sender);
        Optional<String> refusal = refusal(transaction.body(), sender, account);
        return refusal.isPresent()
                ? new Submission.Refused(refusal.get())
                : pool.add(transaction, sender, account.nonce());
    }

    private Optional<String> refusal(TransactionBody body, Address sender, Account account) {
        long gasLimit = chain.genesis().parameters().gasLimit();
        if (body.gasLimit() > gasLimit) {
            return Optional.of("exceeds block gas limit: have %d, limit %d".formatted(body.gasLimit(), gasLimit));
        }
        UInt256 floor = chain.genesis().parameters().minBaseFee();
        if (body.maxFeePerGas().compareTo(floor) < 0) {
            return Optional.of("transaction underpriced: max fee per gas %s, minimum needed %s"
                    .formatted(body.maxFeePerGas(), floor));
        }
        if (Long.compareUnsigned(body.nonce(), account.nonce()) < 0) {
            return Optional.of("nonce too low: address %s, tx: %s state: %s"
                    .formatted(sender, Long.toUnsignedString(body.nonce()), Long.toUnsignedString(account.nonce())));
        }
        Optional<UInt256> cost = TransactionCheck.mostCost(body);
        if (cost.isEmpty() || cost.get().compareTo(account.balance()) > 0) {
            return Optional.of("insufficient funds for gas * price + value: address %s have %s want %s"
                    .formatted(
                            sender,
                            account.balance(),
                            cost.map(UInt256::toString).orElse("more than 256 bits hold")));
        }
        return Optional.empty();
    }

    /** A block became final: its transactions leave the pool. */
    void settle(Candidate block) {
        for (Transaction transaction : block.block().transactions()) {
            pool.drop(transaction.hash());
        }
        block.block().transactions().stream()
                .flatMap(transaction -> transaction.sender().stream())
                .distinct()
                .forEach(sender -> pool.advance(sender, account(sender).nonce()));
    }

    /** The nonce that the sender's next transaction needs. */
    long pendingNonce(Address sender) {
        return pendingNonce(() -> account(sender).nonce(), nonce -> pool.pendingNonce(sender, nonce));
    }

    /**
     * Looks at the account again behind the pool: what a block took out of the pool meanwhile, the account has counted
     * before.
     */
    static long pendingNonce(LongSupplier account, LongUnaryOperator waiting) {
        long nonce = account.getAsLong();
        while (true) {
            long pending = waiting.applyAsLong(nonce);
            long now = account.getAsLong();
            if (now == nonce) {
                return pending;
            }
            nonce = now;
        }
    }

    private Account account(Address address) {
        return chain.head().account(address).orElse(Account.EMPTY);
    }
}
