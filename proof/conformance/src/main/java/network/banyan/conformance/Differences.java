// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.banyan.testkit.MemoryState;

/** In what two states differ, for people to read. */
final class Differences {
    private static final int LINES_MAX = 20;

    private Differences() {}

    /** Lines for what is not as expected; nothing if there is no expected state to compare with. */
    static String between(JsonNode expected, MemoryState found) {
        if (!expected.isObject()) {
            return "";
        }
        MemoryState state = MemoryState.of(expected);
        List<String> lines = new ArrayList<>();
        compare("account", state.accounts, found.accounts, lines);
        var holders = new TreeSet<>(state.storage.keySet());
        holders.addAll(found.storage.keySet());
        holders.forEach(holder -> compare(
                "slot of " + holder,
                state.storage.getOrDefault(holder, new TreeMap<>()),
                found.storage.getOrDefault(holder, new TreeMap<>()),
                lines));
        return String.join("", lines.subList(0, Math.min(LINES_MAX, lines.size())));
    }

    private static <K, V> void compare(
            String what, SortedMap<K, V> expected, SortedMap<K, V> found, List<String> lines) {
        var keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (K key : keys) {
            V wanted = expected.get(key);
            V is = found.get(key);
            if (wanted == null || !wanted.equals(is)) {
                lines.add("%n  %s %s: expected %s, found %s"
                        .formatted(what, key, wanted == null ? "none" : wanted, is == null ? "none" : is));
            }
        }
    }
}
