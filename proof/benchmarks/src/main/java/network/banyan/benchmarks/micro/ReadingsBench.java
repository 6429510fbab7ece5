// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.banyan.application.Applications;
import network.banyan.crypto.P256;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.readings.Readings;
import network.banyan.testkit.MemoryState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Device records a second through the executor of a chain with {@link Readings}: blocks of 1,024, in batches of one device each,
 * on a state in memory. Roots, consensus and the senders' signatures are not in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ReadingsBench {
    private static final int RECORDS = 1_024;
    private static final UInt256 CHAIN = UInt256.of(77);
    private static final Address PLACE = Address.ofNumber(0x2001);
    private static final Hash SENDER = new Hash(0, 0, 0, 7);
    private static final long GAS_LIMIT = 100_000_000;

    @Param({"16", "64"})
    public int batch;

    private final BlockExecutor executor = new BlockExecutor(
            new ChainRules(
                    CHAIN,
                    Fork.OSAKA,
                    BlobSchedule.NONE,
                    false,
                    false,
                    Evm.precompiles(Fork.OSAKA),
                    Applications.of(List.of(new Readings()))),
            new CodeCache(1 << 20));
    private MemoryState state = new MemoryState();
    private List<Transaction> block = List.of();

    @Setup
    public void prepare() {
        state = new MemoryState();
        state.put(PLACE, 0, UInt256.ZERO, ApplicationCode.of(Readings.NAME.text()));
        int devices = RECORDS / batch;
        List<Transaction> registrations = new ArrayList<>();
        List<Transaction> batches = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            var secret = new Hash(0, 0, 0, 100L + i);
            P256.PublicKey key = P256.publicKey(secret);
            byte[] message = Readings.registration(CHAIN.toLongExact(), PLACE, Secp256k1.addressOf(SENDER), key);
            registrations.add(send(i, Readings.register(key, P256.sign(secret, message))));
            batches.add(send(devices + i, Readings.submit(records(secret, RegistryContract.idOf(key)))));
        }
        state = state.after(executed(registrations).changes());
        block = batches;
        BlockExecutor.Outcome.Executed tried = executed(block);
        Invariant.check(tried.receipts().stream().allMatch(Receipt::success), "a batch was refused");
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public BlockExecutor.Outcome records() {
        return executed(block);
    }

    private BlockExecutor.Outcome.Executed executed(List<Transaction> transactions) {
        var environment = new BlockEnvironment(
                Hash.ZERO, 1, 1_800_000_000, GAS_LIMIT, Address.ZERO, Hash.ZERO, UInt256.ZERO, UInt256.ONE, Hash.ZERO);
        return switch (executor.execute(environment, transactions, state, _ -> Hash.ZERO)) {
            case BlockExecutor.Outcome.Executed executed -> executed;
            case BlockExecutor.Outcome.Invalid invalid -> throw new IllegalStateException(invalid.reason());
        };
    }

    private static Transaction send(long nonce, Bytes input) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(CHAIN),
                nonce,
                UInt256.ZERO,
                UInt256.ZERO,
                3_000_000,
                Optional.of(PLACE),
                UInt256.ZERO,
                input,
                List.of());
        return Transaction.sign(body, SENDER);
    }

    private List<DeviceRecord> records(Hash secret, Hash device) {
        List<DeviceRecord> records = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (int i = 1; i <= batch; i++) {
            List<Reading> readings = List.of(
                    Reading.of("temperature", "Cel", "21." + i), Reading.of("humidity", "%RH", String.valueOf(i)));
            records.add(DeviceRecord.sign(
                    device, i, previous, 1_763_683_200_000L + i, readings, message -> P256.sign(secret, message)));
            previous = records.getLast().id();
        }
        return records;
    }
}
