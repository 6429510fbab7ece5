// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceAgent;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.HostSensors;
import network.banyan.device.Journal;
import network.banyan.device.RpcNodePort;
import network.banyan.evidence.Verifier;
import network.banyan.ledger.Genesis;
import network.banyan.node.MachineName;
import network.banyan.node.cli.DeviceKey;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/**
 * This machine as a device of the devnet: its sensors, signed and anchored; and, as anybody could, a check of the newest
 * anchored reading from its evidence.
 */
final class DeviceRun implements AutoCloseable {
    private static final long SAMPLE_MILLIS = 2_000;
    private static final long ANCHOR_MILLIS = 4_000;
    private static final int BATCH_MAX = 256;
    private static final long JOURNAL_BYTES_MAX = 64L << 20;

    private final Verifier verifier;
    private final JsonRpcClient client;
    private final Journal journal;
    private final DeviceAgent agent;
    private final Thread thread;
    private final long anchoredBefore;
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private long newestVerified;
    private long verified;
    private long refuted;

    /** @param key where the device's key lives, as {@code --device-key} takes it */
    DeviceRun(DevnetFolder folder, Genesis genesis, URI rpc, String key) {
        this.verifier = Verifier.of(genesis);
        this.client = new JsonRpcClient(rpc);
        DeviceSigner signer = DeviceKey.open(
                key, folder.device().resolve("device.p12"), folder.device().resolve("password"));
        this.journal = Journal.open(folder.device().resolve("journal"), signer.device(), JOURNAL_BYTES_MAX);
        TestAccount owner = TestAccount.deviceOwner();
        this.agent = new DeviceAgent(
                signer,
                new HostSensors(),
                journal,
                new RpcNodePort(new JsonRpcClient(rpc), owner.privateKey()),
                new AgentSettings(name(), owner.address(), SAMPLE_MILLIS, ANCHOR_MILLIS, BATCH_MAX),
                InstantSource.system());
        this.anchoredBefore = anchoredOnChain();
        this.newestVerified = anchoredBefore;
        this.thread = Thread.ofPlatform().name("device").start(this::run);
    }

    private static String name() {
        String known = MachineName.known();
        return known.isEmpty() ? "this-machine" : known;
    }

    private void run() {
        try {
            agent.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (DeviceException | IllegalStateException broken) {
            failure.set(Optional.of("the device stopped: " + broken.getMessage()));
        }
    }

    private long anchoredOnChain() {
        for (JsonNode device : client.call("banyan_devices")) {
            if (device.path("id").asText().equals(agent.status().device().toHex())) {
                return device.path("readings").asLong();
            }
        }
        return 0;
    }

    /** Fetches the evidence of the newest anchored reading that was not checked yet, and checks it. */
    void verifyNewest() {
        long newest = agent.status().anchored();
        if (newest <= newestVerified) {
            return;
        }
        try {
            String device = agent.status().device().toHex();
            JsonNode rows = client.call("banyan_readings", Map.of("device", device, "before", newest + 1, "limit", 1));
            if (rows.isEmpty() || rows.get(0).path("anchored").isNull()) {
                return;
            }
            String file = client.call("banyan_evidence", rows.get(0).path("id").asText())
                    .asText();
            boolean proven = verifier.verify(Bytes.wrap(file.getBytes(StandardCharsets.UTF_8)))
                    .isProven();
            verified += proven ? 1 : 0;
            refuted += proven ? 0 : 1;
            newestVerified = newest;
        } catch (RpcFailure away) {
            // The node restarts, perhaps; the next second tries again.
        }
    }

    /** Readings anchored during this run. */
    long anchored() {
        return Math.max(0, agent.status().anchored() - anchoredBefore);
    }

    long verified() {
        return verified;
    }

    long refuted() {
        return refuted;
    }

    Optional<String> failure() {
        return failure.get();
    }

    /** Which device this is, and what holds its key. */
    String introduction() {
        return "%s, with %s".formatted(agent.status().device(), agent.status().key());
    }

    String line() {
        return "%,d readings anchored, %,d verified%s"
                .formatted(anchored(), verified, refuted > 0 ? ", %d REFUTED".formatted(refuted) : "");
    }

    @Override
    public void close() {
        agent.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
