// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The system contracts of a genesis on our own virtual machine, a block for each transaction, gas for nothing. */
public final class SystemChain {
    public static final long CHAIN_ID = 4690;

    private static final long GAS = 5_000_000;

    private final ChainRules rules = new ChainRules(UInt256.of(CHAIN_ID), Fork.OSAKA, BlobSchedule.NONE);
    private final BlockExecutor executor = new BlockExecutor(rules, new CodeCache(4 << 20));
    private Allocation state = new Allocation(SystemContracts.accounts());
    private long number;

    /** Sends a transaction in a block of its own. */
    public Receipt send(Hash key, Address to, Bytes data) {
        long nonce = state.account(Secp256k1.addressOf(key))
                .map(account -> account.nonce())
                .orElse(0L);
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN_ID)),
                nonce,
                UInt256.ZERO,
                UInt256.ZERO,
                GAS,
                Optional.of(to),
                UInt256.ZERO,
                data,
                List.of());
        number++;
        return switch (executor.execute(block(), List.of(Transaction.sign(body, key)), state, _ -> Hash.ZERO)) {
            case BlockExecutor.Outcome.Invalid invalid -> throw new AssertionError(invalid.reason());
            case BlockExecutor.Outcome.Executed executed -> {
                state = state.after(executed.changes());
                yield executed.receipts().getFirst();
            }
        };
    }

    /** What a call returns; empty if it reverts. */
    public Optional<Bytes> call(Address to, Bytes data) {
        var request = new CallRequest(
                Address.ZERO,
                Optional.of(to),
                Optional.of(GAS),
                Optional.empty(),
                UInt256.ZERO,
                data,
                List.of(),
                List.of());
        var setting = new Calls.Setting(block(), state, _ -> Hash.ZERO);
        return switch (new Calls(rules).call(request, setting)) {
            case Calls.Outcome.Returned returned -> Optional.of(returned.output());
            case Calls.Outcome.Reverted _ -> Optional.empty();
            case Calls.Outcome.Halted halted -> throw new AssertionError(halted.reason());
            case Calls.Outcome.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    public Hash storage(Address contract, UInt256 slot) {
        return state.storage(contract, slot).toHash();
    }

    /** Of the newest block, in seconds since 1970. */
    public long timestamp() {
        return 1_763_700_000 + number;
    }

    private BlockEnvironment block() {
        return new BlockEnvironment(
                Hash.ZERO,
                number,
                timestamp(),
                100_000_000,
                Address.ZERO,
                Hash.ZERO,
                UInt256.ZERO,
                UInt256.ONE,
                Hash.ZERO);
    }
}
