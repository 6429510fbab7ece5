// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.nio.file.Path;
import java.util.List;

/** Decides where the log goes before the first logger is made: a devnet logs into its folder, all else to stderr. */
final class LogFile {
    private static final String PROPERTY = "banyan.log.file";

    private LogFile() {}

    static void choose(String[] arguments) {
        List<String> words = List.of(arguments);
        if (System.getProperty(PROPERTY) == null && words.contains("devnet")) {
            int dir = words.indexOf("--dir");
            Path folder = dir >= 0 && dir + 1 < words.size()
                    ? Path.of(words.get(dir + 1))
                    : words.stream()
                            .filter(word -> word.startsWith("--dir="))
                            .map(word -> Path.of(word.substring("--dir=".length())))
                            .findFirst()
                            .orElse(Path.of(".banyan", "devnet"));
            System.setProperty(PROPERTY, folder.resolve("devnet.log").toString());
        }
    }
}
