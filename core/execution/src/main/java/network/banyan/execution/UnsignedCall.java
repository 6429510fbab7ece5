// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.evm.Code;
import network.banyan.execution.SimulationRefused.Reason;
import network.banyan.execution.SimulationRequest.Call;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.UInt256;

/** A simulated call as the transaction it would be, with a signature of zeros. */
record UnsignedCall(ChainRules rules, Call call, JournaledWorld world) {
    private static final Secp256k1.Signature NOBODYS = new Secp256k1.Signature(0, UInt256.ZERO, UInt256.ZERO);

    /**
     * @param blockGasLeft what the block still holds
     * @param gasLeft what the simulation still may use
     * @throws SimulationRefused if it cannot stand at this place
     */
    Transaction checked(BlockEnvironment block, long blockGasLeft, long gasLeft, boolean validation)
            throws SimulationRefused {
        long gas = call.gasLimit().orElse(blockGasLeft);
        if (Long.compareUnsigned(gas, blockGasLeft) > 0) {
            throw new SimulationRefused(
                    Reason.BLOCK_GAS_LIMIT,
                    "block gas limit reached: %s >= %d".formatted(Long.toUnsignedString(gas), blockGasLeft));
        }
        TransactionBody body = body(Math.min(gas, gasLeft));
        if (validation) {
            checkNonce(body);
        }
        boolean offersNothing =
                body.maxFeePerGas().isZero() && body.maxPriorityFeePerGas().isZero();
        if (body.maxPriorityFeePerGas().compareTo(body.maxFeePerGas()) > 0) {
            throw refused(Reason.MALFORMED, body, "max priority fee per gas higher than max fee per gas");
        }
        if (validation || !offersNothing) {
            check(TransactionCheck.fees(body, call.from(), block), Reason.FEE_TOO_LOW, body);
        }
        check(TransactionCheck.funds(body, call.from(), world.balance(call.from())), Reason.INSUFFICIENT_FUNDS, body);
        boolean large = body.to().isEmpty() && body.data().size() > Code.MAX_INIT_SIZE;
        check(TransactionCheck.gas(body, rules.fork()), large ? Reason.INIT_CODE_SIZE : Reason.INTRINSIC_GAS, body);
        return Transaction.of(body, NOBODYS);
    }

    private static void check(Optional<Refusal> refusal, Reason reason, TransactionBody body) throws SimulationRefused {
        if (refusal.isPresent()) {
            throw refused(reason, body, refusal.get().words());
        }
    }

    private static SimulationRefused refused(Reason reason, TransactionBody body, String words) {
        return new SimulationRefused(reason, "err: %s (supplied gas %d)".formatted(words, body.gasLimit()));
    }

    private void checkNonce(TransactionBody body) throws SimulationRefused {
        long next = world.nonce(call.from());
        int order = Long.compareUnsigned(body.nonce(), next);
        if (order != 0) {
            throw refused(
                    order < 0 ? Reason.NONCE_TOO_LOW : Reason.NONCE_TOO_HIGH,
                    body,
                    "nonce too %s: address %s, tx: %s state: %s"
                            .formatted(
                                    order < 0 ? "low" : "high",
                                    call.from(),
                                    Long.toUnsignedString(body.nonce()),
                                    Long.toUnsignedString(next)));
        }
        if (next == -1L) {
            throw refused(
                    Reason.NONCE_MAX,
                    body,
                    "nonce has max value: address %s, nonce: %s".formatted(call.from(), Long.toUnsignedString(next)));
        }
    }

    private TransactionBody body(long gas) {
        long nonce = call.nonce().orElse(world.nonce(call.from()));
        if (!call.authorizations().isEmpty()) {
            return new TransactionBody.SetCode(
                    Optional.of(rules.chainId()),
                    nonce,
                    call.maxPriorityFeePerGas(),
                    call.maxFeePerGas(),
                    gas,
                    call.to(),
                    call.value(),
                    call.data(),
                    call.accessList(),
                    call.authorizations());
        }
        if (call.gasPrice().isPresent()) {
            return new TransactionBody.Legacy(
                    Optional.empty(), nonce, call.gasPrice().get(), gas, call.to(), call.value(), call.data());
        }
        return new TransactionBody.DynamicFee(
                Optional.of(rules.chainId()),
                nonce,
                call.maxPriorityFeePerGas(),
                call.maxFeePerGas(),
                gas,
                call.to(),
                call.value(),
                call.data(),
                call.accessList());
    }
}
