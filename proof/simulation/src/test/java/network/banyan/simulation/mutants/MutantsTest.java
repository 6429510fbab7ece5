// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.simulation.mutants.Hunt.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dbanyan.long=true} hunts every mutant. */
class MutantsTest {
    private static final Path ROOT = Path.of(System.getProperty("banyan.root", "../.."));
    private static final Hunt HUNT = Hunt.of(ROOT);

    /** One of each kind, each caught in its first seed. */
    private static final List<String> QUICK = List.of(
            "finalize-after-nullify",
            "quorum-one-too-small",
            "epoch-not-signed",
            "log-lost-at-restart",
            "patience-never-resets",
            "coins-made",
            "epoch-begins-on-a-notarized-block",
            "candidates-of-another-epoch");

    static List<String> hunted() {
        return Boolean.getBoolean("banyan.long") ? names() : QUICK;
    }

    static List<String> names() {
        return HUNT.mutants().stream().map(Mutant::name).toList();
    }

    @Test
    void thereAreSeventyAtLeastAndNoTwoAreTheSame() {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(70).doesNotHaveDuplicates();
        assertThat(HUNT.mutants().stream().map(mutant -> mutant.patches())).doesNotHaveDuplicates();
        assertThat(HUNT.mutants())
                .flatMap(Mutant::patches)
                .allMatch(patch -> !patch.find().isEmpty() && !patch.find().equals(patch.put()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachFitsTheSourcesAndCompiles(String name) {
        assertThat(PatchedClasses.of(named(name), ROOT)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("hunted")
    void isCaught(String name) {
        Result result = HUNT.hunt(named(name));

        assertThat(result.caught()).as("%s after %d seeds", name, result.seed()).isTrue();
    }

    @Test
    void whatChangesNothingSurvives() {
        Mutant harmless = of("        return size() - faults();\n", "        return -faults() + size();\n");

        Result result = HUNT.hunt(harmless);

        assertThat(result.broken()).isEmpty();
        assertThat(result.seed()).isEqualTo(2);
        assertThat(result.messages()).isPositive();
    }

    @Test
    void aPatchThatFitsNoLongerOrDoesNotCompileSaysSo() {
        assertThatThrownBy(() -> HUNT.hunt(of("        return size() - 17;\n", "")))
                .hasMessageContaining("mutant harmless is stale: its lines stand nowhere in");
        assertThatThrownBy(() -> HUNT.hunt(of("    }\n", "")))
                .hasMessageContaining("mutant harmless is stale: its lines stand more than once in");
        assertThatThrownBy(() -> HUNT.hunt(of("        return size() - faults();\n", "")))
                .hasMessageContaining("mutant harmless does not compile");
    }

    private static Mutant of(String find, String put) {
        return new Mutant(
                "harmless",
                "Words",
                "Nothing.",
                List.of(new Mutant.Patch(
                        "core/election/src/main/java/network/banyan/election/Committee.java", find, put)),
                Map.of("seeds", "2", "nodes", "6", "epoch-blocks", "5"));
    }

    private static Mutant named(String name) {
        Optional<Mutant> found = HUNT.mutants().stream()
                .filter(mutant -> mutant.name().equals(name))
                .findFirst();
        return found.orElseThrow();
    }
}
