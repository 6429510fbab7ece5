// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import network.banyan.primitives.Bytes;

/**
 * Inputs that a precompile takes: signatures that hold, points that lie on their curves. One in four is then spoiled, and
 * mostly refused.
 */
public final class PrecompileInputs {
    /** The last of those that are numbered without a gap (EIP-2537). */
    private static final int LAST = 0x11;

    /** EIP-7951. */
    private static final int P256_VERIFY = 0x100;

    /** The order of P-256's group (SEC 2). */
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** Of the coordinates on bn254 (EIP-196). */
    private static final BigInteger BN254_PRIME =
            new BigInteger("30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", 16);

    private static final String BN254_NEGATIVE_G1 =
            "%064x%064x".formatted(BigInteger.ONE, BN254_PRIME.subtract(BigInteger.TWO));
    private static final int HASHED_MAX = 150;
    private static final int BLAKE2_ROUNDS_MAX = 30;
    private static final int PAIRS_MAX = 2;

    private final Random random;

    public PrecompileInputs(Random random) {
        this.random = random;
    }

    /** The number of any precompile of Osaka. */
    public int number() {
        int number = 1 + random.nextInt(LAST + 1);
        return number > LAST ? P256_VERIFY : number;
    }

    /** Input for the precompile of that number; any bytes if there is none. */
    public Bytes next(int number) {
        byte[] input = sound(number);
        return Bytes.wrap(random.nextInt(4) == 0 ? spoiled(input) : input);
    }

    private byte[] sound(int number) {
        return switch (number) {
            case 0x01 -> recoverable();
            case 0x05 -> modularExponentiation();
            case 0x06 -> hex(bn254() + bn254());
            case 0x07 -> hex(bn254() + word());
            case 0x08 -> hex(repeat(() -> bn254() + either(Points.BN254_G2, "00".repeat(128))));
            case 0x09 -> blake2();
            case 0x0a -> hex(Points.KZG_OF_ZERO);
            case 0x0b -> hex(g1() + g1());
            case 0x0c -> hex(g1() + word() + repeat(() -> g1() + word()));
            case 0x0d -> hex(g2() + g2());
            case 0x0e -> hex(g2() + word() + repeat(() -> g2() + word()));
            case 0x0f -> hex(g1() + g2() + repeat(() -> g1() + g2()));
            case 0x10 -> hex(fieldElement());
            case 0x11 -> hex(fieldElement() + fieldElement());
            case P256_VERIFY -> signedWithP256();
            default -> bytes(random.nextInt(HASHED_MAX));
        };
    }

    /** The generator's first coordinate is a nonce's point, so nearly any hash and s have a signer. */
    private byte[] recoverable() {
        return hex(word()
                + "00".repeat(31)
                + (random.nextBoolean() ? "1b" : "1c")
                + Points.SECP256K1_X
                + "00".repeat(16)
                + word().substring(32));
    }

    private byte[] modularExponentiation() {
        int base = random.nextInt(70);
        int exponent = random.nextInt(40);
        int modulus = random.nextInt(70);
        byte[] numbers = bytes(base + exponent + modulus);
        if (random.nextInt(3) == 0 && modulus > 0) {
            Arrays.fill(numbers, base + exponent, numbers.length - 1, (byte) 0);
        }
        return hex("%064x%064x%064x".formatted(base, exponent, modulus) + digits(numbers));
    }

    private byte[] blake2() {
        String last = random.nextBoolean() ? "01" : "00";
        return hex("%08x".formatted(random.nextInt(BLAKE2_ROUNDS_MAX)) + digits(bytes(208)) + last);
    }

    /** With private key and nonce 1, s is the hash and r together: valid whatever the hash. */
    private byte[] signedWithP256() {
        BigInteger hash = new BigInteger(1, bytes(32));
        BigInteger r = new BigInteger(Points.P256.substring(0, 64), 16).mod(P256_ORDER);
        return hex("%064x%064x%064x".formatted(hash, r, hash.add(r).mod(P256_ORDER)) + Points.P256);
    }

    private String bn254() {
        return switch (random.nextInt(4)) {
            case 0 -> "00".repeat(64);
            case 1 -> BN254_NEGATIVE_G1;
            default -> Points.BN254_G1;
        };
    }

    private String g1() {
        return either(Points.BLS_G1, "00".repeat(128));
    }

    private String g2() {
        return either(Points.BLS_G2, "00".repeat(256));
    }

    /** 64 bytes, mostly below the prime, which begins with 0x1a. */
    private String fieldElement() {
        byte[] element = bytes(48);
        element[0] = (byte) random.nextInt(0x1b);
        return "00".repeat(16) + digits(element);
    }

    private String either(String usual, String rare) {
        return random.nextInt(4) == 0 ? rare : usual;
    }

    private String word() {
        return digits(EdgeWords.next(random).toArray());
    }

    private String repeat(Supplier<String> part) {
        int count = random.nextInt(PAIRS_MAX + 1);
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(part.get());
        }
        return all.toString();
    }

    private byte[] spoiled(byte[] input) {
        byte[] spoiled = switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(input, random.nextInt(input.length + 1));
            case 1 -> Arrays.copyOf(input, input.length + 1 + random.nextInt(33));
            default -> input.clone();
        };
        if (spoiled.length > 0) {
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return spoiled;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String digits(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
