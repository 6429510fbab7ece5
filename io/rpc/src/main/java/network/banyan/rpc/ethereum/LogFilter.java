// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.rpc.protocol.Value;

/**
 * Which logs somebody wants: from any of some addresses, with any of some topics at each position. An empty set stands for
 * anything.
 */
record LogFilter(Choice<Address> addresses, List<Choice<Hash>> topics) {
    private static final int TOPICS_MAX = 4;
    private static final int ALTERNATIVES_MAX = 1_000;

    /** Alternatives, with the bloom bits of each; none means that anything will do. */
    record Choice<T>(Set<T> wanted, List<BloomProbe> probes) {
        boolean allows(T value) {
            return wanted.isEmpty() || wanted.contains(value);
        }

        boolean mayBeIn(Bloom bloom) {
            return probes.isEmpty() || probes.stream().anyMatch(probe -> probe.mayBeIn(bloom));
        }
    }

    static LogFilter of(Value json) {
        Choice<Address> addresses = addresses(json.field("address"));
        List<Choice<Hash>> topics = new ArrayList<>();
        Value listed = json.field("topics");
        if (!listed.isAbsent()) {
            for (Value topic : listed.items(TOPICS_MAX)) {
                topics.add(topics(topic));
            }
        }
        return new LogFilter(addresses, List.copyOf(topics));
    }

    private static Choice<Address> addresses(Value json) {
        List<Address> addresses =
                alternatives(json).stream().map(Value::address).distinct().toList();
        return new Choice<>(
                Set.copyOf(addresses),
                addresses.stream()
                        .map(address -> BloomProbe.of(address.toArray()))
                        .toList());
    }

    private static Choice<Hash> topics(Value json) {
        List<Value> alternatives = alternatives(json);
        if (alternatives.stream().anyMatch(Value::isAbsent)) {
            return new Choice<>(Set.of(), List.of());
        }
        List<Hash> topics = alternatives.stream().map(Value::hash).distinct().toList();
        return new Choice<>(
                Set.copyOf(topics),
                topics.stream().map(topic -> BloomProbe.of(topic.toArray())).toList());
    }

    private static List<Value> alternatives(Value json) {
        if (json.isAbsent()) {
            return List.of();
        }
        return json.node().isArray() ? json.items(ALTERNATIVES_MAX) : List.of(json);
    }

    /** False if no log under this bloom filter can match. */
    boolean mayMatch(Bloom bloom) {
        return addresses.mayBeIn(bloom) && topics.stream().allMatch(topic -> topic.mayBeIn(bloom));
    }

    boolean matches(Log log) {
        if (!addresses.allows(log.address()) || log.topics().size() < topics.size()) {
            return false;
        }
        for (int i = 0; i < topics.size(); i++) {
            if (!topics.get(i).allows(log.topics().get(i))) {
                return false;
            }
        }
        return true;
    }
}
