// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a record says, and its two CBOR parts. The protected header holds what makes it a link of a chain:
 *
 * <pre>{1: -7, 3: 112, 4: h'device id', -65537: sequence, -65538: h'previous'}</pre>
 *
 * <p>(alg ES256; content type application/senml+cbor; kid; two private labels.) The payload is a SenML pack whose first
 * entry carries the time as base time:
 *
 * <pre>[{0: "temperature", 1: "Cel", 2: 4([-2, 2150]), -3: 4([-3, 1763683200123])},
 * {0: "temperature", 1: "Cel", 2: 4([-2, 2155]), 6: 4([-3, 1000])}, ...]</pre>
 *
 * <p>An entry with label 6 was measured so many milliseconds later.
 *
 * <p>Source: RFC 9052, section 3.1; RFC 8428, sections 4 and 6; RFC 8949, section 3.4.4 for tag 4.
 */
record RecordContent(Hash device, long sequence, Hash previous, long timeMillis, List<Reading> readings) {
    private static final int ALGORITHM = 1;
    private static final int ES256 = -7;
    private static final int CONTENT_TYPE = 3;
    private static final int SENML_CBOR = 112;
    private static final int KEY_ID = 4;
    private static final int SEQUENCE = -65537;
    private static final int PREVIOUS = -65538;

    private static final int NAME = 0;
    private static final int UNIT = 1;
    private static final int VALUE = 2;
    private static final int TIME = 6;
    private static final int BASE_TIME = -3;

    private static final int DECIMAL_FRACTION = 4;
    private static final int MILLI = -3;

    RecordContent {
        require(
                sequence >= 1 && sequence <= DeviceRecord.MAX_SEQUENCE,
                "a sequence number lies between 1 and 2^53 - 1");
        require(
                (sequence == 1) == previous.equals(Hash.ZERO),
                "the first record, and no other, has no record before it");
        require(
                timeMillis >= DeviceRecord.MIN_TIME_MILLIS && timeMillis <= DeviceRecord.MAX_TIME_MILLIS,
                "a record's time lies between the years 1978 and 9999");
        require(!readings.isEmpty() && readings.size() <= DeviceRecord.MAX_READINGS, "a record has 1 to 256 readings");
        readings = List.copyOf(readings);
        Set<String> names = new HashSet<>();
        int moment = 0;
        for (Reading reading : readings) {
            require(reading.afterMillis() >= moment, "a record's readings are not in the order of their times");
            if (reading.afterMillis() > moment) {
                moment = reading.afterMillis();
                names.clear();
            }
            require(names.add(reading.name()), "two readings of one name at one time in a record");
        }
        require(readings.getFirst().afterMillis() == 0, "a record's time is its first reading's");
    }

    Bytes encodeHeader() {
        return new CborWriter()
                .map(5)
                .integer(ALGORITHM)
                .integer(ES256)
                .integer(CONTENT_TYPE)
                .integer(SENML_CBOR)
                .integer(KEY_ID)
                .bytes(device.toArray())
                .integer(SEQUENCE)
                .integer(sequence)
                .integer(PREVIOUS)
                .bytes(previous.toArray())
                .toBytes();
    }

    Bytes encodePayload() {
        var out = new CborWriter().array(readings.size());
        boolean first = true;
        for (Reading reading : readings) {
            boolean hasUnit = !reading.unit().isEmpty();
            boolean later = reading.afterMillis() > 0;
            out.map(2 + (hasUnit ? 1 : 0) + (first || later ? 1 : 0))
                    .integer(NAME)
                    .text(reading.name());
            if (hasUnit) {
                out.integer(UNIT).text(reading.unit());
            }
            writeDecimal(out.integer(VALUE), reading.digits(), reading.value().scale());
            if (first) {
                writeDecimal(out.integer(BASE_TIME), timeMillis, -MILLI);
            } else if (later) {
                writeDecimal(out.integer(TIME), reading.afterMillis(), -MILLI);
            }
            first = false;
        }
        return out.toBytes();
    }

