// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootHub;
import network.banyan.hub.MessageKind;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;

/** Deposits of one wei without end, so that a chain always has something to tell its root. Used by one thread. */
final class Deposits implements Supplier<Transaction> {
    private static final Wallet.Fees FEES =
            new Wallet.Fees(400_000, UInt256.of(1_000_000_000L), UInt256.of(1_000_000_000_000L));

    private final long rootId;
    private final Wallet wallet;
    private final Bytes call;
    private long nonce;

    /** @param wallet has sent nothing yet, and sends nothing else */
    Deposits(long rootId, long chainId, Wallet wallet) {
        this.rootId = rootId;
        this.wallet = wallet;
        long tomorrow = System.currentTimeMillis() / 1_000 + 86_400;
        this.call = new Parcel(
                        chainId,
                        MessageKind.DEPOSIT,
                        wallet.address(),
                        Address.ZERO,
                        UInt256.ONE,
                        0,
                        tomorrow,
                        wallet.address(),
                        Bytes.EMPTY)
                .send();
    }

    @Override
    public Transaction get() {
        return wallet.sign(rootId, nonce++, FEES, Optional.of(RootHub.INBOX), UInt256.ONE, call);
    }
}
