// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import network.banyan.evidence.RecordBatch;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;

/**
 * @param name the device's name in the registry, at most 64 bytes; used only when it is registered
 * @param owner the account a new device is registered to
 * @param sampleMillis time between two records
 * @param anchorMillis least time between two anchors; each costs a transaction
 * @param batchMax most records under one anchor; as many waiting records are anchored at once
 */
public record AgentSettings(String name, Address owner, long sampleMillis, long anchorMillis, int batchMax) {
    public AgentSettings {
        require(
                name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= RegistryContract.MAX_NAME_BYTES,
                "the device's name has over 64 bytes");
        require(sampleMillis >= 1, "the time between samples must be at least 1 ms");
        require(anchorMillis >= 0, "the time between anchors must not be negative");
        require(batchMax >= 1 && batchMax <= RecordBatch.MAX_RECORDS, "a batch has 1 to 65536 records");
    }

    /** A record each second, an anchor each five. */
    public static AgentSettings of(String name, Address owner) {
        return new AgentSettings(name, owner, 1_000, 5_000, 1_024);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new DeviceException(message);
        }
    }
}
