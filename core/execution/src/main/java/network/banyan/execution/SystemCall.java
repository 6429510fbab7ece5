// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import network.banyan.evm.Evm;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** A call by the protocol itself (EIP-4788, 2935, 7002, 7251): without value, and its gas is nobody's. */
final class SystemCall {
    /** Who calls. */
    static final Address SYSTEM = Address.fromHex("0xfffffffffffffffffffffffffffffffffffffffe");

    static final long GAS = 30_000_000;

    private SystemCall() {}

    /** How the contract ended; empty where there is none. The caller begins and ends a transaction around it. */
    static Optional<Result> result(Evm evm, JournaledWorld world, Address contract, Bytes input) {
        return world.code(contract).isEmpty()
                ? Optional.empty()
                : Optional.of(evm.call(
                        TransactionContext.of(SYSTEM, UInt256.ZERO), SYSTEM, contract, UInt256.ZERO, input, GAS));
    }

    /** What it answered; empty where it failed or there is none. */
    static Optional<Bytes> run(Evm evm, JournaledWorld world, Address contract, Bytes input) {
        return result(evm, world, contract, input)
                .filter(Result.Success.class::isInstance)
                .map(Result.Success.class::cast)
                .map(Result.Success::output);
    }
}
