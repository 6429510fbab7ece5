// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.evm.Engine;
import network.banyan.evm.Fork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdversaryTest {
    private static final Meter ONCE = new Meter(0, 0);

    static Iterable<Program> programs() {
        // What takes seconds for its gas is left to the bench.
        return Adversary.programs().stream()
                .filter(program -> !program.name().matches("bn254_.*|bls_.*|keccak_large|modexp_exponent"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programsSpendTheirGasAlikeInBothEngines(Program program) {
        Meter.Figure interpreted = ONCE.measure(program, Engine.interpreting());
        Meter.Figure compiled = ONCE.measure(program, Engine.compilingAtOnce(Fork.OSAKA));
        assertThat(interpreted.halt()).isEmpty();
        assertThat(interpreted.gas())
                .isBetween(program.gas() * 9 / 10, program.gas())
                .isEqualTo(compiled.gas());
    }
}
