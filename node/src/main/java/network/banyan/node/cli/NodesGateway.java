// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.GatewayClient;

/** The gateway whose devices a node shows, asked through the node; a node without one is no error. */
final class NodesGateway implements AutoCloseable {
    private static final int NOT_FOUND = 404;

    private final ObjectMapper json = new ObjectMapper();
    private final GatewayClient client;

    NodesGateway(NodeUrl node) {
        this.client = new GatewayClient(node.uri());
    }

    /** Ids of the devices that write there; none if there is no gateway, or it does not answer. */
    Set<String> devices() {
        Set<String> ids = new TreeSet<>();
        page("/v1/devices")
                .ifPresent(page -> read(page)
                        .path("devices")
                        .forEach(row -> ids.add(row.path("id").asText())));
        return ids;
    }

    /** A device's newest records in the shape of {@code banyan_readings}. */
    List<JsonNode> readings(String device) {
        List<JsonNode> rows = new ArrayList<>();
        page("/v1/devices/" + device + "/readings").ifPresent(page -> read(page).forEach(rows::add));
        return rows;
    }

    /**
     * The bundle of a record; empty if the gateway does not have it.
     *
     * @throws UserError if it cannot be had now
     */
    Optional<Bytes> evidence(ReadingName.Numbered reading, String form) {
        return page("/v1/devices/%s/evidence/%d.%s".formatted(reading.device(), reading.sequence(), form));
    }

    private Optional<Bytes> page(String path) {
        try {
            GatewayClient.Page page = client.page("/gateway" + path);
            if (page.status() == 200) {
                return Optional.of(page.body());
            }
            if (page.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new UserError("The gateway says: " + client.reason(page) + ".");
        } catch (GatewayClient.Unanswered away) {
            // The node's own methods say so better.
            return Optional.empty();
        }
    }

    private JsonNode read(Bytes page) {
        try {
            return json.readTree(page.toArray());
        } catch (JacksonException notJson) {
            throw new UserError("The gateway's answer cannot be read.", notJson);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
