// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** An account with its key, for one chain: makes signed transactions of type 2. */
public final class Wallet {
    private final UInt256 chainId;
    private final Hash privateKey;
    private final Address address;

    public Wallet(long chainId, Hash privateKey) {
        this.chainId = UInt256.of(chainId);
        this.privateKey = privateKey;
        this.address = Secp256k1.addressOf(privateKey);
    }

    public Address address() {
        return address;
    }

    /**
     * What a unit of gas may cost, in wei.
     *
     * @param most base fee included
     * @param tip to the proposer
     */
    public record Fees(UInt256 most, UInt256 tip) {}

    public Transaction sign(long nonce, Fees fees, long gasLimit, Address to, UInt256 value, Bytes data) {
        return Transaction.sign(
                new TransactionBody.DynamicFee(
                        Optional.of(chainId),
                        nonce,
                        fees.tip(),
                        fees.most(),
                        gasLimit,
                        Optional.of(to),
                        value,
                        data,
                        List.of()),
                privateKey);
    }
}
