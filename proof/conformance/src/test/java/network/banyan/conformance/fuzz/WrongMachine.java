// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.Optional;
import java.util.function.Predicate;
import network.banyan.evm.Engine;
import network.banyan.evm.Halt;
import network.banyan.evm.Tracer;

/** Our interpreter, but for one mistake: a unit of gas too many for each of some instructions. */
record WrongMachine(Predicate<Tracer.Moment> mistaken) implements Machine {
    @Override
    public String name() {
        return "WRONG";
    }

    @Override
    public Outcome run(Trial trial) {
        var watching = new Watching(mistaken);
        Outcome right = OwnMachine.run(trial, Engine.tracing(watching));
        return new Outcome(
                right.end(),
                right.reason(),
                right.gasUsed() + watching.mistakes,
                right.refund(),
                right.output(),
                right.logs(),
                right.state());
    }

    private static final class Watching implements Tracer {
        private final Predicate<Moment> mistaken;
        private long mistakes;

        Watching(Predicate<Moment> mistaken) {
            this.mistaken = mistaken;
        }

        @Override
        public void step(Moment moment) {
            mistakes += mistaken.test(moment) ? 1 : 0;
        }

        @Override
        public void leave(int depth, long gas, Optional<Halt> halt) {}
    }
}
