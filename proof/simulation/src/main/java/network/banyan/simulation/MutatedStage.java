// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Map;
import network.banyan.simulation.mutants.Trial;
import org.jspecify.annotations.Nullable;

/** A stage in a mutated world, which the runner of mutants knows only as a {@link Trial}. */
public final class MutatedStage implements Trial {
    private Simulation.@Nullable Stage stage;

    @Override
    public Outcome run(long seed, Map<String, String> world) {
        if (stage == null) {
            stage = new Simulation.Stage(Conditions.of(world));
        }
        Simulation.Report report = stage.run(seed);
        return new Outcome(report.messages(), report.broken());
    }
}
