// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.BundleAssembler;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.PublicationJson;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RecordShelf;
import network.banyan.evidence.RecordStore;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/**
 * Devices and their readings: {@code banyan_publishRecords}, {@code banyan_lastPublished}, {@code banyan_devices}, {@code
 * banyan_readings}, {@code banyan_records}, {@code banyan_evidence}.
 */
public final class DeviceMethods {
    private static final int ROWS_MAX = 1_000;
    private static final int ROWS_IF_UNSAID = 100;

    /** One answer with records has about so many bytes of them, and so many numbers are looked up for it. */
    private static final int RECORD_BYTES = 512 << 10;

    private static final int NUMBERS_LOOKED_UP = 20_000;

    private final ChainView chain;
    private final RegistryReader registry;
    private final RecordShelf shelf;
    private final RecordStore store;
    private final BundleAssembler bundles;

    /** @param shelf guarded by its own monitor, here and wherever else it is used */
    public DeviceMethods(
            ChainView chain, RegistryReader registry, RecordShelf shelf, RecordStore store, BundleAssembler bundles) {
        this.chain = chain;
        this.registry = registry;
        this.shelf = shelf;
        this.store = store;
        this.bundles = bundles;
    }

    public void addTo(RpcMethods methods) {
        methods.add("banyan_publishRecords", this::publish);
        methods.add("banyan_lastPublished", this::lastPublished);
        methods.add("banyan_devices", this::devices);
        methods.add("banyan_readings", this::readings);
        methods.add("banyan_records", this::records);
        methods.add("banyan_evidence", this::evidence);
    }

    private JsonNode publish(JsonNode json) {
        List<Bytes> records = Params.of(json, 1).required(0).items(RecordShelf.MAX_PUBLISHED).stream()
                .map(Value::bytes)
                .toList();
        ArrayNode answers = Json.array();
        synchronized (shelf) {
            shelf.publish(records).forEach(answer -> answers.add(PublicationJson.write(answer)));
        }
        return answers;
    }

    private JsonNode lastPublished(JsonNode json) {
        Hash device = Params.of(json, 1).required(0).hash();
        return Json.object().put("sequence", store.lastSequence(device)).get("sequence");
    }

    private JsonNode devices(JsonNode json) {
        Params.of(json, 0);
        ArrayNode rows = Json.array();
        for (RegistryReader.Device device : registry.newest()) {
            long last = store.lastSequence(device.id());
            ObjectNode row = rows.addObject()
                    .put("id", device.id().toHex())
                    .put("owner", device.owner().toHex())
                    .put("name", device.name())
                    .put("keyX", device.keyX().toHex())
                    .put("keyY", device.keyY().toHex())
                    .put("active", device.active())
                    .put("registeredAt", device.registeredAt())
                    .put("readings", store.anchoredThrough(device.id()));
            Optional<DeviceRecord> newest = record(device.id(), last);
            newest.ifPresentOrElse(
                    record -> row.put("lastReading", record.timeMillis()), () -> row.putNull("lastReading"));
        }
        return rows;
    }

    /** Records of one device by descending sequence number, or of all by descending order of arrival. */
    private JsonNode readings(JsonNode json) {
        Value options = Params.of(json, 1).at(0);
        Value given = options.isAbsent() ? options : options.object();
        int limit = given.field("limit")
                .optional(value -> value.number(1, ROWS_MAX))
                .orElse(ROWS_IF_UNSAID);
        long before = given.field("before").optional(Value::longQuantity).orElse(Long.MAX_VALUE);
        Optional<Hash> device = given.field("device").optional(Value::hash);
        ArrayNode rows = Json.array();
        if (device.isPresent()) {
            long newest = Math.min(before - 1, store.lastSequence(device.get()));
            for (long sequence = newest; sequence >= 1 && rows.size() < limit; sequence--) {
                Optional<DeviceRecord> record = record(device.get(), sequence);
                if (record.isEmpty()) {
                    break;
                }
                rows.add(row(record.get()));
            }
            return rows;
        }
        for (RecordStore.Arrival arrival : store.arrivals(before, limit)) {
            store.record(arrival.id())
                    .ifPresent(bytes -> rows.add(row(DeviceRecord.decode(bytes)).put("arrival", arrival.number())));
        }
        return rows;
    }

    /**
     * A device's records as they were published, from a number on, and which number to ask for next; it stays the same when
     * there are no more. Numbers that this node does not keep are passed over.
     */
    private JsonNode records(JsonNode json) {
        Params params = Params.of(json, 2);
        Hash device = params.required(0).hash();
        long first = params.required(1).longQuantity();
        long last = store.lastSequence(device);
        ObjectNode answer = Json.object();
        ArrayNode records = answer.putArray("records");
        long next = first;
        int bytes = 0;
        while (next <= last && next - first < NUMBERS_LOOKED_UP && records.size() < ROWS_MAX && bytes < RECORD_BYTES) {
            Optional<Bytes> record = store.idAt(device, next).flatMap(store::record);
            if (record.isPresent()) {
                records.add(record.get().toHex());
                bytes += record.get().size();
            }
            next++;
        }
        return answer.put("next", next);
    }

    private Optional<DeviceRecord> record(Hash device, long sequence) {
        return store.idAt(device, sequence).flatMap(store::record).map(DeviceRecord::decode);
    }

    private ObjectNode row(DeviceRecord record) {
        ObjectNode row = Json.object()
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
        store.place(record.device(), record.sequence())
                .ifPresentOrElse(
                        place -> row.putObject("anchored")
                                .put("block", place.block())
                                .put(
                                        "transaction",
                                        transaction(place.block(), place.transactionIndex())
                                                .orElse(null)),
                        () -> row.putNull("anchored"));
        return row;
    }

    /** Empty if the block is not kept here. */
    private Optional<String> transaction(long number, int index) {
        return chain.block(number)
                .map(block -> block.transactions().get(index).hash().toHex());
    }

    /**
     * The evidence bundle of a record, by its id. Bundles are exact to the byte, so the answer is not an object but the
     * file: its text, or with {@code "cbor"} as the second parameter its bytes in hex. The third is the epoch whose
     * committee the verifier trusts, a quantity; genesis' if there is none.
     */
    private JsonNode evidence(JsonNode json) {
        Params params = Params.of(json, 3);
        Hash id = params.required(0).hash();
        long firstEpoch = params.at(2).optional(Value::longQuantity).orElse(0L);
        String form = params.at(1).optional(Value::text).orElse("json");
        if (!form.equals("json") && !form.equals("cbor")) {
            throw RpcException.invalidParams("the form is \"json\" or \"cbor\"");
        }
        return switch (bundles.assemble(id, firstEpoch)) {
            case BundleAssembler.Answer.Proven(EvidenceBundle bundle) ->
                form.equals("cbor")
                        ? Json.data(bundle.toCbor())
                        : Json.text(new String(bundle.toJson().unsafeArray(), StandardCharsets.UTF_8));
            case BundleAssembler.Answer.NotAnchored() ->
                throw RpcException.refused("record %s is not anchored yet; ask again in a few seconds".formatted(id));
            case BundleAssembler.Answer.Unknown() ->
                throw RpcException.refused("this node keeps no record %s".formatted(id));
            case BundleAssembler.Answer.Unavailable(String reason) -> throw RpcException.refused(reason);
        };
    }
}
