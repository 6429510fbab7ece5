// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {
    private record Answer(int code, String out, String err) {}

    @Test
    void aRunPrintsWhatHappened() {
        Answer answer = simulate("--nodes", "4", "--seeds", "2", "--faults", "all");

        assertThat(answer.code).isZero();
        assertThat(answer.out)
                .contains("messages dropped", "each write cut", "recovered after the storm", "blocks finalised")
                .contains("4 nodes", "2 seeds", "simulated hours", "0 seeds failed");
        assertThat(answer.err).contains("seeds a minute", "simulated hours a minute");
    }

    @Test
    void inGoodWeatherNothingStrikes() {
        assertThat(simulate("--seeds", "1", "--faults", "none").out).contains("faults: none");
    }

    @Test
    void aFaultThatIsNoneIsRefusedWithTheList() {
        Answer answer = simulate("--seeds", "1", "--faults", "messages-dropped,gremlins");

        assertThat(answer.code).isNotZero();
        assertThat(answer.err)
                .contains("--faults takes all, none, or of messages-dropped,")
                .contains("torn-writes", "not gremlins");
        assertThat(simulate("--help").out).contains("all, none, or of", "messages-dropped", "one-way-losses");
    }

    @Test
    void whatIsImpossibleIsRefused() {
        assertThat(simulate("--nodes", "37").err).contains("--nodes takes 1 to 36");
        assertThat(simulate("--trace").err).contains("--trace follows one run");
        assertThat(simulate("--seats", "4").err).contains("--seats is about epochs");
    }

    @Test
    void aFailingSeedShowsTheLawTheLastOfWhatHappenedAndHowToSeeItAgain() {
        // Two of four lie: more than can be borne, as seed 16 shows.
        Answer answer = simulate("--two-faced", "2", "--first", "14", "--seeds", "3");

        assertThat(answer.code).isEqualTo(1);
        assertThat(answer.out).contains("first failing seed", "the last of what happened:", "BROKEN: ");
        assertThat(answer.out).containsPattern("<- member \\d").contains("NOTARIZE block");
        assertThat(answer.out).containsPattern("--two-faced 2 --forging 0 --delay 30 --first \\d+ --seeds 1 --trace");
    }

    @Test
    void aTraceTellsEverything() {
        Answer answer = simulate("--seeds", "1", "--first", "7", "--trace");

        assertThat(answer.out)
                .contains("starts", "enters view 2", "rings leader", "FINAL block 1", "the storm is over")
                .contains("loses its power");
        assertThat(answer.out).isEqualTo(simulate("--seeds", "1", "--first", "7", "--trace").out);
    }

    private static Answer simulate(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 2;
                })
                .execute(arguments);
        return new Answer(code, out.toString(), err.toString());
    }
}
