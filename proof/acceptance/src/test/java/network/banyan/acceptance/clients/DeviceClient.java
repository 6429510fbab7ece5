// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The device client in C, {@code clients/c}, built and run on one of its boards. */
enum DeviceClient {
    /** This machine, with the mbedTLS that Debian has compiled. */
    HOST(List.of("gcc", "make"), "gcc make libmbedtls-dev") {
        @Override
        List<String> command(Path flash, OptionalInt brokerPort, List<String> arguments) {
            String port = Integer.toString(brokerPort.orElse(1));
            List<String> command =
                    new ArrayList<>(List.of(BUILD.resolve("story").toString(), flash.toString(), "127.0.0.1", port));
            command.addAll(arguments);
            return command;
        }
    },

    /** A Cortex-M3 in qemu with mbedTLS from source. Its flash of records ends with it; its UART leads to the broker. */
    CORTEX_M3(
            List.of("gcc", "make", "arm-none-eabi-gcc", "qemu-system-arm", "dpkg-source"),
            "gcc make libmbedtls-dev gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm dpkg-dev") {
        @Override
        List<String> command(Path flash, OptionalInt brokerPort, List<String> arguments) {
            String words = String.join(",arg=", arguments);
            return List.of(
                    "qemu-system-arm",
                    "-M",
                    "mps2-an385",
                    "-nographic",
                    "-monitor",
                    "none",
                    "-serial",
                    brokerPort.isPresent() ? "tcp:127.0.0.1:" + brokerPort.getAsInt() : "none",
                    "-semihosting-config",
                    "enable=on,target=native,arg=story,arg=" + words,
                    "-kernel",
                    BUILD.resolve("story.elf").toString());
        }
    };

    static final boolean LONG = Boolean.getBoolean("banyan.long");

    private static final Path ROOT =
            Path.of(System.getProperty("banyan.root", "../..")).toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("clients").resolve("c");
    static final Path BUILD = ROOT.resolve("proof/acceptance/target/device-client");
    private static final Path MBEDTLS_HEADER = Path.of("/usr/include/psa/crypto.h");
    private static final Duration BUILD_MAX = Duration.ofMinutes(15);
    private static final Duration RUN_MAX = Duration.ofMinutes(2);

    private final List<String> programs;
    private final String packages;

    DeviceClient(List<String> programs, String packages) {
        this.programs = programs;
        this.packages = packages;
    }

    /** @param arguments see {@code examples/story.h} */
    abstract List<String> command(Path flash, OptionalInt brokerPort, List<String> arguments);

    /** The boards that there is time for. */
    static Stream<DeviceClient> boards() {
        return LONG ? Stream.of(values()) : Stream.of(HOST);
    }

    /** The test is skipped if what it needs is not installed. */
    void assumeInstalled() {
        boolean installed =
                programs.stream().allMatch(program -> Tool.find(program).isPresent()) && Files.exists(MBEDTLS_HEADER);
        assumeTrue(
                installed,
                "A compiler or mbedTLS is absent (Debian: apt-get install %s): the C client was not tried on %s"
                        .formatted(packages, this));
    }

    /** Makes a target of {@code clients/c/Makefile}; returns what make printed. */
    static String make(String... targets) throws IOException, InterruptedException {
        Tool make = tryToMake(targets);
        assertThat(make.exit()).as(make.output()).isZero();
        return make.output();
    }

    /** Fetches mbedTLS' source, once. The test is skipped where apt cannot reach its archive. */
    static void assumeMbedtlsSource() throws IOException, InterruptedException {
        assumeTrue(
                tryToMake("mbedtls").exit() == 0,
                "apt could not fetch Debian's source package mbedtls: the C client was not tried on CORTEX_M3");
    }

    private static Tool tryToMake(String... targets) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("make", "-s", "-j2", "BUILD=" + BUILD));
        command.addAll(List.of(targets));
        return Tool.run(command, SOURCES, Map.of(), BUILD.resolve("make-" + targets[0] + ".log"), BUILD_MAX);
    }

    Tool run(Path flash, OptionalInt brokerPort, List<String> arguments) throws IOException, InterruptedException {
        Path log = BUILD.resolve("run-%s-%s.log".formatted(this, flash.getFileName()));
        return Tool.run(command(flash, brokerPort, arguments), SOURCES, Map.of(), log, RUN_MAX);
    }
}
