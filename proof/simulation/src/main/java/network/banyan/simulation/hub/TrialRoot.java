// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.List;
import java.util.Map;
import network.banyan.application.Applications;
import network.banyan.crypto.Keccak;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.execution.JournaledWorld;
import network.banyan.execution.Judge;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;

/**
 * A root without its consensus: contracts run on a state in memory, and time passes, and blocks with it, when it is told to.
 * Gas is counted and not paid for. Used by one thread.
 */
final class TrialRoot {
    /** The most that one transaction takes (EIP-7825), less what it takes before it runs. */
    private static final long GAS = (1 << 24) - 21_000;

    private static final int CODE_CACHE_BYTES = 8 << 20;

    private final long chainId;
    private final MemoryState before;
    private final JournaledWorld world;
    private long number;
    private long seconds;
    private Evm evm;

    private TrialRoot(long chainId, MemoryState before, long number, long seconds) {
        this.chainId = chainId;
        this.before = before;
        this.world = new JournaledWorld(before, new CodeCache(CODE_CACHE_BYTES));
        this.number = number;
        this.seconds = seconds;
        this.evm = evm();
    }

    /** What came of a transaction. A refusal changed nothing, and its output is the reason. */
    record Outcome(boolean success, Bytes output, List<Log> logs, long gasUsed) {
        Outcome {
            logs = List.copyOf(logs);
        }
    }

    /** @param seconds what its clock says, since 1970 */
    static TrialRoot of(long chainId, Map<Address, GenesisAccount> genesis, long seconds) {
        var state = new MemoryState();
        genesis.forEach((address, account) -> {
            state.put(address, account.nonce(), account.balance(), account.code());
            account.storage().forEach((slot, value) -> state.put(address, slot.toUInt256(), value.toUInt256()));
        });
        return new TrialRoot(chainId, state, 1, seconds);
    }

    /** Another root that goes on from here, while this one stays. */
    TrialRoot fork() {
        return new TrialRoot(chainId, before.after(world.changes()), number, seconds);
    }

    long seconds() {
        return seconds;
    }

    void pass(long more) {
        number++;
        seconds += more;
        evm = evm();
    }

    UInt256 balance(Address account) {
        return world.balance(account);
    }

    /** Another code for a contract, to see what a root with a bug does. */
    TrialRoot with(Address contract, Bytes code) {
        TrialRoot changed = fork();
        Account account = changed.before.account(contract).orElseThrow();
        changed.before.put(contract, account.nonce(), account.balance(), code);
        return changed;
    }

    Bytes code(Address contract) {
        return before.code(before.account(contract).orElseThrow().codeHash());
    }

    /** Coins from nowhere. */
    void endow(Address account, UInt256 coins) {
        world.beginTransaction();
        world.credit(account, coins);
        world.endTransaction();
    }

    Outcome send(Address from, Address to, UInt256 value, Bytes call) {
        if (world.balance(from).compareTo(value) < 0) {
            return new Outcome(false, Bytes.EMPTY, List.of(), 0);
        }
        world.beginTransaction();
        world.setNonce(from, world.nonce(from) + 1);
        Result result = run(from, to, value, call);
        List<Log> logs = world.endTransaction().logs();
        return switch (result) {
            case Result.Success success -> new Outcome(true, success.output(), logs, GAS - success.gasLeft());
            case Result.Reverted reverted -> new Outcome(false, reverted.output(), List.of(), GAS - reverted.gasLeft());
            case Result.Halted _ -> new Outcome(false, Bytes.EMPTY, List.of(), GAS);
        };
    }

    /** What a function of a contract answers, which must not fail. */
    Bytes ask(Address contract, Bytes call) {
        world.beginTransaction();
        int mark = world.mark();
        Result result = run(Address.ZERO, contract, UInt256.ZERO, call);
        world.revertTo(mark);
        world.endTransaction();
        Invariant.check(result instanceof Result.Success, "a question to %s was refused: %s", contract, call);
        return ((Result.Success) result).output();
    }

    private Result run(Address from, Address to, UInt256 value, Bytes call) {
        world.warmUp(from);
        world.warmUp(to);
        return evm.call(TransactionContext.of(from, UInt256.ZERO), from, to, value, call, GAS);
    }

    private Evm evm() {
        var block = new BlockContext(
                UInt256.of(chainId),
                number,
                seconds,
                2 * GAS,
                Address.ZERO,
                Keccak.hash(new byte[] {(byte) number}),
                UInt256.ZERO,
                UInt256.ONE,
                _ -> Hash.ZERO);
        return new Evm(
                Fork.OSAKA,
                world,
                block,
                Engine.interpreting(),
                Judge.among(Evm.precompiles(Fork.OSAKA)),
                Applications.NONE);
    }
}
