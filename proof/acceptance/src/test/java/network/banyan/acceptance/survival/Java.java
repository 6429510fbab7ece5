// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.node.Banyan;

/** The command that starts Banyan as a process of its own, from the classes under test, with the flags of ./banyan. */
final class Java {
    private Java() {}

    /** @param options further ones for the JVM */
    static List<String> banyan(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Banyan.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
