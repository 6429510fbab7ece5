// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import network.banyan.evm.Result;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds for a call: of a contract that stops at once, of an address with no code, of a precompile, a creation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallsBench {
    @Param({"interpreted", "compiled"})
    public String engine = "";

    @Param({"CALL", "STATICCALL", "DELEGATECALL", "nobody", "identity", "CREATE"})
    public String what = "";

    private Contract contract = Contract.EMPTY;

    @Setup
    public void prepare() {
        contract = new Contract("", body(), Contract.engine(engine));
    }

    @Benchmark
    @OperationsPerInvocation(Contract.TIMES)
    public Result run() {
        return contract.call();
    }

    private String body() {
        return switch (what) {
            case "CALL" -> "5f5f5f5f5f61" + Contract.STOPPER + "5af150";
            case "STATICCALL" -> "5f5f5f5f61" + Contract.STOPPER + "5afa50";
            case "DELEGATECALL" -> "5f5f5f5f61" + Contract.STOPPER + "5af450";
            case "nobody" -> "5f5f5f5f6177775afa50";
            case "identity" -> "5f5f60205f60045afa50";
            case "CREATE" -> "5f5f5ff050";
            default -> throw new IllegalArgumentException("nothing to call named " + what);
        };
    }
}
