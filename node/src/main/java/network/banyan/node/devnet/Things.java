// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.net.URI;
import java.util.Optional;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Hash;

/** The trusted things of a devnet: a tracker whose readings go through a gateway, and this machine, which anchors its own. */
final class Things implements AutoCloseable {
    private final TrackerRun tracker;
    private final DeviceRun device;

    /** @param key where the key of this machine's device lives, as {@code --device-key} takes it */
    Things(DevnetFolder folder, Genesis genesis, URI rpc, DevnetPorts.GatewayPorts ports, String key) {
        this.device = new DeviceRun(folder, genesis, rpc, key);
        this.tracker = new TrackerRun(folder, genesis, rpc, ports);
    }

    /** The tracker's id. */
    Hash tracker() {
        return tracker.device();
    }

    /** Which device this machine is, and what holds its key. */
    String device() {
        return device.introduction();
    }

    /** Where the gateway answers, over MQTT and on the web. */
    String gateway() {
        return tracker.gateway();
    }

    /** As anybody could: checks the newest readings from their evidence. */
    void verifyNewest() {
        device.verifyNewest();
        tracker.verifyNewest();
    }

    Optional<String> failure() {
        return device.failure().or(tracker::failure);
    }

    Tally.ThingsTally tally() {
        return new Tally.ThingsTally(
                device.anchored(),
                device.verified(),
                tracker.anchored(),
                tracker.verified(),
                device.refuted() + tracker.refuted());
    }

    /** Counts what went the whole way, tracker, gateway and chain, with what this machine anchored itself. */
    String line() {
        Tally.ThingsTally done = tally();
        return "%,d readings anchored, %,d verified%s%s"
                .formatted(
                        done.anchored() + done.through(),
                        done.verified() + done.throughVerified(),
                        tracker.alarms() > 0 ? ", %,d alarms".formatted(tracker.alarms()) : "",
                        done.refuted() > 0 ? ", %d REFUTED".formatted(done.refuted()) : "");
    }

    @Override
    public void close() {
        tracker.close();
        device.close();
    }
}
