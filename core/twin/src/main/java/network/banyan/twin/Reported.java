// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static network.banyan.twin.TwinException.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.CoseSign1;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a device says it does, signed by its key as a COSE_Sign1 with a header that no record, receipt or checkpoint has:
 *
 * <pre>{1: -7, 3: 50, 4: h'device id', -65541: counter, -65542: time, -65543: [tenure, version]}</pre>
 *
 * <p>(alg ES256; content type application/json; kid; three private labels.) It has one byte form.
 *
 * <p>Source: docs/spec/twin.md, rule 6; RFC 9052.
 */
public final class Reported {
    /** Longer messages are refused before anything is decoded. */
    public static final int MAX_BYTES = 16_384;

    public static final int MAX_REFUSED = 32;
    public static final int MAX_REASON = 200;
    private static final int MAX_POINTER = 512;

    private static final int ALGORITHM = 1;
    private static final int ES256 = -7;
    private static final int CONTENT_TYPE = 3;
    private static final int JSON = 50;
    private static final int KEY_ID = 4;
    private static final int COUNTER = -65541;
    private static final int TIME = -65542;
    private static final int APPLIED = -65543;

    private final State state;
    private final CoseSign1 envelope;
    private final Bytes encoded;

    /**
     * @param counter only grows
     * @param timeMillis milliseconds since 1970 by the device's clock, which nobody vouches for
     * @param applied the desired document that is in force
     * @param refused settings that are not taken, by JSON Pointer, each with a sentence
     */
    public record State(
            Hash device,
            long counter,
            long timeMillis,
            TwinVersion applied,
            TwinDocument document,
            SortedMap<String, String> refused) {
        /**
         * @throws TwinException if a part is outside its range
         */
        public State {
            require(counter >= 1 && counter <= TwinVersion.MAX, "a counter lies between 1 and 2^53 - 1");
            require(
                    timeMillis >= DeviceRecord.MIN_TIME_MILLIS && timeMillis <= DeviceRecord.MAX_TIME_MILLIS,
                    "a document's time lies between the years 1978 and 9999");
            require(refused.size() <= MAX_REFUSED, "a device names at most %d settings it refuses", MAX_REFUSED);
            refused.forEach((pointer, reason) -> require(
                    pointer.startsWith("/") && pointer.length() <= MAX_POINTER && reason.length() <= MAX_REASON,
                    "a refusal is a JSON Pointer and a sentence of at most %d characters",
                    MAX_REASON));
            refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        }
    }

    private Reported(State state, CoseSign1 envelope, Bytes encoded) {
        this.state = state;
        this.envelope = envelope;
        this.encoded = encoded;
    }

    /** @param signer has the device's key */
    public static Reported sign(State state, DeviceRecord.Signer signer) {
        Bytes header = header(state);
        Bytes payload = payload(state);
        Bytes signature = P256.toLowS(signer.sign(CoseSign1.toBeSigned(header, payload)));
        var envelope = new CoseSign1(header, payload, signature);
        Bytes encoded = envelope.encode();
        require(encoded.size() <= MAX_BYTES, "it has %d bytes, and %d are the most", encoded.size(), MAX_BYTES);
        return new Reported(state, envelope, encoded);
    }

    /**
     * Reads a message, not believing a word of it: whether its signature is its device's, {@link #isSignedBy} tells.
     *
     * @throws TwinException if the bytes are anything but one reported document in its one form
     */
    public static Reported decode(Bytes encoded) {
        require(encoded.size() <= MAX_BYTES, "it has %d bytes, and %d are the most", encoded.size(), MAX_BYTES);
        try {
            CoseSign1 envelope = CoseSign1.decode(encoded);
            require(P256.isLowS(envelope.signature()), "the signature is not r || s with s in the lower half");
            return new Reported(state(envelope), envelope, encoded);
        } catch (EvidenceFormatException malformed) {
            throw new TwinException(String.valueOf(malformed.getMessage()));
        }
    }

    public State state() {
        return state;
    }

    public Bytes encoded() {
        return encoded;
    }

    public boolean isSignedBy(P256.PublicKey key) {
        return envelope.isSignedBy(key);
    }

    private static Bytes header(State state) {
        return new CborWriter()
                .map(6)
                .integer(ALGORITHM)
                .integer(ES256)
                .integer(CONTENT_TYPE)
                .integer(JSON)
                .integer(KEY_ID)
                .bytes(state.device().toArray())
                .integer(COUNTER)
                .integer(state.counter())
                .integer(TIME)
                .integer(state.timeMillis())
                .integer(APPLIED)
                .array(2)
                .integer(state.applied().tenure())
                .integer(state.applied().number())
                .toBytes();
    }

    private static Bytes payload(State state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("document", state.document().json());
        ObjectNode refused = json.putObject("refused");
        state.refused().forEach(refused::put);
        return TwinJson.canonical(json);
    }

    private static State state(CoseSign1 envelope) {
        var in = new CborReader(envelope.protectedHeader());
        require(in.map() == 6, "the protected header has 6 entries");
        expect(in, ALGORITHM, "alg");
        expect(in, ES256, "ES256");
        expect(in, CONTENT_TYPE, "content type");
        expect(in, JSON, "application/json");
        expect(in, KEY_ID, "kid");
        Bytes device = in.bytes();
        require(device.size() == Hash.SIZE, "kid has 32 bytes");
        expect(in, COUNTER, "counter");
        long counter = in.unsigned();
        expect(in, TIME, "time");
        long time = in.unsigned();
        expect(in, APPLIED, "applied");
        in.array(2, "what was applied");
        var applied = new TwinVersion(in.unsigned(), in.unsigned());
        in.end();
        ObjectNode json = TwinJson.canonical(envelope.payload(), MAX_BYTES);
        require(json.size() == 2, "the payload has document and refused");
        SortedMap<String, String> refused = new TreeMap<>();
        for (var field : TwinJson.object(json, "refused").properties()) {
            JsonNode reason = field.getValue();
            require(reason.isTextual(), "a refusal's reason must be a text");
            refused.put(field.getKey(), reason.textValue());
        }
        return new State(
                Hash.of(device.unsafeArray()),
                counter,
                time,
                applied,
                TwinDocument.of(TwinJson.object(json, "document")),
                refused);
    }

    private static void expect(CborReader in, long value, String what) {
        long found = in.integer();
        require(found == value, "expected %s (%d), found %d", what, value, found);
    }
}
