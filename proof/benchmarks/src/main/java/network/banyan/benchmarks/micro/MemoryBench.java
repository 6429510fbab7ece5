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

/** Nanoseconds for an instruction on memory: a word, 32 words copied, a word hashed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MemoryBench {
    @Param({"interpreted", "compiled"})
    public String engine = "";

    @Param({"MLOAD", "MSTORE", "MSTORE8", "MCOPY", "CALLDATACOPY", "KECCAK256", "MSIZE"})
    public String what = "";

    private Contract contract = Contract.EMPTY;

    @Setup
    public void prepare() {
        contract = new Contract("60ff61080052", body(), Contract.engine(engine));
    }

    @Benchmark
    @OperationsPerInvocation(Contract.TIMES)
    public Result run() {
        return contract.call();
    }

    private String body() {
        return switch (what) {
            case "MLOAD" -> "60405150";
            case "MSTORE" -> "5a604052";
            case "MSTORE8" -> "5a604053";
            case "MCOPY" -> "61040060016000" + "5e";
            case "CALLDATACOPY" -> "61040060006000" + "37";
            case "KECCAK256" -> "60205f2050";
            case "MSIZE" -> "5950";
            default -> throw new IllegalArgumentException("no instruction " + what);
        };
    }
}
