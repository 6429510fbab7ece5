// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.conformance.SuiteRun.Tally;
import network.banyan.testkit.Vectors;
import network.banyan.testkit.evm.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All the official suites; through the engines that are not the interpreter a sample, or all with {@code banyan.long}. */
class SuitesTest {
    private static final int SAMPLE_EVERY = 10;

    @ParameterizedTest
    @EnumSource(Engines.class)
    void stateTests(Engines engines) throws InterruptedException {
        List<Path> files = Vectors.files(Vectors.folder("ethereum/state_tests", "11,329 official state tests"));
        Tally tally = run(new StateTests(fork -> true, choice(engines)), engines, files);
        assertThat(tally.notRun()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Engines.class)
    void blockTests(Engines engines) throws InterruptedException {
        List<Path> files = new ArrayList<>(
                Vectors.files(Vectors.folder("ethereum/blockchain_tests", "2,548 official block tests")));
        files.addAll(Vectors.files(Vectors.folder("ethereum/BlockchainTests", "442 official block tests")));
        Tally tally = run(new BlockTests(choice(engines)), engines, files);
        assertThat(tally.notRun()).isEmpty();
    }

    @Test
    void transactionTests() throws InterruptedException {
        Path folder = Vectors.folder("ethereum/TransactionTests", "149 official transaction tests");
        Tally tally = run(new TransactionTests(), Engines.INTERPRETER, Vectors.files(folder));
        assertThat(tally.passed()).isGreaterThanOrEqualTo(149);
    }

    @Test
    void rlpTests() throws InterruptedException {
        run(
                new RlpTests(),
                Engines.INTERPRETER,
                Vectors.files(Vectors.folder("ethereum/RLPTests", "official RLP tests")));
    }

    private static Engines.Choice choice(Engines engines) {
        return (fork, test) -> engines.engine(fork, test.hashCode());
    }

    private static Tally run(Suite suite, Engines engines, List<Path> files) throws InterruptedException {
        List<Path> chosen = engines == Engines.INTERPRETER || Boolean.getBoolean("banyan.long") ? files : sample(files);
        var out = new PrintWriter(System.out);
        Tally tally = new SuiteRun(suite, 2, out, new PrintWriter(PrintWriter.nullWriter())).run(chosen);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.passed()).isPositive();
        System.out.printf("%s, %s: %,d passed%n", suite.getClass().getSimpleName(), engines, tally.passed());
        return tally;
    }

    private static List<Path> sample(List<Path> files) {
        List<Path> sample = new ArrayList<>();
        for (int i = 0; i < files.size(); i += SAMPLE_EVERY) {
            sample.add(files.get(i));
        }
        return sample;
    }
}
