// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.banyan.gateway.witness.WitnessAddress;
import network.banyan.primitives.Address;

/**
 * @param folder of everything the gateway keeps
 * @param name in the registry, used when the gateway is registered
 * @param owner the account a new gateway is registered to
 * @param mqttHost where devices connect
 * @param mqttPort 0 takes any free port
 * @param isPlaintext no TLS: for loopback alone
 * @param httpHost where the web side listens
 * @param httpPort 0 takes any free port
 * @param rules the rules file, if there is one
 * @param anchorMillis least time between two anchors that no rule asked for
 * @param trustMillis for how long a device's key is believed while the node does not answer
 * @param log where the log is kept
 * @param maxLogBytes how much room the log may take
 * @param workers threads that verify
 * @param witnesses asked to cosign each anchored head, 16 at most
 */
public record GatewaySettings(
        Path folder,
        String name,
        Address owner,
        String mqttHost,
        int mqttPort,
        boolean isPlaintext,
        String httpHost,
        int httpPort,
        Optional<Path> rules,
        long anchorMillis,
        long trustMillis,
        LogPlace log,
        long maxLogBytes,
        int workers,
        List<WitnessAddress> witnesses) {
    public GatewaySettings {
        witnesses = List.copyOf(witnesses);
    }
}
