// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import network.banyan.conformance.AnvilProcess;
import network.banyan.conformance.StateTests;
import network.banyan.conformance.SuiteRun;
import network.banyan.conformance.fuzz.Outcome.End;
import network.banyan.evm.Op;
import network.banyan.evm.Tracer;
import network.banyan.node.UserError;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.evm.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuzzerTest {
    private static final long PROGRAMS = 1_200;
    private static final long PROGRAMS_LONG = 300_000;
    private static final Trials TRIALS = new Trials(Corpus.grown());
    private static final long PROGRAMS_ANVIL = 500;
    private static final long PROGRAMS_ANVIL_LONG = 20_000;
    private static final long FOREVER = Long.MAX_VALUE;
    private static final int JOBS = 2;
    private static final Supplier<Panel> OURS = () -> new Panel(OwnMachine.all());

    private final StringWriter out = new StringWriter();

    @TempDir
    Path findings;

    @Test
    void enginesAgreeOnTheProgramsOfAFixedSeed() throws InterruptedException {
        agree(1, PROGRAMS, OURS);
    }

    @Test
    void enginesAgreeOnTheProgramsOfARandomSeed() throws InterruptedException {
        long programs = Boolean.getBoolean("banyan.long") ? PROGRAMS_LONG : PROGRAMS;
        agree(ThreadLocalRandom.current().nextLong(1L << 48), programs, OURS);
    }

    @Test
    void anvilAgrees() throws InterruptedException {
        assumeThat(AnvilProcess.find())
                .as("npm's anvil is absent: skipped programs compared with it")
                .isPresent();
        long programs = Boolean.getBoolean("banyan.long") ? PROGRAMS_ANVIL_LONG : PROGRAMS_ANVIL;
        agree(
                ThreadLocalRandom.current().nextLong(1L << 48),
                programs,
                () -> new Panel(List.of(new OwnMachine(Engines.COMPILER), new AnvilMachine())));
    }

    private void agree(long seed, long programs, Supplier<Panel> panels) throws InterruptedException {
        System.out.printf("fuzz: seed %d, %,d programs%n", seed, programs);
        var tally = fuzz(panels, new Fuzzer.Extent(seed, programs, FOREVER), JOBS);

        System.out.printf("fuzz: %s%n", tally);
        assertThat(tally.disagreements()).as("seed %d: %s", seed, out).isZero();
        assertThat(tally.programs()).isEqualTo(programs);
        // Usually a third and two thirds; but sixteen neighbours share their codes, and chance is not to fail the
        // build.
        assertThat(tally.ends().get(End.SUCCEEDED))
                .as("programs that got to an end")
                .isGreaterThan((int) (programs / 20));
        assertThat(tally.ends().get(End.HALTED)).as("programs that halted").isGreaterThan((int) (programs / 20));
        assertThat(tally.ends()).doesNotContainKeys(End.CRASHED, End.REFUSED);
    }

    @Test
    void aDearInstructionIsFoundAndShrunkToTheProgramThatRunsIt() throws Exception {
        Trial trial = shrunk(moment -> moment.op() == Op.TSTORE);

        assertThat(instructions(trial)).endsWith("TSTORE").hasSizeLessThanOrEqualTo(3);
        assertThat(trial.state().accounts).hasSizeLessThanOrEqualTo(2);
        assertThat(trial.body().data().isEmpty()).isTrue();
    }

    @Test
    void aMistakeOnOneOperandIsFoundAndShrunkToThatOperand() throws Exception {
        Trial trial = shrunk(moment -> moment.op() == Op.SDIV
                && moment.stack().size() > 1
                && moment.stack().get(moment.stack().size() - 2).equals(UInt256.MAX));

        assertThat(instructions(trial)).endsWith("SDIV").hasSizeLessThanOrEqualTo(4);
        assertThat(trial.size()).isLessThanOrEqualTo(40);
    }

    /** What became of the first disagreement with a machine that makes this mistake, read from its file. */
    private Trial shrunk(Predicate<Tracer.Moment> mistake) throws InterruptedException {
        Supplier<Panel> panels =
                () -> new Panel(List.of(new OwnMachine(Engines.INTERPRETER), new WrongMachine(mistake)));
        long first = 1;
        while (fuzz(panels, new Fuzzer.Extent(first, Trials.FAMILY, FOREVER), 1).disagreements() == 0) {
            first += Trials.FAMILY;
            assertThat(first).as("programs that found nothing").isLessThan(5_000);
        }
        Path file = SuiteRun.files(List.of(findings)).getFirst();
        Trial trial = TrialFile.read(file).getFirst();
        assertThat(out.toString())
                .contains("DISAGREEMENT seed " + trial.seed(), "WRONG differs in GAS", file.toString());
        try (Panel panel = panels.get()) {
            assertThat(Panel.judge(trial, panel.ask(trial)))
                    .as("the file replayed")
                    .isPresent();
        }
        assertThat(statetest(file)).as("the file as a state test").isEqualTo(1);
        return trial;
    }

    private static int statetest(Path file) throws InterruptedException {
        var nowhere = new PrintWriter(PrintWriter.nullWriter());
        var suite = new StateTests(fork -> true, (fork, test) -> Engines.COMPILER.engine(fork, 0));
        return new SuiteRun(suite, 1, nowhere, nowhere).run(List.of(file)).passed();
    }

    private static List<String> instructions(Trial trial) {
        var code = trial.body()
                .to()
                .map(to -> trial.state().code(trial.state().accounts.get(to).codeHash()))
                .orElse(trial.body().data());
        return Disassembly.of(code).stream().map(line -> line.split(" ")[1]).toList();
    }

    @Test
    void aSeedIsAlwaysTheSameTrial() {
        var trials = new Trials(Corpus.grown());
        var again = new Trials(Corpus.grown());
        again.next(7);
        for (long seed : new long[] {-5, 0, 1, 2, 1L << 47}) {
            Trial trial = trials.next(seed);
            assertThat(again.next(seed).transaction()).isEqualTo(trial.transaction());
            assertThat(Outcome.holdings(again.next(seed).state())).isEqualTo(Outcome.holdings(trial.state()));
        }
    }

    @Test
    void theTimeEndsARun() throws InterruptedException {
        Supplier<Panel> panels = () -> new Panel(List.of(new OwnMachine(Engines.INTERPRETER)));

        var tally = fuzz(panels, new Fuzzer.Extent(1, Long.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(50)), 1);

        assertThat(tally.programs()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\": {\"post\": {\"Homestead\": [{}]}}}",
                "{\"a\": {\"post\": {\"Osaka\": [{\"txbytes\": \"0x01\"}]}, \"pre\": {}, \"env\": {}}}"
            })
    void aFileThatIsNoStateTestIsRefusedWithASentence(String text) throws IOException {
        Path file = Files.writeString(findings.resolve("a.json"), text);

        assertThatThrownBy(() -> TrialFile.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a.json");
    }

    private Fuzzer.Tally fuzz(Supplier<Panel> panels, Fuzzer.Extent extent, int jobs) throws InterruptedException {
        var nobody = new PrintWriter(PrintWriter.nullWriter());
        return new Fuzzer(TRIALS, panels, findings, new PrintWriter(out), nobody).run(extent, jobs);
    }
}
