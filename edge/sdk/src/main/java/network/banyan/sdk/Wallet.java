// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * An account whose private key is at hand: builds and signs EIP-1559 transactions. The key lies in memory as it is, so this
 * is for tools and devnets; it is never written to a log, and {@link #toString} names only the address.
 */
public final class Wallet {
    private final Hash privateKey;
    private final Address address;

    private Wallet(Hash privateKey) {
        this.privateKey = privateKey;
        this.address = Secp256k1.addressOf(privateKey);
    }

    /**
     * @throws IllegalArgumentException if the number is no private key of secp256k1
     */
    public static Wallet of(Hash privateKey) {
        UInt256 scalar = privateKey.toUInt256();
        if (scalar.isZero() || scalar.compareTo(Secp256k1.ORDER) >= 0) {
            throw new IllegalArgumentException("not a secp256k1 private key");
        }
        return new Wallet(privateKey);
    }

    /** A new account. */
    public static Wallet random(SecureRandom random) {
        byte[] key = new byte[Hash.SIZE];
        while (true) {
            random.nextBytes(key);
            Hash candidate = Hash.of(key);
            UInt256 scalar = candidate.toUInt256();
            if (!scalar.isZero() && scalar.compareTo(Secp256k1.ORDER) < 0) {
                return new Wallet(candidate);
            }
        }
    }

    public Address address() {
        return address;
    }

    /**
     * What a transaction pays for gas, in wei.
     *
     * @param gasLimit most gas it may use
     */
    public record Fees(long gasLimit, UInt256 maxPriorityFeePerGas, UInt256 maxFeePerGas) {}

    /**
     * Builds and signs without asking anybody.
     *
     * @param to empty to create a contract
     * @param value in wei
     */
    public Transaction sign(long chainId, long nonce, Fees fees, Optional<Address> to, UInt256 value, Bytes data) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(chainId)),
                nonce,
                fees.maxPriorityFeePerGas(),
                fees.maxFeePerGas(),
                fees.gasLimit(),
                to,
                value,
                data,
                List.of());
        return Transaction.sign(body, privateKey);
    }

    /**
     * Builds and signs with the nonce, fees and gas that a node tells, and a fifth of gas to spare.
     *
     * @throws RpcFailure if the node does not answer, or the transaction would fail
     */
    public Transaction prepare(ChainClient chain, Optional<Address> to, UInt256 value, Bytes data) {
        long estimate = chain.estimateGas(address, to, value, data);
        // A plain transfer costs what it costs; only a contract's cost can move until it runs.
        long gasLimit = data.isEmpty() && to.isPresent() ? estimate : estimate + estimate / 5;
        ChainClient.GasPrice price = chain.gasPrice();
        var fees = new Fees(gasLimit, price.tip(), price.maxFeePerGas());
        return sign(chain.chainId(), chain.nonce(address), fees, to, value, data);
    }

    @Override
    public String toString() {
        return "wallet of " + address;
    }
}
