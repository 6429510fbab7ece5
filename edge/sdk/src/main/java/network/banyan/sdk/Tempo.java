// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How fast a chain goes by its own rules.
 *
 * @param blocksPerEpoch empty if its committee never changes
 * @param blockInterval least time between two blocks
 */
public record Tempo(OptionalLong blocksPerEpoch, Duration blockInterval) {
    /**
     * Asks a node.
     *
     * @throws RpcFailure if it cannot be reached or does not know epochs
     */
    public static Tempo of(JsonRpcClient node) {
        JsonNode epoch = node.call("banyan_epoch");
        JsonNode last = epoch.path("lastBlock");
        OptionalLong blocks = last.isIntegralNumber()
                ? OptionalLong.of(last.asLong() - epoch.path("firstBlock").asLong() + 1)
                : OptionalLong.empty();
        return new Tempo(
                blocks, Duration.ofMillis(epoch.path("blockIntervalMillis").asLong()));
    }
}
