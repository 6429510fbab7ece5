// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import java.util.Map;
import java.util.Optional;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.Partition;
import network.banyan.primitives.Hash;

/**
 * Which devices this gateway takes, and where the others belong.
 *
 * @param own empty if it takes all
 * @param peers {@code host:port} by partition, as far as known
 */
public record Neighbours(Optional<Partition> own, Map<Integer, String> peers) {
    /** For a gateway that is alone. */
    public static final Neighbours NONE = new Neighbours(Optional.empty(), Map.of());

    /** @throws GatewayException if a peer has a partition that does not exist */
    public Neighbours {
        peers = Map.copyOf(peers);
        int count = own.map(Partition::count).orElse(0);
        for (int partition : peers.keySet()) {
            if (partition >= count) {
                throw new GatewayException(
                        "there is no partition %d to be a peer; they are 0 to %d".formatted(partition, count - 1));
            }
        }
    }

    /**
     * Where a device belongs.
     *
     * @param server its gateway's address, if known
     * @param reason for people
     */
    record Elsewhere(Optional<String> server, String reason) {}

    /** Empty if the device belongs here. */
    Optional<Elsewhere> of(Hash device) {
        return own.filter(partition -> !partition.has(device)).map(partition -> {
            int right = Partition.of(device, partition.count());
            Optional<String> server = Optional.ofNullable(peers.get(right));
            return new Elsewhere(
                    server,
                    "this gateway takes the devices of partition %d; this one is of partition %d%s"
                            .formatted(
                                    partition.index(),
                                    right,
                                    server.map(at -> ", at " + at).orElse("")));
        });
    }
}
