// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.micro;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds for a hash of so many bytes, ours and BouncyCastle's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeccakBench {
    @Param({"32", "64", "532", "8192"})
    public int size;

    private byte[] input = {};

    @Setup
    public void prepare() {
        input = new byte[size];
        Arrays.fill(input, (byte) 0x5a);
    }

    @Benchmark
    public Hash ours() {
        return Keccak.hash(input);
    }

    @Benchmark
    public byte[] bouncyCastle() {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(input, 0, size);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
