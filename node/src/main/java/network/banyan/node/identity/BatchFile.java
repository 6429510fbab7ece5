// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import network.banyan.crypto.P256;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.VendorBatch;
import network.banyan.node.UserError;
import network.banyan.node.cli.GivenFile;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The devices of a vendor's batch with their public keys, as the factory hands it to who buys them. Nothing in it is secret,
 * and nothing needs to be believed: the chain has the root.
 *
 * @param devices in the order of the batch's leaves
 */
record BatchFile(long chainId, Address vendor, List<Device> devices) {
    private static final String FORMAT = "banyan-vendor-batch-1";
    private static final int MAX_BYTES = 256 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    BatchFile {
        devices = List.copyOf(devices);
    }

    record Device(String name, P256.PublicKey key) {
        Hash id() {
            return RegistryContract.idOf(key);
        }
    }

    VendorBatch batch() {
        return new VendorBatch(devices.stream().map(Device::id).toList());
    }

    /** Where a device stands in the batch, by its name or its id. */
    OptionalInt find(String device) {
        return IntStream.range(0, devices.size())
                .filter(i -> devices.get(i).name().equals(device)
                        || devices.get(i).id().toHex().equals(device))
                .findFirst();
    }

    void write(Path file) {
        ObjectNode root = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("chainId", chainId)
                .put("vendor", vendor.toHex())
                .put("root", batch().root().toHex());
        var list = root.putArray("devices");
        for (Device device : devices) {
            list.addObject()
                    .put("name", device.name())
                    .put("id", device.id().toHex())
                    .put("keyX", device.key().x().toHex())
                    .put("keyY", device.key().y().toHex());
        }
        try {
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    /**
     * @throws UserError if the file cannot be read, or is no batch whose root and ids follow from its keys
     */
    static BatchFile read(Path file) {
        try {
            return of(JSON.readTree(GivenFile.read(file, "batch", MAX_BYTES)));
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new UserError("%s is no %s: %s".formatted(file, FORMAT, String.valueOf(wrong.getMessage())), wrong);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static BatchFile of(JsonNode root) {
        mustHold(root.path("format").asText().equals(FORMAT), "it says no such format");
        JsonNode list = root.path("devices");
        mustHold(
                list.isArray() && !list.isEmpty() && list.size() <= VendorBatch.MAX_DEVICES,
                "it names 1 to " + VendorBatch.MAX_DEVICES + " devices");
        List<Device> devices = new ArrayList<>(list.size());
        for (JsonNode each : list) {
            String name = each.path("name").asText();
            mustHold(
                    !name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= RegistryContract.MAX_NAME_BYTES,
                    "a device's name has 1 to 64 bytes");
            var device = new Device(name, new P256.PublicKey(hash(each, "keyX"), hash(each, "keyY")));
            mustHold(device.key().isOnCurve(), "the key of device %d is none".formatted(devices.size() + 1));
            mustHold(device.id().equals(hash(each, "id")), "device %d has another id".formatted(devices.size() + 1));
            devices.add(device);
        }
        var file = new BatchFile(
                root.path("chainId").asLong(),
                Address.fromHex(root.path("vendor").asText()),
                devices);
        mustHold(file.batch().root().equals(hash(root, "root")), "its devices have another root");
        return file;
    }

    private static void mustHold(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static Hash hash(JsonNode node, String name) {
        return Hash.of(Bytes.fromHex(node.path(name).asText()).toArray());
    }
}
