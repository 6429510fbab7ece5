// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.banyan.node.UserError;
import network.banyan.sdk.JsonRpcClient;

/** How people name a reading: {@code DEVICE/SEQUENCE}, where the device is its id or its name; or the record's id. */
public final class ReadingName {
    private ReadingName() {}

    /** The record id of a reading.
     *
     * @throws UserError if there is no such reading, or the name fits several devices
     */
    static String record(JsonRpcClient client, String name) {
        if (name.matches("0x[0-9a-fA-F]{64}")) {
            return name;
        }
        Numbered reading = numbered(client, name);
        long sequence = reading.sequence();
        String device = reading.device();
        JsonNode rows = client.call("banyan_readings", Map.of("device", device, "before", sequence + 1, "limit", 1));
        if (rows.isEmpty() || rows.get(0).path("sequence").asLong() != sequence) {
            throw new UserError("The node keeps no reading %d of this device.".formatted(sequence));
        }
        return rows.get(0).path("id").asText();
    }

    /** @param device by its id */
    record Numbered(String device, long sequence) {}

    /**
     * The device's id and the record's number.
     *
     * @throws UserError if it is not named so, or the name fits several devices
     */
    static Numbered numbered(JsonRpcClient client, String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 1 || !name.substring(slash + 1).matches("[0-9]{1,16}")) {
            throw new UserError("A reading is named DEVICE/NUMBER, as `banyan device readings` lists them, not \"%s\"."
                    .formatted(name));
        }
        return new Numbered(device(client, name.substring(0, slash)), Long.parseLong(name.substring(slash + 1)));
    }

    /** The id of a device given by id or name. */
    public static String device(JsonRpcClient client, String idOrName) {
        if (idOrName.matches("0x[0-9a-fA-F]{64}")) {
            return idOrName;
        }
        List<String> found = new ArrayList<>();
        for (JsonNode device : client.call("banyan_devices")) {
            if (device.path("name").asText().equals(idOrName)) {
                found.add(device.path("id").asText());
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new UserError(
                found.isEmpty()
                        ? "No device is called \"%s\"; `banyan device list` shows those there are.".formatted(idOrName)
                        : "%d devices are called \"%s\"; name one by its id.".formatted(found.size(), idOrName));
    }
}
