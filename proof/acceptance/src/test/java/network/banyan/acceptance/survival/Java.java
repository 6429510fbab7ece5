// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.node.Banyan;

/** The command that starts Banyan as a process of its own, from the classes under test, with the flags of ./banyan. */
final class Java {
    private Java() {}

    /** The JVM and the flags of ./banyan. */
    static List<String> jvm() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** @param options further ones for the JVM */
    static List<String> banyan(List<String> options, List<String> arguments) {
        StartupCache cache = StartupCache.only();
        List<String> command = new ArrayList<>(jvm());
        command.addAll(cache.options(arguments.getFirst()));
        command.addAll(options);
        command.addAll(List.of("-cp", cache.classPath(), Banyan.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
