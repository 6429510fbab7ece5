// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import network.banyan.device.DeviceException;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Reads the track points of a GPX file (1.0 and 1.1): position, elevation, speed, and the air temperature of Garmin's
 * extension. A document type declaration is refused as such, so that no entity is ever expanded or fetched.
 */
public final class GpxTrack {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 256;
    private static final long STEP_MILLIS = 1_000;
    private static final Set<String> FIELDS = Set.of("ele", "time", "speed", "atemp");

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> fields = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private boolean inPoint;
    private @Nullable String field;
    private long refused;

    private GpxTrack() {}

    /**
     * @throws DeviceException if the file cannot be read, is no GPX, or has no point that can be used
     */
    public static Recording read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > Recording.MAX_FILE_BYTES) {
                throw new DeviceException(file + " is over 64 MiB; cut the track into parts");
            }
            return read(in, file.toString());
        } catch (IOException unreadable) {
            throw new DeviceException(
                    "the track %s cannot be read: %s".formatted(file, Recording.why(unreadable)), unreadable);
        }
    }

    static Recording read(InputStream in, String name) {
        var track = new GpxTrack();
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            track.walk(xml);
        } catch (XMLStreamException notXml) {
            throw new DeviceException("%s is no GPX file: %s".formatted(name, firstLine(notXml.getMessage())), notXml);
        }
        if (track.samples.isEmpty()) {
            throw new DeviceException(
                    "%s has no track point that can be used (%d refused)".formatted(name, track.refused));
        }
        return new Recording(track.samples, track.refused);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty("jdk.xml.dtd.support", "deny");
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("it refers to another file");
        });
        return factory;
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "it cannot be read"
                : message.lines().findFirst().orElse("it cannot be read");
    }

    private void walk(XMLStreamReader xml) throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException("its elements are nested over 64 deep");
                    }
                    begin(xml);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    end(xml.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (field != null && text.length() < MAX_TEXT) {
                        text.append(
                                xml.getTextCharacters(), xml.getTextStart(), Math.min(MAX_TEXT, xml.getTextLength()));
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("it declares or uses entities");
                default -> {}
            }
        }
    }

    private void begin(XMLStreamReader xml) throws XMLStreamException {
        String name = xml.getLocalName();
        if (name.equals("trkpt")) {
            if (samples.size() + refused >= Recording.MAX_SAMPLES) {
                throw new XMLStreamException("it has over a million points");
            }
            inPoint = true;
            fields.clear();
            fields.put(
                    "lat",
                    Optional.ofNullable(xml.getAttributeValue(null, "lat")).orElse(""));
            fields.put(
                    "lon",
                    Optional.ofNullable(xml.getAttributeValue(null, "lon")).orElse(""));
        } else if (inPoint && FIELDS.contains(name)) {
            field = name;
            text.setLength(0);
        }
    }

    private void end(String name) {
        if (name.equals("trkpt")) {
            inPoint = false;
            sample().ifPresentOrElse(samples::add, () -> refused++);
        } else if (name.equals(field)) {
            fields.put(field, text.toString());
            field = null;
        }
    }

    /** The point that just ended; empty if it is none. A quantity beside the position that cannot be read is left out. */
    private Optional<Sample> sample() {
        Optional<Reading> latitude = Quantities.latitude(fields.getOrDefault("lat", ""));
        Optional<Reading> longitude = Quantities.longitude(fields.getOrDefault("lon", ""));
        Optional<Long> time = time();
        if (latitude.isEmpty() || longitude.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        List<Reading> readings = new ArrayList<>(List.of(latitude.get(), longitude.get()));
        Quantities.altitude(fields.getOrDefault("ele", "")).ifPresent(readings::add);
        Quantities.speed(fields.getOrDefault("speed", "")).ifPresent(readings::add);
        Quantities.temperature(fields.getOrDefault("atemp", "")).ifPresent(readings::add);
        return Optional.of(new Sample(time.get(), readings));
    }

    /** A point without a time follows the one before by a second. */
    private Optional<Long> time() {
        long least = samples.isEmpty()
                ? DeviceRecord.MIN_TIME_MILLIS
                : samples.getLast().timeMillis();
        String stated = fields.getOrDefault("time", "").strip();
        if (stated.isEmpty()) {
            return Optional.of(least + STEP_MILLIS);
        }
        try {
            long millis = OffsetDateTime.parse(stated).toInstant().toEpochMilli();
            return millis >= least && millis <= DeviceRecord.MAX_TIME_MILLIS ? Optional.of(millis) : Optional.empty();
        } catch (DateTimeException | ArithmeticException notATime) {
            return Optional.empty();
        }
    }
}
