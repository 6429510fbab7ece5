// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Numbers in windowed non-adjacent form: digits for powers of two, zero or odd and of either sign, of which any
 * {@code window} neighbours hold at most one that is not zero. Where inverses are free, these save multiplications.
 */
final class SignedDigits {
    private SignedDigits() {}

    /**
     * The digits, least first, the last one not zero; none for zero.
     *
     * @param number not negative
     * @param window 2 to 8: digits lie between {@code -2^(window - 1)} and {@code 2^(window - 1)}
     */
    static byte[] of(BigInteger number, int window) {
        byte[] digits = new byte[number.bitLength() + 1];
        int carry = 0;
        int length = 0;
        for (int at = 0; at < digits.length; ) {
            if ((number.testBit(at) ? 1 : 0) == carry) {
                at++;
                continue;
            }
            int digit = carry;
            for (int i = 0; i < window; i++) {
                digit += number.testBit(at + i) ? 1 << i : 0;
            }
            carry = digit >> (window - 1);
            digits[at] = (byte) (digit - (carry << window));
            length = at + 1;
            at += window;
        }
        return Arrays.copyOf(digits, length);
    }
}
