// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.device.DeviceException;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Reading;

/**
 * Reads a table of measurements: a first line that names the columns, then a line a moment.
 *
 * <pre>
 * time,lat,lon,temperature (Cel),humidity (%RH)
 * 2026-03-01T08:00:00Z,52.52,13.40,-18.4,61
 * </pre>
 *
 * <p>One column is {@code time} or {@code timestamp}: an ISO 8601 time with an offset, one without as UTC, or seconds since
 * 1970. Every other is a quantity, its SenML unit in parentheses; {@code lat} and {@code lon} need none. An empty cell is
 * no reading. A line with a cell that is no plain decimal number is refused as a whole.
 */
public final class CsvTable {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_COLUMNS = 64;
    private static final Pattern COLUMN =
            Pattern.compile("([A-Za-z0-9][-A-Za-z0-9:./_]{0,63})(?: *\\(([!-~]{1,16})\\))?");
    private static final Set<String> TIMES = Set.of("time", "timestamp");

    private final String name;
    private final int timeColumn;
    private final List<Column> columns;
    private final List<Sample> samples = new ArrayList<>();
    private long refused;

    private record Column(String name, String unit) {}

    private CsvTable(String name, List<String> header) {
        this.name = name;
        this.columns = new ArrayList<>();
        int found = -1;
        Set<String> names = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            Column column = column(header.get(i).strip());
            if (!names.add(column.name())) {
                throw problem("two columns are named " + column.name());
            }
            found = TIMES.contains(column.name()) && found < 0 ? i : found;
            columns.add(column);
        }
        if (found < 0 || columns.size() < 2 || columns.size() > MAX_COLUMNS) {
            throw problem("its first line names a column time, and 1 to 63 quantities");
        }
        this.timeColumn = found;
    }

    private Column column(String head) {
        Matcher matcher = COLUMN.matcher(head);
        if (!matcher.matches()) {
            throw problem("a column is named as temperature (Cel)");
        }
        String stated = Optional.ofNullable(matcher.group(2)).orElse("");
        boolean isDegrees = matcher.group(1).equals("lat") || matcher.group(1).equals("lon");
        return new Column(matcher.group(1), stated.isEmpty() && isDegrees ? matcher.group(1) : stated);
    }

    private DeviceException problem(String message) {
        return new DeviceException("the table %s cannot be used: %s".formatted(name, message));
    }

    /**
     * @throws DeviceException if the file cannot be read, or no line of it can be used
     */
    public static Recording read(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (Files.size(file) > Recording.MAX_FILE_BYTES) {
                throw new DeviceException(file + " is over 64 MiB; cut the table into parts");
            }
            Optional<String> first = line(in);
            if (first.isEmpty()) {
                throw new DeviceException(file + " is empty");
            }
            var table = new CsvTable(file.toString(), cells(first.get()));
            for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
                table.take(line.get());
            }
            if (table.samples.isEmpty()) {
                throw table.problem("no line of it can be read (%d refused)".formatted(table.refused));
            }
            return new Recording(table.samples, table.refused);
        } catch (MalformedInputException notText) {
            throw new DeviceException(file + " is no text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw new DeviceException(
                    "the table %s cannot be read: %s".formatted(file, Recording.why(unreadable)), unreadable);
        }
    }

    /** What of a longer line is beyond the bound is dropped, and makes the line one that is refused. */
    private static Optional<String> line(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() <= MAX_LINE && c != '\r') {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }

    /** Cells may stand in double quotes (RFC 4180); none of ours holds a comma or a quote. */
    private static List<String> cells(String line) {
        return List.of(line.replace("\"", "").split(",", -1));
    }

    private void take(String line) {
        if (line.isBlank()) {
            return;
        }
        if (samples.size() + refused >= Recording.MAX_SAMPLES) {
            throw problem("it has over a million lines");
        }
        sample(line).ifPresentOrElse(samples::add, () -> refused++);
    }

    private Optional<Sample> sample(String line) {
        List<String> cells = cells(line);
        if (line.length() > MAX_LINE || cells.size() != columns.size()) {
            return Optional.empty();
        }
        Optional<Long> time = time(cells.get(timeColumn).strip());
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip();
            if (i != timeColumn && !cell.isEmpty()) {
                try {
                    readings.add(
                            Reading.of(columns.get(i).name(), columns.get(i).unit(), cell));
                } catch (EvidenceFormatException notANumber) {
                    return Optional.empty();
                }
            }
        }
        return readings.isEmpty() ? Optional.empty() : time.map(millis -> new Sample(millis, readings));
    }

    private Optional<Long> time(String text) {
        long least = samples.isEmpty()
                ? DeviceRecord.MIN_TIME_MILLIS
                : samples.getLast().timeMillis();
        try {
            long millis = millis(text);
            return millis >= least && millis <= DeviceRecord.MAX_TIME_MILLIS ? Optional.of(millis) : Optional.empty();
        } catch (DateTimeException | ArithmeticException notATime) {
            return Optional.empty();
        }
    }

    private static long millis(String text) {
        Optional<java.math.BigDecimal> seconds = Quantities.decimal(text);
        if (seconds.isPresent()) {
            return seconds.get()
                    .movePointRight(3)
                    .setScale(0, java.math.RoundingMode.DOWN)
                    .longValueExact();
        }
        String iso = text.replace(' ', 'T');
        boolean hasOffset = iso.matches(".*(Z|[-+][0-9]{2}:?[0-9]{2})$") && iso.indexOf('T') > 0;
        return (hasOffset
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC))
                .toEpochMilli();
    }
}