    static RecordContent decode(Bytes header, Bytes payload) {
        var in = new CborReader(header);
        entries(in.map(), 5, "the protected header");
        expect(in, ALGORITHM, "alg");
        expect(in, ES256, "ES256");
        expect(in, CONTENT_TYPE, "content type");
        expect(in, SENML_CBOR, "application/senml+cbor");
        expect(in, KEY_ID, "kid");
        Hash device = hash(in.bytes(), "kid");
        expect(in, SEQUENCE, "sequence");
        long sequence = in.unsigned();
        expect(in, PREVIOUS, "previous");
        Hash previous = hash(in.bytes(), "previous");
        in.end();

        var pack = new CborReader(payload);
        int count = pack.array();
        require(count >= 1 && count <= DeviceRecord.MAX_READINGS, "a record has 1 to 256 readings");
        List<Reading> readings = new ArrayList<>(count);
        readings.add(readReading(pack, pack.map() - 1));
        expect(pack, BASE_TIME, "base time");
        long timeMillis = readMillis(pack);
        for (int i = 1; i < count; i++) {
            readings.add(readReading(pack, pack.map()));
        }
        pack.end();
        return new RecordContent(device, sequence, previous, timeMillis, readings);
    }

    /** @param entries how many of the map's entries are the reading's own */
    private static Reading readReading(CborReader in, int entries) {
        require(entries >= 2 && entries <= 4, "a reading has a name, a value, and at most a unit and a time");
        int left = entries - 2;
        expect(in, NAME, "name");
        String name = in.text();
        String unit = "";
        long label = in.integer();
        if (label == UNIT && left > 0) {
            left--;
            unit = in.text();
            require(!unit.isEmpty(), "a unit that is there is not empty");
            label = in.integer();
        }
        expect(label, VALUE, "value");
        Reading reading = readValue(in, name, unit);
        if (left == 0) {
            return reading;
        }
        expect(in, TIME, "time");
        long after = readMillis(in);
        require(left == 1 && after > 0, "a reading's time that is there is after its record's");
        return reading.after(after);
    }

    private static Reading readValue(CborReader in, String name, String unit) {
        if (in.nextType() != CborWriter.TAG) {
            return Reading.of(name, unit, in.integer(), 0);
        }
        in.tag(DECIMAL_FRACTION);
        in.array(2, "a decimal fraction");
        long exponent = in.integer();
        require(exponent <= -1 && exponent >= -Reading.MAX_DECIMALS, "a decimal fraction has 1 to 18 decimals");
        return Reading.of(name, unit, in.integer(), (int) -exponent);
    }

    private static long readMillis(CborReader in) {
        in.tag(DECIMAL_FRACTION);
        in.array(2, "a decimal fraction");
        expect(in, MILLI, "milliseconds");
        return in.unsigned();
    }

    /** Whole numbers are CBOR integers and all others tag 4, so a value with its decimals has one form. */
    private static void writeDecimal(CborWriter out, long digits, int decimals) {
        if (decimals > 0) {
            out.tag(DECIMAL_FRACTION).array(2).integer(-decimals);
        }
        out.integer(digits);
    }

    private static void expect(CborReader in, long value, String what) {
        expect(in.integer(), value, what);
    }

    private static void expect(long found, long value, String what) {
        if (found != value) {
            throw EvidenceFormatException.of("expected %s (%d), found %d", what, value, found);
        }
    }

    private static Hash hash(Bytes bytes, String what) {
        if (bytes.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("%s has 32 bytes, not %d", what, bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }

    private static void entries(int found, int expected, String what) {
        if (found != expected) {
            throw EvidenceFormatException.of("%s has %d entries, not %d", what, expected, found);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new EvidenceFormatException(message);
        }
    }
}
