// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.evm.Points;

/**
 * Programs that look for the most time a unit of gas can buy: each repeats one dear thing until its 30 million gas are
 * nearly spent. The slowest of them bounds the block gas limit.
 */
final class Adversary {
    private static final long GAS = 30_000_000;
    private static final Address SENDER = Address.ofNumber(0x1111);
    private static final Address TARGET = Address.ofNumber(0xcccc);
    private static final int STOP = 0x00;
    private static final int GT = 0x11;
    private static final int CALLDATASIZE = 0x36;
    private static final int CALLDATACOPY = 0x37;
    private static final int POP = 0x50;
    private static final int MSTORE = 0x52;
    private static final int GAS_LEFT = 0x5a;
    private static final int JUMPI = 0x57;
    private static final int DUP1 = 0x80;
    private static final int STATICCALL = 0xfa;

    private final List<Program> programs = new ArrayList<>();

    private Adversary() {}

    static List<Program> programs() {
        var adversary = new Adversary();
        adversary.instructions();
        adversary.memory();
        adversary.calls();
        adversary.state();
        adversary.precompiles();
        return adversary.programs;
    }

    private void instructions() {
        loop("jumpdests", new Assembler().repeat(4_000, new Assembler().op(0x5b)));
        loop(
                "push_pop",
                new Assembler().repeat(500, new Assembler().pushBytes(0xff).op(POP)));
        loop("mulmod", words(new Assembler().op(0x82, 0x82, 0x82, 0x09, POP)));
        loop("addmod", words(new Assembler().op(0x82, 0x82, 0x82, 0x08, POP)));
        loop("sdiv", words(new Assembler().op(0x81, 0x81, 0x05, POP)));
        loop("mod", words(new Assembler().op(0x80, 0x83, 0x06, POP)));
        loop("exp", words(new Assembler().op(0x80, 0x83, 0x0a, POP)));
        loop(
                "keccak_empty",
                new Assembler().repeat(200, new Assembler().push(0).push(0).op(0x20, POP)));
        loop(
                "keccak_136",
                new Assembler().repeat(200, new Assembler().push(136).push(0).op(0x20, POP)));
    }

    /** Three words on the stack, a body 200 times, and the words off again. */
    private static Assembler words(Assembler body) {
        return new Assembler()
                .pushBytes(0xfd)
                .pushBytes(0xfe)
                .push(0x1234_5678_9abc_def1L)
                .op(0x19)
                .repeat(200, body)
                .op(POP, POP, POP);
    }

    private void memory() {
        int size = 1 << 17;
        loop("mcopy", new Assembler().push(size).push(1).push(0).op(0x5e));
        loop("calldatacopy", new Assembler().push(size).push(0).push(0).op(CALLDATACOPY));
        loop("codecopy", new Assembler().push(size).push(0).push(0).op(0x39));
        loop("keccak_large", new Assembler().push(size).push(0).op(0x20, POP));
        loop("log0_large", new Assembler().push(1 << 14).push(0).op(0xa0));
        // A child fills its memory anew each time: expansion and its zeroes.
        loopCalling("memory_expansion", new Assembler().push(1).push(1 << 19).op(MSTORE, STOP));
        // A child returns a lot, and all of it is copied.
        loopCalling("returndata", new Assembler().push(1 << 18).push(0).op(0xf3));
    }

    private void calls() {
        loopCalling("calls", new Assembler().op(STOP));
        loop("call_empty", staticCall(0x77777777L, 0, 0));
        // Calls itself as deep as the 63/64 rule lets it.
        loopCalling(
                "deep_calls",
                new Assembler().push(0).push(0).push(0).push(0).op(0x30, GAS_LEFT, STATICCALL, POP, STOP));
        // Init code as long as it may be, another one each time: hashing and the analysis of its jump targets.
        loop(
                "initcode_jumpdests",
                new Assembler()
                        .op(GAS_LEFT)
                        .push(40)
                        .op(MSTORE)
                        .push(49_152)
                        .push(0)
                        .push(0)
                        .op(0xf0, POP),
                new Assembler().push(49_152 - 64).push(0).push(64).op(CALLDATACOPY),
                filled(49_152, 0x5b));
        loop(
                "initcode_pushes",
                new Assembler()
                        .op(GAS_LEFT)
                        .push(40)
                        .op(MSTORE)
                        .push(49_152)
                        .push(0)
                        .push(0)
                        .op(0xf0, POP),
                new Assembler().push(49_152 - 64).push(0).push(64).op(CALLDATACOPY),
                filled(49_152, 0x60));
        loop("create_empty", new Assembler().push(0).push(0).push(0).op(0xf0, POP));
    }

