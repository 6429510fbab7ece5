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

/** Nanoseconds for an instruction on 256-bit words: each takes the result of the one before, turned over by NOT. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WordsBench {
    @Param({"interpreted", "compiled"})
    public String engine = "";

    @Param({"ADD", "MUL", "DIV", "SDIV", "MOD", "ADDMOD", "MULMOD", "EXP", "SLT", "SHL", "SAR", "BYTE", "SIGNEXTEND"})
    public String what = "";

    private Contract contract = Contract.EMPTY;

    @Setup
    public void prepare() {
        contract = new Contract("602035600035", body(), Contract.engine(engine));
    }

    @Benchmark
    @OperationsPerInvocation(Contract.TIMES)
    public Result run() {
        return contract.call();
    }

    /** On the stack are a word of the call data and, above, what the instruction made of it before. */
    private String body() {
        return switch (what) {
            case "ADD" -> "81900119";
            case "MUL" -> "81900219";
            case "DIV" -> "81900419";
            case "SDIV" -> "81900519";
            case "MOD" -> "81900619";
            case "ADDMOD" -> "8190800819";
            case "MULMOD" -> "8190800919";
            case "EXP" -> "81900a19";
            case "SLT" -> "81901219";
            case "SHL" -> "60071b19";
            case "SAR" -> "60071d19";
            case "BYTE" -> "60051a19";
            case "SIGNEXTEND" -> "60050b19";
            default -> throw new IllegalArgumentException("no instruction " + what);
        };
    }
}
