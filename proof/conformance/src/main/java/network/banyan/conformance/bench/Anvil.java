// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import network.banyan.conformance.AnvilProcess;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.MemoryState;

/**
 * Measures in anvil. Its time is the CPU time of its process, less what a call that does nothing takes, so that neither HTTP
 * nor our own work counts.
 */
final class Anvil implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 5;

    /** Of what a call that does nothing takes: less than this is lost in the noise of asking. */
    private static final double NOTICEABLE = 0.1;

    private static final String NOBODY = "0x00000000000000000000000000000000deadbeef";

    private final AnvilProcess anvil;

    private Anvil(AnvilProcess anvil) {
        this.anvil = anvil;
    }

    static Anvil start() {
        return new Anvil(AnvilProcess.start(
                "--disable-block-gas-limit", "--disable-code-size-limit", "--memory-limit=1073741824"));
    }

    /** The same figures as ours for a program; no time (NaN) where it is too short to be seen through JSON-RPC. */
    Meter.Figure measure(Program program, double seconds) {
        anvil.ask("anvil_reset");
        MemoryState state = program.state();
        state.accounts.forEach((address, account) -> {
            anvil.ask("anvil_setBalance", address.toHex(), account.balance().toQuantity());
            anvil.ask(
                    "anvil_setCode",
                    address.toHex(),
                    state.code(account.codeHash()).toHex());
        });
        state.storage.forEach((address, slots) -> slots.forEach((slot, value) -> anvil.ask(
                "anvil_setStorageAt",
                address.toHex(),
                slot.toHash().toHex(),
                value.toHash().toHex())));
        ObjectNode call = call(program.to().toHex(), program);
        long started = System.nanoTime();
        String output = anvil.ask("eth_call", call, "latest").asText();
        long first = System.nanoTime() - started;
        double[] spent = new double[ROUNDS];
        double idle = 0;
        for (int round = 0; round < ROUNDS; round++) {
            idle = cpuNanos(call(NOBODY, program), seconds / ROUNDS);
            spent[round] = cpuNanos(call, seconds / ROUNDS) - idle;
        }
        Arrays.sort(spent);
        double nanos = spent[ROUNDS / 2] > idle * NOTICEABLE ? spent[ROUNDS / 2] : Double.NaN;
        JsonNode trace = anvil.ask(
                "debug_traceCall", call, "latest", JSON.createObjectNode().put("tracer", "callTracer"));
        long gas = Long.decode(trace.path("gasUsed").asText("0x0"));
        return new Meter.Figure(gas - program.intrinsicGas(), Bytes.fromHex(output), first, nanos, Optional.empty());
    }

    private static ObjectNode call(String to, Program program) {
        return JSON.createObjectNode()
                .put("from", program.sender().toHex())
                .put("to", to)
                .put("data", program.data().toHex())
                .put("gas", "0x" + Long.toHexString(program.gas() + program.intrinsicGas()));
    }

    private double cpuNanos(ObjectNode call, double seconds) {
        Duration before = anvil.cpu();
        long start = System.nanoTime();
        int calls = 0;
        do {
            anvil.ask("eth_call", call, "latest");
            calls++;
        } while (System.nanoTime() - start < seconds * 1e9);
        return (double) anvil.cpu().minus(before).toNanos() / calls;
    }

    @Override
    public void close() {
        anvil.close();
    }
}
