// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.gateway.twin.Twin;
import network.banyan.gateway.twin.Twins;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.DesiredRefusal;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinVersion;

/** A twin as people and programs read it (docs/spec/twin.md, rule 11). */
final class TwinPages {
    private final Twins twins;
    private final ObjectMapper json;

    TwinPages(Twins twins, ObjectMapper json) {
        this.twins = twins;
        this.json = json;
    }

    /**
     * @param isHere whether the device has written to this gateway; then it has a twin, if an empty one
     */
    Optional<JsonNode> of(Hash device, boolean isHere) {
        Optional<Twin> twin = twins.of(device);
        return twin.isPresent() || isHere
                ? Optional.of(page(device, twin.orElseGet(() -> new Twin(Optional.empty(), Optional.empty()))))
                : Optional.empty();
    }

    private JsonNode page(Hash device, Twin twin) {
        ObjectNode page = json.createObjectNode().put("device", device.toHex());
        page.set("desired", twin.desired().map(this::wanted).orElseGet(json::nullNode));
        page.set("reported", twin.reported().map(this::told).orElseGet(json::nullNode));
        ArrayNode pending = page.putArray("pending");
        twin.pending().forEach(pending::add);
        twin.pendingSince()
                .ifPresentOrElse(since -> page.put("pendingSince", since), () -> page.putNull("pendingSince"));
        return page;
    }

    JsonNode wanted(Twin.Wanted wanted) {
        Desired desired = wanted.content();
        ObjectNode page = version(desired.version()).put("timeMillis", desired.timeMillis());
        page.set("document", desired.document().json());
        return page.put("signed", new String(desired.encode().unsafeArray(), StandardCharsets.UTF_8))
                .put("takenAt", wanted.takenAt());
    }

    private JsonNode told(Twin.Told told) {
        Reported.State state = told.content().state();
        ObjectNode page =
                json.createObjectNode().put("counter", state.counter()).put("timeMillis", state.timeMillis());
        page.set("applied", version(state.applied()));
        page.set("document", state.document().json());
        ObjectNode refused = page.putObject("refused");
        state.refused().forEach(refused::put);
        return page.put("signed", told.content().encoded().toHex()).put("takenAt", told.takenAt());
    }

    private ObjectNode version(TwinVersion version) {
        return json.createObjectNode().put("tenure", version.tenure()).put("version", version.number());
    }

    /** As docs/spec/twin.md, rule 8, has them. */
    static int status(DesiredRefusal refusal) {
        return switch (refusal) {
            case MALFORMED, WRONG_DEVICE, WRONG_CHAIN -> 400;
            case BAD_SIGNATURE, NOT_OWNER -> 403;
            case UNREGISTERED -> 404;
            case WRONG_TENURE, REPLAYED, CONFLICT -> 409;
            case BUSY -> 503;
        };
    }
}
