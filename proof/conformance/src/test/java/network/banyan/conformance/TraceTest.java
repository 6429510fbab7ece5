// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Halt;
import network.banyan.evm.Tracer;
import network.banyan.evm.TransactionContext;
import network.banyan.execution.JournaledWorld;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.Vectors;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Address CALLER = Address.ofNumber(1_000);
    private static final Address OUTER = Address.ofNumber(2_000);
    private static final Address INNER = Address.ofNumber(3_000);

    @Test
    void everyInstructionIsALineWithWhatItCost() throws Exception {
        List<JsonNode> lines = trace("0x6002600301" + "5052", "0x", 100);
        assertThat(lines)
                .extracting(line -> line.path("opName").asText())
                .containsExactly("PUSH1", "PUSH1", "ADD", "POP", "MSTORE");
        assertThat(lines).extracting(line -> line.path("pc").asInt()).containsExactly(0, 2, 4, 5, 6);
        assertThat(lines)
                .extracting(line -> line.path("gas").asText())
                .containsExactly("0x64", "0x61", "0x5e", "0x5b", "0x59");
        assertThat(lines.get(2).path("gasCost").asText()).isEqualTo("0x3");
        assertThat(lines.get(2).path("stack").toString()).isEqualTo("[\"0x2\",\"0x3\"]");
        assertThat(lines.get(3).path("stack").toString()).isEqualTo("[\"0x5\"]");
        assertThat(lines.getLast().path("error").asText()).contains("stack underflow");
    }

    @Test
    void aCalledFrameIsOneDeeperAndItsGasIsInTheCallsCost() throws Exception {
        // STATICCALL with 1,000 gas of a contract that pushes and stops.
        List<JsonNode> lines = trace("0x5f5f5f5f610bb86103e8fa00", "0x5f00", 10_000);
        assertThat(lines).extracting(line -> line.path("depth").asInt()).containsExactly(1, 1, 1, 1, 1, 1, 1, 2, 2, 1);
        assertThat(lines.get(6).path("gasCost").asText()).isEqualTo("0x" + Integer.toHexString(2_600 + 1_000));
        assertThat(lines.get(7).path("gas").asText()).isEqualTo("0x3e8");
        assertThat(lines.getLast().path("stack").toString()).isEqualTo("[\"0x1\"]");
    }

    @Test
    void watchingChangesNothing() throws Exception {
        List<Path> files = Vectors.files(Vectors.folder("ethereum/state_tests", "a sample of state tests, traced"));
        AtomicLong steps = new AtomicLong();
        Tracer counting = new Tracer() {
            @Override
            public void step(Moment moment) {
                steps.incrementAndGet();
            }

            @Override
            public void leave(int depth, long gas, Optional<Halt> halt) {}
        };
        List<Path> sample = IntStream.range(0, files.size())
                .filter(i -> i % 100 == 7)
                .mapToObj(files::get)
                .toList();
        var out = new PrintWriter(new StringWriter());
        var tally = new SuiteRun(new StateTests(fork -> true, (fork, test) -> Engine.tracing(counting)), 1, out, out)
                .run(sample);
        assertThat(tally.failures()).isEmpty();
        assertThat(tally.passed()).isPositive();
        assertThat(steps).hasPositiveValue();
    }

    private static List<JsonNode> trace(String outer, String inner, long gas) throws Exception {
        var state = new MemoryState();
        state.put(OUTER, 1, UInt256.ZERO, Bytes.fromHex(outer));
        state.put(INNER, 1, UInt256.ZERO, Bytes.fromHex(inner));
        var world = new JournaledWorld(state, new CodeCache(1 << 16));
        var text = new StringWriter();
        var writer = new TraceWriter(new PrintWriter(text));
        var block = new BlockContext(
                UInt256.ONE, 1, 1, gas, Address.ZERO, Hash.ZERO, UInt256.ZERO, UInt256.ONE, number -> Hash.ZERO);
        var evm = new Evm(Fork.OSAKA, world, block, Engine.tracing(writer));
        world.beginTransaction();
        evm.call(TransactionContext.of(CALLER, UInt256.ZERO), CALLER, OUTER, UInt256.ZERO, Bytes.EMPTY, gas);
        writer.end("this", new Verdict.Passed());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines.removeLast().path("pass").asBoolean()).isTrue();
        return lines;
    }
}
