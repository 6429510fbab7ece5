// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.MemoryState;

/**
 * A call to a contract on a state of its own.
 *
 * @param gas what the contract is given
 */
record Program(String name, MemoryState state, Address sender, Address to, Bytes data, long gas) {
    /** More than any program needs, and few enough digits for every client. */
    private static final long PLENTY = (1L << 48) - 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FILE_MAX = 64 << 20;

    /** The programs of a state test's file, or of all such files in a folder, by name. */
    static List<Program> in(Path path) {
        try (var found = Files.walk(path, 2)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException failed) {
            throw new UserError("Cannot read " + path + ": " + UserError.why(failed) + ".", failed);
        }
    }

    private static List<Program> read(Path file) {
        try {
            if (Files.size(file) > FILE_MAX) {
                throw new UserError(file + " is larger than 64 MiB.");
            }
            return JSON.readTree(file.toFile()).properties().stream()
                    .map(test -> program(test.getKey(), test.getValue()))
                    .toList();
        } catch (JsonProcessingException malformed) {
            throw new UserError(file + " is not JSON: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException failed) {
            throw new UserError("Cannot read " + file + ": " + UserError.why(failed) + ".", failed);
        } catch (RuntimeException strange) {
            throw new UserError(file + " is not a state test that calls a contract: " + strange.getMessage(), strange);
        }
    }

    private static Program program(String name, JsonNode test) {
        JsonNode transaction = first(test.path("transaction"));
        return new Program(
                name,
                MemoryState.of(test.path("pre")),
                Address.fromHex(transaction.path("sender").asText()),
                Address.fromHex(transaction.path("to").asText()),
                Bytes.fromHex(first(transaction.path("data")).asText()),
                PLENTY);
    }

    /** What a transaction with this data pays before it executes (EIP-2028). */
    long intrinsicGas() {
        long gas = 21_000;
        for (byte value : data.toArray()) {
            gas += value == 0 ? 4 : 16;
        }
        return gas;
    }

    private static JsonNode first(JsonNode node) {
        return node.isArray() ? node.path(0) : node;
    }
}
