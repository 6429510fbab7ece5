// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * 0x05: {@code base ^ exponent mod modulus} of numbers with any lengths (EIP-198), priced by EIP-2565 before Osaka, and
 * from Osaka on by EIP-7883 with every length at most 1,024 bytes (EIP-7823).
 */
final class ModularExponentiation implements Precompile {
    private static final int HEADER = 96;
    private static final int LENGTH_MAX = 1024;
    private static final BigInteger UNPAYABLE = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger SEVEN = BigInteger.valueOf(7);
    private static final BigInteger WORD = BigInteger.valueOf(32);

    private final boolean osaka;

    ModularExponentiation(boolean osaka) {
        this.osaka = osaka;
    }

    /** Where the numbers stand; a number behind the input's end is zero. */
    private record Lengths(BigInteger base, BigInteger exponent, BigInteger modulus) {
        static Lengths of(byte[] input) {
            byte[] header = Slices.padded(input, 0, HEADER);
            return new Lengths(number(header, 0, 32), number(header, 32, 32), number(header, 64, 32));
        }

        boolean exceed(int limit) {
            return base.max(exponent).max(modulus).compareTo(BigInteger.valueOf(limit)) > 0;
        }
    }

    @Override
    public long gas(byte[] input) {
        Lengths lengths = Lengths.of(input);
        BigInteger longest = lengths.base.max(lengths.modulus);
        BigInteger words = longest.add(SEVEN).shiftRight(3);
        BigInteger complexity = words.multiply(words);
        if (osaka) {
            complexity = longest.compareTo(WORD) <= 0 ? BigInteger.valueOf(16) : complexity.shiftLeft(1);
        }
        BigInteger gas = complexity.multiply(iterations(input, lengths).max(BigInteger.ONE));
        gas = osaka
                ? gas.max(BigInteger.valueOf(500))
                : gas.divide(BigInteger.valueOf(3)).max(BigInteger.valueOf(200));
        return gas.min(UNPAYABLE).longValueExact();
    }

    private BigInteger iterations(byte[] input, Lengths lengths) {
        BigInteger head = BigInteger.ZERO;
        if (lengths.base.compareTo(BigInteger.valueOf(input.length)) <= 0) {
            int size = lengths.exponent.min(WORD).intValue();
            head = number(input, HEADER + lengths.base.intValue(), size);
        }
        BigInteger bits = BigInteger.valueOf(Math.max(0, head.bitLength() - 1));
        BigInteger tail = lengths.exponent.subtract(WORD).max(BigInteger.ZERO);
        return bits.add(tail.shiftLeft(osaka ? 4 : 3));
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        Lengths lengths = Lengths.of(input);
        if (osaka && lengths.exceed(LENGTH_MAX)) {
            return null;
        }
        if (lengths.base.signum() == 0 && lengths.modulus.signum() == 0) {
            return new byte[0];
        }
        // The gas for these lengths is paid, so they are small; an exponent's may not be if nothing else is there.
        if (lengths.exceed(Integer.MAX_VALUE / 4)) {
            return null;
        }
        int base = lengths.base.intValue();
        int exponent = lengths.exponent.intValue();
        int size = lengths.modulus.intValue();
        BigInteger modulus = number(input, HEADER + base + exponent, size);
        if (modulus.signum() == 0) {
            return new byte[size];
        }
        return toArray(number(input, HEADER, base).modPow(number(input, HEADER + base, exponent), modulus), size);
    }

    private static BigInteger number(byte[] input, int from, int size) {
        return new BigInteger(1, Slices.padded(input, from, size));
    }

    private static byte[] toArray(BigInteger value, int size) {
        byte[] bytes = value.toByteArray();
        if (bytes.length >= size) {
            return Arrays.copyOfRange(bytes, bytes.length - size, bytes.length);
        }
        byte[] padded = new byte[size];
        System.arraycopy(bytes, 0, padded, size - bytes.length, bytes.length);
        return padded;
    }
}
