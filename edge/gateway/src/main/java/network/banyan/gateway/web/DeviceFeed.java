// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.gateway.log.Tip;
import network.banyan.gateway.proofs.Proofs;
import network.banyan.gateway.rules.RuleRunner;
import network.banyan.primitives.Hash;

/**
 * What a dashboard shows: who writes here, what it said, which rules applied, and how far each record's proof is. Records
 * look as {@code banyan_readings} of a node has them, with two fields more.
 */
final class DeviceFeed {
    private static final int MAX_DEVICES = 1_000;
    private static final int MAX_RECORDS = 200;

    private final GatewayView view;
    private final ObjectMapper json;

    DeviceFeed(GatewayView view, ObjectMapper json) {
        this.view = view;
        this.json = json;
    }

    /** At most 1,000 devices, in no order. */
    JsonNode devices() {
        ArrayNode list = json.createArrayNode();
        for (Hash device : view.log().deviceIds(MAX_DEVICES)) {
            view.log().tip(device).ifPresent(tip -> {
                ObjectNode row = list.addObject()
                        .put("id", device.toHex())
                        .put("records", tip.lastSequence() - tip.firstSequence() + 1)
                        .put("anchored", anchored(device, tip))
                        .put("lastSequence", tip.lastSequence());
                record(device, tip.lastSequence()).ifPresent(newest -> row.put("lastReading", lastMillis(newest)));
            });
        }
        return list;
    }

    /** How many of a device's records lie under the newest anchor; later records have later leaves. */
    private long anchored(Hash device, Tip tip) {
        long size = view.anchored().getAsLong();
        long below = tip.firstSequence() - 1;
        long above = tip.lastSequence() + 1;
        while (above - below > 1) {
            long middle = (below + above) >>> 1;
            if (view.log().find(device, middle).orElse(Long.MAX_VALUE) < size) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below - tip.firstSequence() + 1;
    }

    private static long lastMillis(DeviceRecord record) {
        return record.timeMillis() + record.readings().getLast().afterMillis();
    }

    /**
     * A device's records, newest first, at most 200.
     *
     * @param before only those with a smaller number
     * @return empty if the log has none of this device
     */
    Optional<JsonNode> readings(Hash device, long before) {
        Optional<Tip> tip = view.log().tip(device);
        if (tip.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, List<RuleRunner.Hit>> hits = new HashMap<>();
        view.rules()
                .map(rules -> rules.hits(device))
                .orElse(List.of())
                .forEach(hit -> hits.computeIfAbsent(hit.sequence(), _ -> new java.util.ArrayList<>())
                        .add(hit));
        ArrayNode list = json.createArrayNode();
        long newest = Math.min(tip.get().lastSequence(), before - 1);
        long oldest = Math.max(tip.get().firstSequence(), newest - MAX_RECORDS + 1);
        for (long sequence = newest; sequence >= oldest; sequence--) {
            long number = sequence;
            record(device, number).ifPresent(record -> list.add(row(record, hits.getOrDefault(number, List.of()))));
        }
        return Optional.of(list);
    }

    private Optional<DeviceRecord> record(Hash device, long sequence) {
        var leaf = view.log().find(device, sequence);
        return leaf.isPresent()
                ? Optional.of(DeviceRecord.decode(view.log().leaf(leaf.getAsLong())))
                : Optional.empty();
    }

    private ObjectNode row(DeviceRecord record, List<RuleRunner.Hit> hits) {
        long leaf = view.log().find(record.device(), record.sequence()).orElseThrow();
        ObjectNode row = json.createObjectNode()
                .put("id", record.id().toHex())
                .put("device", record.device().toHex())
                .put("sequence", record.sequence())
                .put("timeMillis", record.timeMillis());
        ArrayNode values = row.putArray("values");
        for (Reading reading : record.readings()) {
            ObjectNode value = values.addObject()
                    .put("name", reading.name())
                    .put("unit", reading.unit())
                    .put("value", reading.value().toPlainString());
            if (reading.afterMillis() > 0) {
                value.put("afterMillis", reading.afterMillis());
            }
        }
        Optional<Proofs.Anchored> anchored = view.proofs().anchored(leaf, record.device());
        if (anchored.isPresent()) {
            ObjectNode anchor =
                    row.putObject("anchored").put("block", anchored.get().block());
            anchored.get().transaction().ifPresent(transaction -> anchor.put("transaction", transaction.toHex()));
        } else {
            row.putNull("anchored");
        }
        row.put("status", status(leaf, anchored.isPresent()));
        ArrayNode rules = row.putArray("rules");
        hits.forEach(hit -> rules.addObject().put("name", hit.rule()).put("alarm", hit.alarm()));
        return row;
    }

    /**
     * {@code kept}: on the gateway's disk, and the device has the receipt. {@code logged}: the rules have seen it, too, and
     * the next anchor covers it. {@code anchored}: in a final block, and its evidence is there to be fetched.
     */
    private String status(long leaf, boolean isAnchored) {
        boolean isJudged = view.rules().map(rules -> rules.position() > leaf).orElse(true);
        return isAnchored ? "anchored" : isJudged ? "logged" : "kept";
    }
}
