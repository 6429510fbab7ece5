// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.micro;

import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.execution.JournaledWorld;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;

/** A contract that does one thing {@link #TIMES} times, and a second one that stops at once for it to call. */
final class Contract {
    /** How often the thing is done in a call. */
    static final int TIMES = 1_000;

    private static final int ROUNDS = 20;

    /** What stops at once. */
    static final String STOPPER = "dddd";

    private static final Address SELF = Address.ofNumber(0xcccc);
    private static final Address SENDER = Address.ofNumber(0x1111);
    private static final long GAS = 1_000_000_000;
    private static final Bytes WORDS = Bytes.fromHex("0x" + "f7".repeat(32) + "0b".repeat(24) + "00".repeat(8));

    /** Before a bench is set up. */
    static final Contract EMPTY = new Contract("5f", "", Engine.interpreting());

    private final JournaledWorld world;
    private final Evm evm;

    /**
     * @param before what is done once, in hex
     * @param body what is done again and again
     */
    Contract(String before, String body, Engine engine) {
        Bytes code = Bytes.wrap(Hex.decode("0x" + before + loop(before, body)));
        Bytes stop = Bytes.fromHex("0x00");
        var state = new Fixed(
                Map.of(
                        SELF,
                        new Account(1, UInt256.ZERO, Keccak.hash(code)),
                        Address.ofNumber(Integer.parseInt(STOPPER, 16)),
                        new Account(1, UInt256.ZERO, Keccak.hash(stop))),
                Map.of(Keccak.hash(code), code, Keccak.hash(stop), stop));
        world = new JournaledWorld(state, new CodeCache(1 << 20));
        evm = new Evm(Fork.OSAKA, world, block(), engine);
    }

    /** The body in a loop whose counter is in memory, out of the body's way. */
    private static String loop(String before, String body) {
        String counter = "611000";
        String start = "60" + "%02x".formatted(ROUNDS) + counter + "52";
        int label = (before + start).length() / 2;
        String again = "6001" + counter + "51" + "03" + "80" + counter + "52" + "61" + "%04x".formatted(label) + "57";
        return start + "5b" + body.repeat(TIMES / ROUNDS) + again + "00";
    }

    /** One call; what it did is taken back. */
    Result call() {
        world.beginTransaction();
        int mark = world.mark();
        Result result = evm.call(TransactionContext.of(SENDER, UInt256.ZERO), SENDER, SELF, UInt256.ZERO, WORDS, GAS);
        world.revertTo(mark);
        if (!(result instanceof Result.Success)) {
            throw new IllegalStateException("the program ended with " + result);
        }
        return result;
    }

    /** Either engine by its name in a bench's parameters. */
    static Engine engine(String name) {
        return switch (name) {
            case "interpreted" -> Engine.interpreting();
            case "compiled" -> Engine.compilingAtOnce(Fork.OSAKA);
            default -> throw new IllegalArgumentException("no engine " + name);
        };
    }

    private static BlockContext block() {
        return new BlockContext(
                UInt256.ONE, 1, 1, GAS, Address.ZERO, Hash.ZERO, UInt256.ZERO, UInt256.ONE, number -> Hash.ZERO);
    }

    private record Fixed(Map<Address, Account> accounts, Map<Hash, Bytes> codes) implements StateView {
        @Override
        public Optional<Account> account(Address address) {
            return Optional.ofNullable(accounts.get(address));
        }

        @Override
        public UInt256 storage(Address address, UInt256 slot) {
            return UInt256.ZERO;
        }

        @Override
        public Bytes code(Hash codeHash) {
            return codes.getOrDefault(codeHash, Bytes.EMPTY);
        }
    }
}
