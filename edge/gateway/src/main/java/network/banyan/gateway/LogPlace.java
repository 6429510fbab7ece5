// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.banyan.gateway.log.kafka.KafkaUrl;

/** Where a gateway keeps its log. */
public sealed interface LogPlace {
    /** On this machine, in its folder; it takes every device. */
    record Folder() implements LogPlace {}

    /**
     * In a partition of Kafka; it takes that partition's devices.
     *
     * @param config settings of Kafka's clients about how to reach it
     * @param peers where devices connect that belong to other partitions, {@code host:port} by partition, as far as known
     */
    record Kafka(KafkaUrl url, Optional<Path> config, Map<Integer, String> peers) implements LogPlace {
        public Kafka {
            peers = Map.copyOf(peers);
        }
    }
}
