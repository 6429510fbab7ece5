// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static network.banyan.execution.Refusal.malformed;

import java.util.Optional;
import network.banyan.evm.Code;
import network.banyan.evm.Fork;
import network.banyan.evm.World;
import network.banyan.execution.Refusal.Reason;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.Blob;
import network.banyan.ledger.TransactionBody.SetCode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Whether a transaction may run, in two parts: what it alone tells ({@link #wellFormed}), which never changes, and what
 * its sender's account and the block tell ({@link #applies}). Words and order as Ethereum's most used client has them.
 */
public final class TransactionCheck {
    /** Most gas a transaction may ask for from Osaka on (EIP-7825). */
    public static final long GAS_LIMIT_MAX = 1L << 24;

    /** Gas a blob occupies (EIP-4844). */
    static final long BLOB_GAS = 1L << 17;

    private static final long BLOB_HASH_VERSION = 0x01;

    private final ChainRules rules;

    public TransactionCheck(ChainRules rules) {
        this.rules = rules;
    }

    /** What is wrong with the transaction whatever the state; empty if nothing is. */
    public Optional<Refusal> wellFormed(Transaction transaction) {
        TransactionBody body = transaction.body();
        if (body.chainId().isPresent() && !body.chainId().get().equals(rules.chainId())) {
            return Optional.of(malformed(
                    "invalid chain id for signer: have %s want %s",
                    body.chainId().get(), rules.chainId()));
        }
        if (transaction.sender().isEmpty()) {
            return Optional.of(malformed("invalid transaction v, r, s values"));
        }
        if (body.nonce() == -1L) {
            return Optional.of(malformed(
                    "nonce has max value: address %s, nonce: %s",
                    transaction.sender().get(), Long.toUnsignedString(body.nonce())));
        }
        if (rules.fork().includes(Fork.OSAKA) && body.gasLimit() > GAS_LIMIT_MAX) {
            return Optional.of(
                    malformed("transaction gas limit too high (cap: %d, tx: %d)", GAS_LIMIT_MAX, body.gasLimit()));
        }
        if (body.maxPriorityFeePerGas().compareTo(body.maxFeePerGas()) > 0) {
            return Optional.of(malformed(
                    "max priority fee per gas higher than max fee per gas: address %s, maxPriorityFeePerGas: %s,"
                            + " maxFeePerGas: %s",
                    transaction.sender().get(), body.maxPriorityFeePerGas(), body.maxFeePerGas()));
        }
        return ofType(body).or(() -> gas(body, rules.fork()));
    }

    private Optional<Refusal> ofType(TransactionBody body) {
        return switch (body) {
            case Blob blob -> blobs(blob);
            case SetCode setCode -> {
                if (!rules.fork().includes(Fork.PRAGUE)) {
                    yield Optional.of(malformed("transaction type not supported"));
                }
                yield setCode.authorizations().isEmpty()
                        ? Optional.of(malformed("EIP-7702 transaction with empty auth list"))
                        : Optional.empty();
            }
            case TransactionBody.Legacy _, TransactionBody.AccessList _, TransactionBody.DynamicFee _ ->
                Optional.empty();
        };
    }

    private Optional<Refusal> blobs(Blob blob) {
        int count = blob.blobVersionedHashes().size();
        if (rules.blobs().max() == 0) {
            return Optional.of(malformed("transaction type not supported"));
        }
        if (count == 0) {
            return Optional.of(malformed("blob transaction missing blob hashes"));
        }
        int most = rules.fork().includes(Fork.OSAKA)
                ? ChainRules.BLOBS_PER_TRANSACTION
                : rules.blobs().max();
        if (count > most) {
            return Optional.of(malformed("blob transaction has too many blobs (max %d, have %d)", most, count));
        }
        for (int i = 0; i < count; i++) {
            Hash hash = blob.blobVersionedHashes().get(i);
            if (hash.a() >>> 56 != BLOB_HASH_VERSION) {
                return Optional.of(malformed("blob %d has invalid hash version", i));
            }
        }
        return Optional.empty();
    }

    /** Whether the gas limit covers what the transaction costs before it runs. */
    static Optional<Refusal> gas(TransactionBody body, Fork fork) {
        if (body.to().isEmpty() && body.data().size() > Code.MAX_INIT_SIZE) {
            return Optional.of(malformed(
                    "max initcode size exceeded: code size %d limit %d",
                    body.data().size(), Code.MAX_INIT_SIZE));
        }
        IntrinsicGas intrinsic = IntrinsicGas.of(body, fork);
        if (body.gasLimit() < intrinsic.gas()) {
            return Optional.of(malformed("intrinsic gas too low: have %d, want %d", body.gasLimit(), intrinsic.gas()));
        }
        if (body.gasLimit() < intrinsic.floor()) {
            return Optional.of(malformed(
                    "insufficient gas for floor data gas cost: have %d, want %d", body.gasLimit(), intrinsic.floor()));
        }
        return Optional.empty();
    }

    /** What stands against running a well-formed transaction now; empty if nothing does. */
    public Optional<Refusal> applies(TransactionBody body, Address sender, World world, BlockEnvironment block) {
        if (body.gasLimit() > block.gasLimit()) {
            return Optional.of(
                    malformed("exceeds block gas limit: have %d, limit %d", body.gasLimit(), block.gasLimit()));
        }
        long nonce = world.nonce(sender);
        int order = Long.compareUnsigned(body.nonce(), nonce);
        if (order != 0) {
            return Optional.of(nonce(order, sender, body.nonce(), nonce));
        }
        if (!world.code(sender).isEmpty() && world.code(sender).delegate() == null) {
            return Optional.of(Refusal.of(
                    Reason.SENDER_HAS_CODE,
                    "sender not an eoa: address %s, len(code): %d",
                    sender,
                    world.code(sender).size()));
        }
        return fees(body, sender, block).or(() -> funds(body, sender, world.balance(sender)));
    }

    /** Whether the transaction offers enough for this block. */
    static Optional<Refusal> fees(TransactionBody body, Address sender, BlockEnvironment block) {
        if (body.maxFeePerGas().compareTo(block.baseFee()) < 0) {
            return Optional.of(Refusal.of(
                    Reason.FEE_TOO_LOW,
                    "max fee per gas less than block base fee: address %s, maxFeePerGas: %s, baseFee: %s",
                    sender,
                    body.maxFeePerGas(),
                    block.baseFee()));
        }
        if (body instanceof Blob blob && blob.maxFeePerBlobGas().compareTo(block.blobBaseFee()) < 0) {
            return Optional.of(Refusal.of(
                    Reason.FEE_TOO_LOW,
                    "max fee per blob gas less than block blob gas fee: address %s blobGasFeeCap: %s, blobBaseFee: %s",
                    sender,
                    blob.maxFeePerBlobGas(),
                    block.blobBaseFee()));
        }
        return Optional.empty();
    }

    private static Refusal nonce(int order, Address sender, long offered, long expected) {
        return Refusal.of(
                order < 0 ? Reason.NONCE_TOO_LOW : Reason.NONCE_TOO_HIGH,
                "nonce too %s: address %s, tx: %s state: %s",
                order < 0 ? "low" : "high",
                sender,
                Long.toUnsignedString(offered),
                Long.toUnsignedString(expected));
    }

    static Optional<Refusal> funds(TransactionBody body, Address sender, UInt256 balance) {
        Optional<UInt256> cost = mostCost(body);
        if (cost.isPresent() && cost.get().compareTo(balance) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Refusal.of(
                Reason.INSUFFICIENT_FUNDS,
                "insufficient funds for gas * price + value: address %s have %s want %s",
                sender,
                balance,
                cost.map(UInt256::toString).orElse("more than 256 bits hold")));
    }

    /** The most a transaction may take from its sender: gas, blobs and value; empty if it exceeds 256 bits. */
    public static Optional<UInt256> mostCost(TransactionBody body) {
        try {
            UInt256 cost = body.maxFeePerGas().timesExact(body.gasLimit()).plusExact(body.value());
            if (body instanceof Blob blob) {
                cost = cost.plusExact(blob.maxFeePerBlobGas().timesExact(blobGas(blob)));
            }
            return Optional.of(cost);
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
    }

    static long blobGas(TransactionBody body) {
        return body instanceof Blob blob ? BLOB_GAS * blob.blobVersionedHashes().size() : 0;
    }
}
