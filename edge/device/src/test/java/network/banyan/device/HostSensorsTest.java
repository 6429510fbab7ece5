// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.evidence.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSensorsTest {
    @TempDir
    private Path root;

    @Test
    void readsWhatTheKernelShows() throws IOException {
        write("proc/loadavg", "0.52 0.58 0.59 1/467 1234\n");
        write("proc/uptime", "12345.67 4567.89\n");
        write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:         1000 kB\nMemAvailable:    2000 kB\n");
        write("sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n");
        write("sys/class/thermal/thermal_zone0/temp", "45500\n");
        write("sys/class/hwmon/hwmon2/name", "coretemp\n");
        write("sys/class/hwmon/hwmon2/temp1_input", "-1250\n");
        write("sys/class/hwmon/hwmon2/temp1_label", "Core 0 (left)\n");
        List<Reading> readings = new HostSensors(root).read();
        assertThat(readings)
                .contains(
                        Reading.of("load/1min", "count", "0.52"),
                        Reading.of("uptime", "s", "12345.67"),
                        Reading.of("memory/available", "B", "2048000"),
                        Reading.of("thermal/0/x86_pkg_temp", "Cel", "45.500"),
                        Reading.of("hwmon/2/coretemp/Core_0_left_", "Cel", "-1.250"));
        assertThat(readings).extracting(Reading::name).contains("disk/free").doesNotHaveDuplicates();
    }

    @Test
    void leavesOutWhatIsMissingOrNonsense() throws IOException {
        write("proc/loadavg", "");
        write("proc/meminfo", "MemAvailable: lots kB\n");
        write("sys/class/thermal/thermal_zone0/temp", "hot\n");
        assertThat(new HostSensors(root).read()).extracting(Reading::name).containsExactly("disk/free");
    }

    @Test
    void readsThisMachine() {
        assertThat(new HostSensors().read())
                .extracting(Reading::name)
                .contains("load/1min", "memory/available", "uptime", "disk/free");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
