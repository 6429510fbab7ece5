// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import network.banyan.crypto.P256;
import network.banyan.device.NodePort;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registered keys of devices, as the chain told them last. An answer is believed for {@link #FRESH_MILLIS}, and while
 * the node does not answer for as long as the operator says, also over a restart: an outage of the chain must not cost
 * readings. The price is that a device revoked meanwhile goes on for that time.
 */
public final class DeviceKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceKeys.class);

    public static final long FRESH_MILLIS = 30_000;

    /** How long a node that did not answer is left alone. */
    private static final long PAUSE_MILLIS = 2_000;

    private static final int MAX_DEVICES = 100_000;

    private final Registry registry;
    private final Path file;
    private final long trustMillis;
    private final InstantSource clock;
    private final Map<Hash, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Known> eldest) {
            return size() > MAX_DEVICES;
        }
    };
    private final ReentrantLock asking = new ReentrantLock();
    private long pausedUntil = Long.MIN_VALUE;
    private boolean isChanged;

    private record Known(Optional<P256.PublicKey> key, long askedMillis) {}

    /** Asks the chain. */
    @FunctionalInterface
    public interface Registry {
        /** A device's present key; empty if it is not registered, or revoked.
         *
         * @throws NodePort.Unavailable if the node does not answer
         */
        Optional<P256.PublicKey> key(Hash device);
    }

    public sealed interface Answer {
        record Registered(P256.PublicKey key) implements Answer {}

        record Unregistered() implements Answer {}

        /** Nobody can say at the moment. */
        record Unknown(String reason) implements Answer {}
    }

    /**
     * @param file where the keys are kept over a restart
     * @param trustMillis for how long a key is believed while the node does not answer
     * @throws GatewayException if there is such a file and it cannot be read
     */
    public DeviceKeys(Registry registry, Path file, long trustMillis, InstantSource clock) {
        this.registry = registry;
        this.file = file;
        this.trustMillis = trustMillis;
        this.clock = clock;
        load();
    }

    /** Whose key a record of this device must be signed with. May wait for the node. */
    public Answer of(Hash device) {
        Known cached = cached(device);
        if (cached != null && clock.millis() - cached.askedMillis() < FRESH_MILLIS) {
            return answer(cached);
        }
        asking.lock();
        try {
            cached = cached(device);
            long now = clock.millis();
            if (cached != null && now - cached.askedMillis() < FRESH_MILLIS) {
                return answer(cached);
            }
            return now < pausedUntil ? whileAway(cached, now, "it did not answer just now") : ask(device, cached, now);
        } finally {
            asking.unlock();
        }
    }

    private Answer ask(Hash device, @Nullable Known cached, long now) {
        try {
            var fresh = new Known(registry.key(device), now);
            synchronized (known) {
                known.put(device, fresh);
                isChanged = true;
            }
            return answer(fresh);
        } catch (NodePort.Unavailable away) {
            pausedUntil = clock.millis() + PAUSE_MILLIS;
            return whileAway(cached, now, String.valueOf(away.getMessage()));
        }
    }

    private Answer whileAway(@Nullable Known cached, long now, String reason) {
        return cached != null && now - cached.askedMillis() < trustMillis
                ? answer(cached)
                : new Answer.Unknown("the gateway cannot ask the chain for the device's key: " + reason);
    }

    private static Answer answer(Known known) {
        return known.key().isPresent() ? new Answer.Registered(known.key().get()) : new Answer.Unregistered();
    }

    private @Nullable Known cached(Hash device) {
        synchronized (known) {
            return known.get(device);
        }
    }

    /** Keeps over a restart what is known now. To be called every few seconds and at the end. */
    public void save() {
        StringBuilder lines = new StringBuilder();
        synchronized (known) {
            if (!isChanged) {
                return;
            }
            isChanged = false;
            known.forEach((device, entry) -> entry.key()
                    .ifPresent(key -> lines.append("%s %s %s %d%n"
                            .formatted(device, key.x().toHex(), key.y().toHex(), entry.askedMillis()))));
        }
        try {
            WholeFiles.replace(file, lines.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cannot) {
            LOG.warn("the devices' keys are not kept for the next start: {}", cannot.getMessage());
        }
    }

    private void load() {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                String[] parts = line.split(" ");
                var key = new P256.PublicKey(Hash.fromHex(parts[1]), Hash.fromHex(parts[2]));
                // From now on the age counts as before; a clock set back must not make it young for ever.
                long asked = Math.min(Long.parseLong(parts[3]), clock.millis());
                known.put(Hash.fromHex(parts[0]), new Known(Optional.of(key), asked));
            }
        } catch (NoSuchFileException first) {
            LOG.debug("no keys are kept in {} yet", file);
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            throw new GatewayException(
                    "the file %s cannot be read: %s; delete it, the chain has it all".formatted(file, damaged),
                    damaged);
        }
    }
}
