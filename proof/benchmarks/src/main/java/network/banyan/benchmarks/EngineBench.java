// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.StateView;

/**
 * Programs in the form of state tests, called again and again on the same state by the interpreter and by compiled code:
 * microseconds a call once warm, and gas a second. Execution only: neither intrinsic gas nor the state's root.
 *
 * <p>{@code java network.banyan.benchmarks.EngineBench FOLDER [NAME...]}
 */
public final class EngineBench {
    private static final long GAS = 1_000_000_000;
    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final long ROUND_NANOS = 400_000_000L;
    private static final int ROUNDS = 8;

    private EngineBench() {}

    /** The state a program finds, in memory. */
    private record Memory(
            Map<Address, Account> accounts, Map<Address, Map<UInt256, UInt256>> slots, Map<Hash, Bytes> codes)
            implements StateView {
        @Override
        public Optional<Account> account(Address address) {
            return Optional.ofNullable(accounts.get(address));
        }

        @Override
        public UInt256 storage(Address address, UInt256 slot) {
            return slots.getOrDefault(address, Map.of()).getOrDefault(slot, UInt256.ZERO);
        }

        @Override
        public Bytes code(Hash codeHash) {
            return codes.getOrDefault(codeHash, Bytes.EMPTY);
        }
    }

    private record Program(String name, Memory state, Address sender, Address to, Bytes data) {}

    /** @param nanos a call, the best of some rounds */
    private record Figure(long gas, long nanos) {
        double megagasPerSecond() {
            return gas * 1e3 / nanos;
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        System.out.printf(
                "%-16s %12s | %12s %9s | %12s %9s%n",
                "program", "gas", "interp. us", "Mgas/s", "compiled us", "Mgas/s");
        try (var files = Files.list(Path.of(arguments[0]))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Program program = program(file);
                if (chosen.isEmpty() || chosen.contains(program.name)) {
                    Figure interpreted = measure(program, Engine.interpreting());
                    Figure compiled = measure(program, Engine.compilingAtOnce(Fork.OSAKA));
                    System.out.printf(
                            "%-16s %12d | %12.1f %9.1f | %12.1f %9.1f%s%n",
                            program.name,
                            compiled.gas,
                            interpreted.nanos / 1e3,
                            interpreted.megagasPerSecond(),
                            compiled.nanos / 1e3,
                            compiled.megagasPerSecond(),
                            interpreted.gas == compiled.gas ? "" : " GAS DIFFERS");
                }
            }
        }
    }

    private static Figure measure(Program program, Engine engine) {
        var world = new JournaledWorld(program.state, new CodeCache(1 << 20));
        var evm = new Evm(Fork.OSAKA, world, block(), engine);
        long gas = 0;
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            gas = call(program, world, evm);
        } while (System.nanoTime() < end);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long calls = 0;
            long start = System.nanoTime();
            do {
                call(program, world, evm);
                calls++;
            } while (System.nanoTime() < start + ROUND_NANOS);
            best = Math.min(best, (System.nanoTime() - start) / calls);
        }
        return new Figure(gas, Math.max(1, best));
    }

    private static long call(Program program, JournaledWorld world, Evm evm) {
        world.beginTransaction();
        world.warmUp(program.sender);
        world.warmUp(program.to);
        int mark = world.mark();
        var context = TransactionContext.of(program.sender, UInt256.ZERO);
        Result result = evm.call(context, program.sender, program.to, UInt256.ZERO, program.data, GAS);
        world.revertTo(mark);
        return GAS - result.gasLeft();
    }

    private static BlockContext block() {
        return new BlockContext(
                UInt256.ONE,
                1,
                1,
                Long.MAX_VALUE,
                Address.ZERO,
                Hash.ZERO,
                UInt256.ZERO,
                UInt256.ONE,
                number -> Hash.ZERO);
    }

    private static Program program(Path file) throws IOException {
        var entry = new ObjectMapper()
                .readTree(file.toFile())
                .properties()
                .iterator()
                .next();
        JsonNode transaction = entry.getValue().get("transaction");
        JsonNode call = transaction.isArray() ? transaction.get(0) : transaction;
        return new Program(
                entry.getKey(),
                state(entry.getValue().get("pre")),
                Address.fromHex(call.get("sender").asText()),
                Address.fromHex(call.get("to").asText()),
                Bytes.fromHex(
                        call.get("data").isArray()
                                ? call.get("data").get(0).asText()
                                : call.get("data").asText()));
    }

    private static Memory state(JsonNode pre) {
        var state = new Memory(new HashMap<>(), new HashMap<>(), new HashMap<>());
        pre.properties().forEach(entry -> {
            Address address = Address.fromHex(entry.getKey());
            JsonNode account = entry.getValue();
            Bytes code = Bytes.fromHex(account.get("code").asText());
            long nonce = Long.decode(account.get("nonce").asText());
            UInt256 balance = UInt256.fromHex(account.get("balance").asText());
            state.accounts.put(address, new Account(nonce, balance, Keccak.hash(code)));
            state.codes.put(Keccak.hash(code), code);
            account.get("storage")
                    .properties()
                    .forEach(slot -> state.slots
                            .computeIfAbsent(address, absent -> new HashMap<>())
                            .put(
                                    UInt256.fromHex(slot.getKey()),
                                    UInt256.fromHex(slot.getValue().asText())));
        });
        return state;
    }
}