    private void state() {
        loop("sload_cold", new Assembler().op(GAS_LEFT, 0x54, POP));
        loop("sload_warm", new Assembler().repeat(100, new Assembler().push(1).op(0x54, POP)));
        loop("sstore_cold", new Assembler().op(GAS_LEFT, DUP1, 0x55));
        loop(
                "sstore_warm",
                new Assembler().repeat(50, new Assembler().op(GAS_LEFT).push(1).op(0x55)));
        loop("tstore", new Assembler().repeat(50, new Assembler().op(GAS_LEFT, DUP1, 0x5d)));
        loop("tload", new Assembler().repeat(50, new Assembler().op(GAS_LEFT, 0x5c, POP)));
        loop("balance_cold", new Assembler().op(GAS_LEFT, 0x31, POP));
        loop("extcodesize_cold", new Assembler().op(GAS_LEFT, 0x3b, POP));
        loop("extcodehash_warm", new Assembler().repeat(100, new Assembler().op(0x30, 0x3f, POP)));
        loop("selfbalance", new Assembler().repeat(100, new Assembler().op(0x47, POP)));
        loop(
                "log4",
                new Assembler().op(GAS_LEFT, DUP1, DUP1, DUP1).push(0).push(0).op(0xa4));
    }

    private void precompiles() {
        precompile(
                "ecrecover",
                1,
                "00".repeat(31) + "01" + "00".repeat(31) + "1b" + Points.SECP256K1_X + "00".repeat(31) + "01");
        precompile("sha256_empty", 2, "");
        precompile("sha256_large", 2, "5a".repeat(1 << 15));
        precompile("ripemd160_large", 3, "5a".repeat(1 << 15));
        precompile("identity_large", 4, "5a".repeat(1 << 15));
        for (int size : new int[] {32, 64, 192, 256, 512, 1_024}) {
            precompile("modexp_" + size, 5, modexp(size, 32, "fd"));
            precompile("modexp_even_" + size, 5, modexp(size, 32, "fe"));
        }
        precompile("modexp_exponent", 5, modexp(32, 1_024, "fd"));
        precompile("bn254_add", 6, Points.BN254_G1 + Points.BN254_G1);
        precompile("bn254_mul", 7, Points.BN254_G1 + "7f" + "ff".repeat(31));
        precompile("bn254_pairing_1", 8, Points.BN254_G1 + Points.BN254_G2);
        precompile("bn254_pairing_8", 8, (Points.BN254_G1 + Points.BN254_G2).repeat(8));
        precompile("blake2f", 9, "0000ffff" + "5a".repeat(208) + "01");
        precompile("kzg", 10, Points.KZG_OF_ZERO);
        precompile("bls_g1_add", 11, Points.BLS_G1 + Points.BLS_G1);
        precompile("bls_g1_msm_1", 12, Points.BLS_G1 + "7f" + "ff".repeat(31));
        precompile("bls_g1_msm_64", 12, (Points.BLS_G1 + "7f" + "ff".repeat(31)).repeat(64));
        precompile("bls_g2_add", 13, Points.BLS_G2 + Points.BLS_G2);
        precompile("bls_g2_msm_1", 14, Points.BLS_G2 + "7f" + "ff".repeat(31));
        precompile("bls_g2_msm_64", 14, (Points.BLS_G2 + "7f" + "ff".repeat(31)).repeat(64));
        precompile("bls_pairing_1", 15, Points.BLS_G1 + Points.BLS_G2);
        precompile("bls_pairing_8", 15, (Points.BLS_G1 + Points.BLS_G2).repeat(8));
        precompile("bls_map_g1", 16, "00".repeat(16) + "12".repeat(48));
        precompile("bls_map_g2", 17, ("00".repeat(16) + "12".repeat(48)).repeat(2));
        precompile("p256_verify", 0x100, "5a".repeat(96) + Points.P256);
    }

    private static String modexp(int size, int exponent, String last) {
        return "%064x%064x%064x".formatted(size, exponent, size)
                + "fb".repeat(size)
                + "ff".repeat(exponent)
                + "fd".repeat(size - 1)
                + last;
    }

    private void precompile(String name, int number, String input) {
        int size = input.length() / 2;
        loop(
                name,
                staticCall(number, size, 0),
                new Assembler().op(CALLDATASIZE).push(0).push(0).op(CALLDATACOPY),
                Bytes.fromHex("0x" + input));
    }

    private static Assembler staticCall(long address, int inputSize, int outputSize) {
        return new Assembler()
                .push(outputSize)
                .push(0)
                .push(inputSize)
                .push(0)
                .push(address)
                .op(GAS_LEFT, STATICCALL, POP);
    }

    /** A second contract called again and again. */
    private void loopCalling(String name, Assembler callee) {
        Address other = Address.ofNumber(0xdddd);
        Program program = program(name, staticCall(0xdddd, 0, 0), new Assembler(), Bytes.EMPTY);
        program.state().put(other, 1, UInt256.ZERO, callee.bytes());
        programs.add(program);
    }

    private void loop(String name, Assembler body) {
        loop(name, body, new Assembler(), Bytes.EMPTY);
    }

    private void loop(String name, Assembler body, Assembler before, Bytes data) {
        programs.add(program(name, body, before, data));
    }

    private static Program program(String name, Assembler body, Assembler before, Bytes data) {
        Assembler code = new Assembler().repeat(1, before);
        int again = code.label();
        code.repeat(1, body).push(GAS / 10).op(GAS_LEFT, GT).jump(again, JUMPI).op(STOP);
        var state = new MemoryState();
        state.put(SENDER, 0, UInt256.of(1L << 62), Bytes.EMPTY);
        state.put(TARGET, 1, UInt256.of(1L << 62), code.bytes());
        return new Program(name, state, SENDER, TARGET, data, GAS);
    }

    private static Bytes filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }
}
