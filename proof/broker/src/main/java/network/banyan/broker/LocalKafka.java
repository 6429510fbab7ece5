// SPDX-License-Identifier: Apache-2.0
package network.banyan.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code LocalKafka NODES}: a Kafka on this machine to try things with, until its input ends or it is told to stop. */
public final class LocalKafka {
    private LocalKafka() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1 || !arguments[0].matches("[1-5]")) {
            System.err.println("LocalKafka takes how many nodes, 1 to 5.");
            System.exit(64);
        }
        Path folder = Files.createTempDirectory("banyan-kafka");
        try (KafkaCluster kafka = KafkaCluster.start(folder, Integer.parseInt(arguments[0]))) {
            System.out.printf("Kafka at %s, in %s%n", kafka.brokers(), folder);
            while (System.in.read() >= 0) {}
        }
    }
}
