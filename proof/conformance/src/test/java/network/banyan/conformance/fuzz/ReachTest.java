// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.banyan.evm.Engine;
import network.banyan.evm.Halt;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Op;
import network.banyan.evm.Tracer;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** What the fuzzer's programs come to: a fuzzer that never gets somewhere agrees with everybody about it. */
class ReachTest {
    private static final int PROGRAMS = 2_000;
    private static final int LAST_NUMBERED = 0x11;
    private static final int P256_VERIFY = 0x100;

    @Test
    void everyInstructionRunsAndEveryPrecompileAnswers() {
        var trials = new Trials(List.of());
        var reach = new Reach();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            reach.pending = Optional.empty();
            OwnMachine.run(trials.next((long) Trials.FAMILY * seed), Engine.tracing(reach));
        }

        Set<String> all = IntStream.range(0, 256)
                .filter(Op::isDefined)
                .mapToObj(Mnemonics::of)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(reach.instructions).containsAll(all);
        assertThat(reach.succeeded).contains("CREATE", "CREATE2", "CALL", "CALLCODE", "DELEGATECALL", "STATICCALL");
        assertThat(reach.failed).contains("CREATE", "CREATE2", "CALL", "CALLCODE", "DELEGATECALL", "STATICCALL");
        List<Integer> precompiles = IntStream.concat(IntStream.rangeClosed(1, LAST_NUMBERED), IntStream.of(P256_VERIFY))
                .boxed()
                .toList();
        assertThat(reach.answered).containsAll(precompiles);
        assertThat(reach.called).containsAll(Cast.ALL);
    }

    private static final class Reach implements Tracer {
        private final Set<String> instructions = new TreeSet<>();
        private final Set<String> succeeded = new TreeSet<>();
        private final Set<String> failed = new TreeSet<>();
        private final Set<Integer> answered = new TreeSet<>();
        private final Set<Address> called = new TreeSet<>();
        private Optional<Moment> pending = Optional.empty();

        @Override
        public void step(Moment moment) {
            pending.filter(call -> call.depth() == moment.depth())
                    .ifPresent(call -> ended(call, !moment.stack().getLast().equals(UInt256.ZERO)));
            instructions.add(Mnemonics.of(moment.op()));
            pending = switch (moment.op()) {
                case Op.CREATE, Op.CREATE2 -> Optional.of(moment);
                case Op.CALL, Op.CALLCODE, Op.DELEGATECALL, Op.STATICCALL -> {
                    target(moment).ifPresent(called::add);
                    yield Optional.of(moment);
                }
                default -> pending.filter(call -> call.depth() < moment.depth());
            };
        }

        private void ended(Moment call, boolean well) {
            (well ? succeeded : failed).add(Mnemonics.of(call.op()));
            if (well && call.op() != Op.CREATE && call.op() != Op.CREATE2) {
                target(call)
                        .filter(target -> target.a() == 0 && target.b() == 0)
                        .ifPresent(to -> answered.add(to.c()));
            }
        }

        /** Whom a call goes to: the second word from the top. */
        private static Optional<Address> target(Moment call) {
            int height = call.stack().size();
            return height < 2
                    ? Optional.empty()
                    : Optional.of(Address.ofWord(call.stack().get(height - 2)));
        }

        @Override
        public void leave(int depth, long gas, Optional<Halt> halt) {}
    }
}
