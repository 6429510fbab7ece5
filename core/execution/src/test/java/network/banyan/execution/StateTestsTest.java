// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The official state tests (execution-spec-tests 5.4.0) at Prague and Osaka. A sample of every folder by default; all of
 * them with {@code -Dbanyan.long=true}; those whose path contains a text with {@code -Dbanyan.only=text}.
 */
class StateTestsTest {
    private static final int SAMPLE_EVERY = 10;

    @ParameterizedTest
    @EnumSource(Engines.class)
    void transactionsDoWhatTheOfficialStateTestsSay(Engines engines) {
        Path folder = Vectors.folder("ethereum/state_tests", "11,329 cases of the official state tests");
        boolean all = Boolean.getBoolean("banyan.long");
        String only = System.getProperty("banyan.only", "");
        List<String> failures = new ArrayList<>();
        SortedMap<String, int[]> tallyByFolder = new TreeMap<>();
        int number = 0;
        for (Path file : Vectors.files(folder)) {
            if (!file.toString().contains(only)) {
                continue;
            }
            String group = folder.relativize(file.getParent()).toString();
            for (StateTestCase test : StateTestCase.in(Vectors.read(file))) {
                if (all || !only.isEmpty() || number++ % SAMPLE_EVERY == 0) {
                    int[] tally = tallyByFolder.computeIfAbsent(group, absent -> new int[2]);
                    Optional<String> wrong = run(test, engines);
                    tally[wrong.isPresent() ? 1 : 0]++;
                    wrong.ifPresent(what -> failures.add(file.getFileName() + " " + test.name() + " "
                            + test.post().path("indexes") + ": " + what));
                }
            }
        }
        tallyByFolder.forEach(
                (group, tally) -> System.out.printf("%-70s %5d passed %5d failed%n", group, tally[0], tally[1]));
        System.out.printf(
                "state tests, %s: %d passed, %d failed%n",
                engines,
                tallyByFolder.values().stream().mapToInt(tally -> tally[0]).sum(),
                failures.size());
        assertThat(failures).isEmpty();
    }

    private static Optional<String> run(StateTestCase test, Engines engines) {
        try {
            return test.run(engines);
        } catch (RuntimeException crash) {
            return Optional.of("crashed: " + crash + " at "
                    + List.of(crash.getStackTrace()).subList(0, 5));
        }
    }
}
