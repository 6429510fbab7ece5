// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Optional;
import network.banyan.simulation.mutants.Trial;
import org.jspecify.annotations.Nullable;

/** A stage in a mutated world, which the runner of mutants knows only as a {@link Trial}. */
public final class MutatedStage implements Trial {
    private Simulation.@Nullable Stage stage;

    @Override
    public Outcome run(long seed, int nodes, int twoFaced, int forging, String lie, long delayMillis) {
        Optional<Lie> told = lie.isEmpty() ? Optional.empty() : Optional.of(Lie.valueOf(lie));
        var conditions = new Conditions(nodes, twoFaced, forging, told, delayMillis);
        if (stage == null) {
            stage = new Simulation.Stage(conditions);
        }
        Simulation.Report report = stage.run(seed);
        return new Outcome(report.messages(), report.broken());
    }
}
