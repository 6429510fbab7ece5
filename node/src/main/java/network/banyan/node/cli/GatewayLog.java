// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.LogPlace;
import network.banyan.gateway.log.kafka.KafkaUrl;
import network.banyan.node.UserError;
import picocli.CommandLine.Option;

/** Where {@code banyan gateway} keeps its log. */
final class GatewayLog {
    private static final Pattern PEER =
            Pattern.compile("([0-9]{1,4})=([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
    private static final int MAX_CHARACTERS = 65_536;

    @Option(
            names = "--log",
            paramLabel = "disk|URL",
            defaultValue = "disk",
            description = {
                "Where the log is kept: on this disk, or in Apache Kafka, as"
                        + " kafka://HOST:PORT[,HOST:PORT...]/TOPIC?partition=P. Each gateway has a partition, and takes the"
                        + " devices that belong to it; with &partitions=N&replication=R a topic that is not there is made"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private String log = "disk";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "How to reach Kafka: properties of its clients that begin with security., ssl. or sasl.")
    private Optional<Path> kafkaConfig = Optional.empty();

    @Option(
            names = "--peers",
            paramLabel = "P=HOST:PORT,...",
            description = "Where devices of other partitions connect; a device that comes here is told.")
    private Optional<String> peers = Optional.empty();

    /** @throws UserError if what was said fits nothing */
    void check() {
        var _ = place();
    }

    LogPlace place() {
        if (log.startsWith(KafkaUrl.SCHEME)) {
            try {
                return new LogPlace.Kafka(
                        KafkaUrl.parse(log),
                        kafkaConfig,
                        peers.map(GatewayLog::parse).orElse(Map.of()));
            } catch (GatewayException wrong) {
                throw new UserError("--log: " + wrong.getMessage(), wrong);
            }
        }
        if (!log.equals("disk")) {
            throw new UserError("--log takes \"disk\", or an address that begins with kafka://.");
        }
        if (kafkaConfig.isPresent() || peers.isPresent()) {
            throw new UserError("--kafka-config and --peers go with --log kafka://...");
        }
        return new LogPlace.Folder();
    }

    private static Map<Integer, String> parse(String list) {
        Map<Integer, String> peers = new HashMap<>();
        for (String entry : list.length() > MAX_CHARACTERS ? new String[] {""} : list.split(",", -1)) {
            Matcher parts = PEER.matcher(entry);
            if (!parts.matches()
                    || Integer.parseInt(parts.group(3)) > 65_535
                    || peers.put(Integer.parseInt(parts.group(1)), parts.group(2) + ":" + parts.group(3)) != null) {
                throw new UserError(
                        "--peers takes each partition once with its address, as in 1=192.0.2.8:8883,2=192.0.2.9:8883.");
            }
        }
        return peers;
    }
}
