// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {
    private final Map<Integer, String> store = new HashMap<>();

    @Test
    void asksTheStoreOnce() {
        var cache = new ObjectCache<Integer, String>(8);
        assertThat(cache.get(1, _ -> "one")).isEqualTo("one");
        assertThat(cache.get(1, _ -> "another")).isEqualTo("one");
        cache.clear();
        assertThat(cache.get(1, _ -> "another")).isEqualTo("another");
    }

    @Test
    void doesNotRememberWhatACommitOvertook() {
        var cache = new ObjectCache<Integer, String>(8);
        String read = cache.get(1, key -> {
            cache.put(key, "new");
            return "old";
        });
        assertThat(read).isEqualTo("old");
        assertThat(cache.get(1, _ -> "asked again")).isEqualTo("new");
    }

    @Test
    void doesNotRememberWhatWasReadBeforeItForgot() {
        var cache = new ObjectCache<Integer, String>(8);
        cache.get(1, _ -> {
            cache.clear();
            return "old";
        });
        assertThat(cache.get(1, _ -> "new")).isEqualTo("new");
    }

    @Test
    void agreesWithItsStoreHoweverFewPlacesItHas() {
        var random = new Random(3);
        var cache = new ObjectCache<Integer, String>(5);
        for (int i = 0; i < 10_000; i++) {
            int key = random.nextInt(40);
            if (random.nextInt(4) == 0) {
                store.put(key, "value " + i);
                cache.put(key, "value " + i);
            }
            assertThat(cache.get(key, this::stored)).isEqualTo(stored(key));
        }
    }

    private String stored(int key) {
        return store.getOrDefault(key, "");
    }
}
