// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import network.banyan.application.Application;
import network.banyan.application.ApplicationName;
import network.banyan.application.Applications;
import network.banyan.application.Call;
import network.banyan.application.Refused;
import network.banyan.application.Slots;
import network.banyan.application.Store;
import network.banyan.application.View;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Halt;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.ledger.ApplicationCode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

/** A native application in place of a contract: what it may, what it costs, and how it ends. */
class ApplicationTest {
    private static final Address COUNTER = Address.ofNumber(0x2001);
    private static final Hash COUNT = Slots.of("count");
    private static final long GAS = 100_000;
    private static final BlockContext CONTEXT = Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS);
    private static final Bytes ADD = Bytes.fromHex("0x01");
    private static final Bytes ASK = Bytes.fromHex("0x02");

    /** Counts; asked, says how far; misbehaves on demand. */
    private static final class Counter implements Application {
        @Override
        public ApplicationName name() {
            return new ApplicationName("counter/1");
        }

        @Override
        public boolean asks(Bytes input) {
            return input.equals(ASK);
        }

        @Override
        public Bytes answer(Call question, View view) {
            if (view instanceof Store) {
                throw new AssertionError("a question can write");
            }
            return view.get(COUNT).toBytes();
        }

        @Override
        public Bytes apply(Call call, Store store) {
            store.put(COUNT, store.get(COUNT).toUInt256().plus(UInt256.ONE).toHash());
            store.emit(
                    List.of(Slots.of("Counted")),
                    call.sender().toWord().toHash().toBytes());
            switch (call.input().isEmpty() ? 0 : call.input().at(0)) {
                case 3 -> throw new Refused("not today");
                case 4 -> throw new IllegalStateException("a bug");
                case 5 -> {
                    try {
                        store.charge(GAS);
                    } catch (RuntimeException swallowed) {
                        return Bytes.EMPTY;
                    }
                }
                case 6 -> {
                    return Bytes.wrap(new byte[Applications.OUTPUT_MAX + 1]);
                }
                default -> {}
            }
            return Bytes.EMPTY;
        }
    }

    private final MemoryState state = Scene.richAlice();
    private final JournaledWorld world = new JournaledWorld(state, new CodeCache(1 << 20));
    private final ChainRules rules = new ChainRules(
            Scene.CHAIN_ID,
            Scene.RULES.fork(),
            BlobSchedule.NONE,
            false,
            false,
            Evm.precompiles(Scene.RULES.fork()),
            Applications.of(List.of(new Counter())));
    private final Evm evm = rules.machine(world, CONTEXT, Engine.interpreting());

    ApplicationTest() {
        state.put(COUNTER, 0, UInt256.ZERO, ApplicationCode.of("counter/1"));
    }

    private Result call(Address to, Bytes input, UInt256 value) {
        return evm.call(TransactionContext.of(Scene.ALICE, Scene.GWEI), Scene.ALICE, to, value, input, GAS);
    }

    private Result call(Bytes input) {
        world.beginTransaction();
        return call(COUNTER, input, UInt256.ZERO);
    }

    private UInt256 count() {
        return world.storage(COUNTER, COUNT.toUInt256());
    }

    @Test
    void itsWordsAndEventsCostWhatAContractsDo() {
        Result first = call(ADD);
        assertThat(first).isInstanceOf(Result.Success.class);
        // SLOAD cold, SSTORE of a warm slot from zero, LOG1 of 32 bytes, the call and one word of input.
        assertThat(GAS - first.gasLeft()).isEqualTo(2_100 + 20_000 + 375 * 2 + 8 * 32 + 100 + 3);
        var logs = world.endTransaction().logs();
        assertThat(logs).hasSize(1);
        assertThat(logs.getFirst().address()).isEqualTo(COUNTER);
        assertThat(count()).isEqualTo(UInt256.ONE);

        assertThat(call(ASK).output()).isEqualTo(UInt256.ONE.toHash().toBytes());
    }

    @Test
    void whatItRefusesIsUndoneAndSaysWhy() {
        Result refused = call(Bytes.fromHex("0x03"));
        assertThat(refused).isInstanceOf(Result.Reverted.class);
        assertThat(refused.output()).isEqualTo(new Refused("not today").encoded());
        assertThat(refused.gasLeft()).isPositive();
        assertThat(count()).isEqualTo(UInt256.ZERO);
        assertThat(world.endTransaction().logs()).isEmpty();
    }

    @Test
    void aBugTakesAllGasAndNothingElse() {
        for (String input : List.of("0x04", "0x06")) {
            assertThat(call(Bytes.fromHex(input)))
                    .isInstanceOfSatisfying(
                            Result.Halted.class,
                            halted -> assertThat(halted.halt().reason()).isEqualTo(Halt.Reason.APPLICATION_FAILED));
            assertThat(count()).isEqualTo(UInt256.ZERO);
        }
    }

    @Test
    void whoSwallowsTheEndOfItsGasEndsAllTheSame() {
        assertThat(call(Bytes.fromHex("0x05"))).isEqualTo(new Result.Halted(Halt.OUT_OF_GAS));
        assertThat(count()).isEqualTo(UInt256.ZERO);
    }

    @Test
    void aFailureOfTheWorldIsNoApplicationsMatter() {
        var broken = new IllegalStateException("the disk");
        StateView failing = new StateView() {
            @Override
            public Optional<Account> account(Address address) {
                return state.account(address);
            }

            @Override
            public UInt256 storage(Address address, UInt256 slot) {
                throw broken;
            }

            @Override
            public boolean hasStorage(Address address) {
                return state.hasStorage(address);
            }

            @Override
            public Bytes code(Hash hash) {
                return state.code(hash);
            }
        };
        var itsWorld = new JournaledWorld(failing, new CodeCache(1 << 20));
        Evm its = rules.machine(itsWorld, CONTEXT, Engine.interpreting());
        itsWorld.beginTransaction();
        assertThatThrownBy(() -> its.call(
                        TransactionContext.of(Scene.ALICE, Scene.GWEI), Scene.ALICE, COUNTER, UInt256.ZERO, ADD, GAS))
                .isSameAs(broken);
    }

    @Test
    void coinsAreSentBack() {
        world.beginTransaction();
        assertThat(call(COUNTER, ADD, UInt256.ONE)).isInstanceOf(Result.Reverted.class);
        assertThat(world.balance(COUNTER)).isEqualTo(UInt256.ZERO);
        assertThat(count()).isEqualTo(UInt256.ZERO);
    }

    /** A contract that sends the byte 1 on by an opcode, and answers with whether that worked. */
    private boolean byContract(String opcode, String value, Bytes sent) {
        String code = "0x60" + sent.toHex().substring(2) + "600053" // mstore8(0, sent)
                + "60006000" + "60016000" + value + "612001" + "5a" + opcode // op(gas, 0x2001, [value], 0, 1, 0, 0)
                + "60005260206000f3";
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex(code));
        world.beginTransaction();
        Result result = call(Scene.CONTRACT, Bytes.EMPTY, UInt256.ZERO);
        assertThat(result).isInstanceOf(Result.Success.class);
        return !Hash.of(result.output().unsafeArray()).equals(Hash.ZERO);
    }

    @Test
    void aContractCallsIt() {
        assertThat(byContract("f1", "6000", ADD)).isTrue();
        assertThat(count()).isEqualTo(UInt256.ONE);
        var logs = world.endTransaction().logs();
        assertThat(logs.getFirst().data())
                .isEqualTo(Scene.CONTRACT.toWord().toHash().toBytes());
    }

    @Test
    void aStaticCallMayAskAndNotWrite() {
        assertThat(byContract("fa", "", ASK)).isTrue();
    }

    @Test
    void aStaticCallThatWritesFails() {
        assertThat(byContract("fa", "", ADD)).isFalse();
        assertThat(count()).isEqualTo(UInt256.ZERO);
    }

    @Test
    void nobodyBorrowsIt() {
        assertThat(byContract("f4", "", ADD)).as("DELEGATECALL").isFalse();
        assertThat(world.storage(Scene.CONTRACT, COUNT.toUInt256())).isEqualTo(UInt256.ZERO);
    }

    @Test
    void aChainWithoutItRunsItsNameAsCode() {
        Evm without = Scene.RULES.machine(world, CONTEXT, Engine.interpreting());
        world.beginTransaction();
        Result result = without.call(
                TransactionContext.of(Scene.ALICE, Scene.GWEI), Scene.ALICE, COUNTER, UInt256.ZERO, ADD, GAS);
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Halted.class,
                        halted -> assertThat(halted.halt().reason()).isEqualTo(Halt.Reason.INVALID_OPCODE));
    }
}
