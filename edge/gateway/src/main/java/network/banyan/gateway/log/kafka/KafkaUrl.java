// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.Partition;

/**
 * {@code kafka://host:port[,host:port…]/topic?partition=P[&partitions=N&replication=R]}.
 *
 * @param brokers one of which must answer, 1 to 16
 * @param partition this gateway's own
 * @param partitions how many a new topic gets; of one that is there, how many it must have
 * @param replication on how many brokers a new topic is kept, 1 to 9
 */
public record KafkaUrl(
        List<String> brokers, String topic, int partition, OptionalInt partitions, OptionalInt replication) {
    public static final String SCHEME = "kafka://";

    private static final String FORM =
            "kafka://HOST:PORT[,HOST:PORT...]/TOPIC?partition=P[&partitions=N&replication=R]";
    private static final int MAX_CHARACTERS = 4_096;
    private static final int MAX_BROKERS = 16;
    private static final int MAX_REPLICATION = 9;
    private static final Pattern URL = Pattern.compile("kafka://([^/?#]+)/([^/?#]+)\\?([^/?#]+)");
    private static final Pattern BROKER =
            Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");
    /** Kafka allows 249 characters; the rest is for names made of it. */
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private static final Pattern PARAMETER = Pattern.compile("(partition|partitions|replication)=([0-9]{1,5})");

    public KafkaUrl {
        brokers = List.copyOf(brokers);
    }

    /** @throws GatewayException if it is not written so; the message says how */
    public static KafkaUrl parse(String text) {
        Matcher parts = URL.matcher(text);
        if (text.length() > MAX_CHARACTERS || !parts.matches()) {
            throw wrong("it is written " + FORM);
        }
        List<String> brokers = List.of(parts.group(1).split(",", -1));
        if (brokers.size() > MAX_BROKERS) {
            throw wrong("it names at most %d brokers".formatted(MAX_BROKERS));
        }
        brokers.forEach(KafkaUrl::mustBeABroker);
        if (!TOPIC.matcher(parts.group(2)).matches()) {
            throw wrong(
                    "a topic has at most 200 letters, digits, dots, hyphens and underscores, and begins with no dot");
        }
        Map<String, Integer> numbers = numbers(parts.group(3));
        Integer partition = numbers.get("partition");
        if (partition == null) {
            throw wrong("it says partition=P, the one that is this gateway's");
        }
        return new KafkaUrl(
                brokers,
                parts.group(2),
                partition,
                number(numbers, "partitions", Partition.MAX_COUNT, partition),
                number(numbers, "replication", MAX_REPLICATION, partition));
    }

    private static void mustBeABroker(String broker) {
        Matcher parts = BROKER.matcher(broker);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) < 1 || Integer.parseInt(parts.group(1)) > 65_535) {
            throw wrong("a broker is HOST:PORT, with a port of 1 to 65535, not \"%s\"".formatted(shown(broker)));
        }
    }

    private static Map<String, Integer> numbers(String query) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            Matcher parts = PARAMETER.matcher(pair);
            if (!parts.matches() || numbers.put(parts.group(1), Integer.parseInt(parts.group(2))) != null) {
                throw wrong(
                        "behind the ? stand partition, partitions and replication, each a number and once, not \"%s\""
                                .formatted(shown(pair)));
            }
        }
        return numbers;
    }

    private static OptionalInt number(Map<String, Integer> numbers, String name, int most, int partition) {
        Integer value = numbers.get(name);
        if (value == null) {
            if (partition >= Partition.MAX_COUNT) {
                throw wrong("partition is 0 to %d".formatted(Partition.MAX_COUNT - 1));
            }
            return OptionalInt.empty();
        }
        if (value < 1 || value > most) {
            throw wrong("%s is 1 to %d".formatted(name, most));
        }
        if (name.equals("partitions") && partition >= value) {
            throw wrong("of %d partitions, partition is 0 to %d".formatted(value, value - 1));
        }
        return OptionalInt.of(value);
    }

    private static String shown(String words) {
        String bounded = words.length() > 60 ? words.substring(0, 60) + "..." : words;
        return bounded.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static GatewayException wrong(String reason) {
        return new GatewayException("this is no address of a log in Kafka: " + reason);
    }

    /** As people are told which log it is. */
    String place() {
        return "Kafka, topic %s, partition %d".formatted(topic, partition);
    }
}
