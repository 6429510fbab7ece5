// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import network.banyan.primitives.Invariant;

/** All mutants, and the search for a seed that shows one. */
record Hunt(List<Mutant> mutants, Path root) {
    Hunt {
        mutants = List.copyOf(mutants);
    }

    /**
     * How a search ended.
     *
     * @param broken the law, and how it was broken; empty if the mutant survived
     * @param seed the last that was tried
     * @param messages that were carried in all seeds
     */
    record Result(Mutant mutant, Optional<String> broken, long seed, long messages, long millis) {
        boolean caught() {
            return broken.isPresent();
        }
    }

    /**
     * @param root of the repository whose sources these classes were built from
     */
    static Hunt of(Path root) {
        try (InputStream in = Hunt.class.getResourceAsStream("mutants.patch")) {
            return new Hunt(
                    Mutant.parse(new String(Invariant.present(in).readAllBytes(), StandardCharsets.UTF_8)), root);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Compiles one and runs seed after seed until a law breaks or the mutant's patience is over. */
    Result hunt(Mutant mutant) {
        long started = System.nanoTime();
        Trial trial = ServiceLoader.load(Trial.class, PatchedClasses.of(mutant, root))
                .findFirst()
                .orElseThrow();
        Optional<String> broken = Optional.empty();
        long messages = 0;
        long seed = 0;
        while (broken.isEmpty() && seed < mutant.seeds()) {
            Trial.Outcome outcome = trial.run(++seed, mutant.world());
            messages += outcome.messages();
            broken = outcome.broken();
        }
        return new Result(mutant, broken, seed, messages, (System.nanoTime() - started) / 1_000_000);
    }
}
