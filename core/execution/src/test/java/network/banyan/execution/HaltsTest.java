// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.evm.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaltsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0x01                     | stack underflow (0 <=> 2)
            0x600101                 | stack underflow (1 <=> 2)
            0xfe                     | invalid opcode: INVALID
            0x0c                     | invalid opcode: opcode 0xc not defined
            0xef                     | invalid opcode: opcode 0xef not defined
            0x600456                 | invalid jump destination
            0x5b5f600056             | out of gas
            0x5b5f5f5f5f600056       | stack limit reached 1024 (1023)
            0x60015f5f3e             | return data out of bounds
            0x63ffffffff51           | out of gas
            0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff51 | out of gas
            0x61c0015f5ff0           | max initcode size exceeded
            """)
    void aHaltIsTakenInEthereumsWords(String code, String words) {
        long gas = words.startsWith("out of gas") ? 5_000 : 1_000_000;

        Result result = Scene.run(code, "0x", gas);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Halted.class,
                        halted -> assertThat(halted.halt().words()).isEqualTo(words));
        assertThat(result.gasLeft()).isZero();
        assertThat(result.output().isEmpty()).isTrue();
    }

    @Test
    void changesUnderAStaticCallAreRefused() {
        // The contract calls itself with STATICCALL; the inner run, which has call data, stores.
        String code = "0x36600f575f5f60015f305afa5f5260205ff35b60015f55";

        Result result = Scene.run(code, "0x", 1_000_000);

        assertThat(result).isInstanceOf(Result.Success.class);
        assertThat(result.output().at(31)).as("the inner call failed").isZero();
        assertThat(result.gasLeft()).as("and took its gas with it").isLessThan(20_000);
    }

    @Test
    void aRevertHandsBackItsReasonAndItsGas() {
        Result result = Scene.run("0x602a5f5260205ffd", "0x", 100_000);

        assertThat(result).isInstanceOf(Result.Reverted.class);
        assertThat(result.output().at(31)).isEqualTo((byte) 42);
        assertThat(result.gasLeft()).isGreaterThan(99_000);
    }

    @Test
    void callsNestToTheLimitWithoutADeepThread() {
        // Calls itself with all its gas and returns one more than the inner call did.
        String code = "0x60205f5f5f5f305af1505f5160010160005260205ff3";

        Result result = Scene.run(code, "0x", Long.MAX_VALUE / 2);

        assertThat(result).isInstanceOf(Result.Success.class);
        int depth = (result.output().at(30) & 0xff) << 8 | (result.output().at(31) & 0xff);
        assertThat(depth).isEqualTo(1025);
    }
}
