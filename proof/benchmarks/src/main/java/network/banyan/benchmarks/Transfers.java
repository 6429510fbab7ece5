// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import network.banyan.ledger.Transaction;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;

/** Plain transfers without end, signed as they are asked for, by accounts in turns. Used by one thread. */
final class Transfers implements Supplier<Transaction> {
    private static final Wallet.Fees FEES =
            new Wallet.Fees(21_000, UInt256.of(1_000_000_000L), UInt256.of(100_000_000_000L));
    private static final Address RECIPIENT = Address.fromHex("0x00000000000000000000000000000000000be7c4");

    private final long chainId;
    private final List<Account> accounts;
    private int turn;

    private static final class Account {
        final Wallet wallet;
        long nonce;

        Account(Wallet wallet) {
            this.wallet = wallet;
        }
    }

    private Transfers(long chainId, List<TestAccount> accounts) {
        this.chainId = chainId;
        this.accounts = new ArrayList<>();
        accounts.forEach(account -> this.accounts.add(new Account(Wallet.of(account.privateKey()))));
    }

    /** By the n-th of several disjoint shares of the load accounts. */
    static Transfers ofShare(long chainId, int share, int shares, int all) {
        return new Transfers(
                chainId,
                IntStream.rangeClosed(1, all)
                        .filter(n -> n % shares == share % shares)
                        .mapToObj(TestAccount::load)
                        .toList());
    }

    @Override
    public Transaction get() {
        Account account = accounts.get(turn++ % accounts.size());
        return account.wallet.sign(chainId, account.nonce++, FEES, Optional.of(RECIPIENT), UInt256.ONE, Bytes.EMPTY);
    }
}
