// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.evm.Code;
import network.banyan.evm.ContractAddress;
import network.banyan.evm.Evm;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Log;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Runs one transaction on a block in progress: checks it, takes its gas, runs its message, pays back what is left and
 * shares the fee, the base fee being burned and the rest going to the beneficiary (EIP-1559).
 */
public final class TransactionProcessor {
    /** Paid back for an authorization whose account exists already (EIP-7702). */
    private static final int KNOWN_AUTHORITY_REFUND = 12_500;

    /** At most this part of the gas used is paid back (EIP-3529). */
    private static final int REFUND_QUOTIENT = 5;

    private final ChainRules rules;
    private final TransactionCheck check;
    private final BlockEnvironment block;
    private final JournaledWorld world;
    private final Evm evm;

    public TransactionProcessor(ChainRules rules, BlockEnvironment block, JournaledWorld world, Evm evm) {
        this.rules = rules;
        this.check = new TransactionCheck(rules);
        this.block = block;
        this.world = world;
        this.evm = evm;
    }

    /** What became of a transaction. */
    public sealed interface Outcome {
        /**
         * It ran, well or not, and paid.
         *
         * @param gasUsed what it paid for, refunds taken off
         * @param created the contract, if it succeeded in making one
         */
        record Applied(Result result, long gasUsed, UInt256 gasPrice, List<Log> logs, Optional<Address> created)
                implements Outcome {
            public Applied {
                logs = List.copyOf(logs);
            }

            public boolean succeeded() {
                return result instanceof Result.Success;
            }
        }

        /** It changed nothing. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * @param gasLeft what the block still holds
     * @param blobGasLeft likewise for blobs
     */
    public Outcome process(Transaction transaction, long gasLeft, long blobGasLeft) {
        TransactionBody body = transaction.body();
        Optional<Refusal> refusal = check.wellFormed(transaction);
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        Address sender = transaction.sender().orElseThrow();
        refusal = check.applies(body, sender, world, block);
        if (refusal.isPresent()) {
            return new Outcome.Refused(refusal.get());
        }
        if (body.gasLimit() > gasLeft || TransactionCheck.blobGas(body) > blobGasLeft) {
            return new Outcome.Refused(Refusal.of(Refusal.Reason.BLOCK_FULL, "gas limit reached"));
        }
        return run(body, sender);
    }

    /** Runs a body that may run. Also for calls that nobody signed, whose price may be zero. */
    Outcome.Applied run(TransactionBody body, Address sender) {
        world.beginTransaction();
        UInt256 price = gasPrice(body, block.baseFee());
        world.debit(sender, price.timesExact(body.gasLimit()));
        long blobGas = TransactionCheck.blobGas(body);
        if (blobGas > 0) {
            world.debit(sender, block.blobBaseFee().timesExact(blobGas));
        }
        long nonce = world.nonce(sender);
        world.setNonce(sender, nonce + 1);
        warmUp(body, sender);
        IntrinsicGas intrinsic = IntrinsicGas.of(body, rules.fork());
        var context = new TransactionContext(sender, price, blobHashes(body));
        long gas = body.gasLimit() - intrinsic.gas();
        Optional<Address> created = Optional.empty();
        Result result;
        if (body.to().isPresent()) {
            if (body instanceof TransactionBody.SetCode setCode) {
                setCode.authorizations().forEach(this::authorize);
            }
            result = evm.call(context, sender, body.to().get(), body.value(), body.data(), gas);
        } else {
            Address address = ContractAddress.of(sender, nonce);
            result = evm.create(context, sender, address, body.value(), body.data(), gas);
            created = result instanceof Result.Success ? Optional.of(address) : created;
        }
        long used = settle(body, sender, price, intrinsic, result);
        return new Outcome.Applied(result, used, price, world.endTransaction().logs(), created);
    }

    /** Takes off refunds, pays back the rest and pays the beneficiary; the gas that was paid for. */
    private long settle(TransactionBody body, Address sender, UInt256 price, IntrinsicGas intrinsic, Result result) {
        long spent = body.gasLimit() - result.gasLeft();
        long refund = Math.min(world.refund(), spent / REFUND_QUOTIENT);
        long used = Math.max(spent - refund, intrinsic.floor());
        if (used < body.gasLimit()) {
            world.credit(sender, price.timesExact(body.gasLimit() - used));
        }
        UInt256 tip = price.compareTo(block.baseFee()) > 0 ? price.minus(block.baseFee()) : UInt256.ZERO;
        world.credit(block.beneficiary(), tip.timesExact(used));
        return used;
    }

    /** What a unit of gas costs the sender (EIP-1559). */
    static UInt256 gasPrice(TransactionBody body, UInt256 baseFee) {
        UInt256 most = body.maxFeePerGas();
        UInt256 tip = body.maxPriorityFeePerGas();
        boolean room = most.compareTo(baseFee) >= 0 && most.minus(baseFee).compareTo(tip) > 0;
        return room ? baseFee.plus(tip) : most;
    }

    private static List<Hash> blobHashes(TransactionBody body) {
        return body instanceof TransactionBody.Blob blob ? blob.blobVersionedHashes() : List.of();
    }

    /** EIP-2929, 2930 and 3651. */
    private void warmUp(TransactionBody body, Address sender) {
        world.warmUp(sender);
        world.warmUp(block.beneficiary());
        body.to().ifPresent(world::warmUp);
        for (AccessListEntry entry : body.accessList()) {
            world.warmUp(entry.address());
            for (Hash slot : entry.slots()) {
                world.warmUp(entry.address(), slot.toUInt256());
            }
        }
    }

    /** Makes an account run another's code, if its owner signed that; else nothing happens (EIP-7702). */
    private void authorize(Authorization authorization) {
        boolean forThisChain =
                authorization.chainId().isZero() || authorization.chainId().equals(rules.chainId());
        if (!forThisChain || authorization.nonce() == -1L) {
            return;
        }
        Optional<Address> signer = authorization.authority();
        if (signer.isEmpty()) {
            return;
        }
        Address authority = signer.get();
        world.warmUp(authority);
        Code code = world.code(authority);
        if ((!code.isEmpty() && code.delegate() == null) || world.nonce(authority) != authorization.nonce()) {
            return;
        }
        if (!world.isDead(authority)) {
            world.refund(KNOWN_AUTHORITY_REFUND);
        }
        boolean clears = authorization.address().equals(Address.ZERO);
        world.setCode(authority, clears ? Code.EMPTY : Code.delegatingTo(authorization.address()));
        world.setNonce(authority, authorization.nonce() + 1);
    }
}
