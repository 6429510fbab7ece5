// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Reading;

/**
 * The machine's own sensors as Linux shows them: load, free memory and disk, uptime, and every temperature that the kernel
 * offers. Exact decimals, as the kernel prints them. A machine that offers less gives fewer readings; nothing is made up.
 *
 * <p>Source: Linux Documentation, filesystems/proc and ABI/testing/sysfs-class-{thermal,hwmon}.
 */
public final class HostSensors implements Sensor {
    private static final int MAX_FILE = 64 * 1024;

    private final Path root;

    public HostSensors() {
        this(Path.of("/"));
    }

    /** @param root the folder that holds {@code proc} and {@code sys} */
    public HostSensors(Path root) {
        this.root = root;
    }

    @Override
    public List<Reading> read() {
        SortedMap<String, Reading> readings = new TreeMap<>();
        load(readings);
        memory(readings);
        uptime(readings);
        disk(readings);
        thermalZones(readings);
        hardwareMonitors(readings);
        return readings.values().stream().limit(DeviceRecord.MAX_READINGS).toList();
    }

    /** Tasks that run or wait, averaged over a minute. */
    private void load(SortedMap<String, Reading> readings) {
        text(root.resolve("proc/loadavg")).ifPresent(line -> add(readings, "load/1min", "count", word(line, 0)));
    }

    private void uptime(SortedMap<String, Reading> readings) {
        text(root.resolve("proc/uptime")).ifPresent(line -> add(readings, "uptime", "s", word(line, 0)));
    }

    private void memory(SortedMap<String, Reading> readings) {
        text(root.resolve("proc/meminfo"))
                .ifPresent(lines -> lines.lines()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .findFirst()
                        .ifPresent(line -> kibibytes(word(line, 1))
                                .ifPresent(bytes -> add(readings, "memory/available", "B", Long.toString(bytes)))));
    }

    private void disk(SortedMap<String, Reading> readings) {
        try {
            add(
                    readings,
                    "disk/free",
                    "B",
                    Long.toString(Files.getFileStore(root).getUsableSpace()));
        } catch (IOException notOffered) {
            // A sensor that is not there has no reading.
        }
    }

    private void thermalZones(SortedMap<String, Reading> readings) {
        for (Path zone : children(root.resolve("sys/class/thermal"), "thermal_zone*")) {
            String number = zone.getFileName().toString().substring("thermal_zone".length());
            String type = text(zone.resolve("type")).orElse("zone");
            text(zone.resolve("temp"))
                    .ifPresent(temperature -> celsius(readings, "thermal/" + number + "/" + type, temperature));
        }
    }

    private void hardwareMonitors(SortedMap<String, Reading> readings) {
        for (Path monitor : children(root.resolve("sys/class/hwmon"), "hwmon*")) {
            String number = monitor.getFileName().toString().substring("hwmon".length());
            String name = text(monitor.resolve("name")).orElse("chip");
            for (Path input : children(monitor, "temp*_input")) {
                String channel = input.getFileName().toString().replace("_input", "");
                String label = text(monitor.resolve(channel + "_label")).orElse(channel);
                text(input)
                        .ifPresent(temperature ->
                                celsius(readings, "hwmon/" + number + "/" + name + "/" + label, temperature));
            }
        }
    }

    /** The kernel gives thousandths of a degree. */
    private static void celsius(SortedMap<String, Reading> readings, String name, String thousandths) {
        try {
            add(
                    readings,
                    name,
                    "Cel",
                    java.math.BigDecimal.valueOf(Long.parseLong(thousandths), 3).toPlainString());
        } catch (NumberFormatException notANumber) {
            // As above.
        }
    }

    private static void add(SortedMap<String, Reading> readings, String name, String unit, String value) {
        String allowed = name.replaceAll("[^A-Za-z0-9:./_-]+", "_");
        String shortened = allowed.substring(0, Math.min(allowed.length(), 64));
        try {
            readings.put(shortened, Reading.of(shortened, unit, value));
        } catch (EvidenceFormatException notOffered) {
            // As above.
        }
    }

    private static Optional<Long> kibibytes(String count) {
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(count), 1024L));
        } catch (NumberFormatException | ArithmeticException notANumber) {
            return Optional.empty();
        }
    }

    private static String word(String line, int index) {
        String[] words = line.strip().split("\\s+", -1);
        return index < words.length ? words[index] : "";
    }

    /** In the order of their names. */
    private static Iterable<Path> children(Path folder, String pattern) {
        var found = new TreeSet<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(found::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException notOffered) {
            return new ArrayList<>(found);
        }
        return found;
    }

    private static Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE);
            String text = new String(content, java.nio.charset.StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException notOffered) {
            return Optional.empty();
        }
    }
}
