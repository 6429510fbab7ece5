// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decides where the log goes before the first logger is made: a devnet and a sidechain log into their folders, all else to
 * stderr. */
final class LogFile {
    private static final String PROPERTY = "banyan.log.file";

    private LogFile() {}

    static void choose(String[] arguments) {
        List<String> words = List.of(arguments);
        if (System.getProperty(PROPERTY) == null) {
            file(words).ifPresent(file -> System.setProperty(PROPERTY, file.toString()));
        }
    }

    private static Optional<Path> file(List<String> words) {
        if (words.contains("devnet")) {
            return Optional.of(devnet(words).resolve("devnet.log"));
        }
        if (words.size() > 2 && words.subList(0, 2).equals(List.of("sidechain", "start"))) {
            return words.stream()
                    .skip(2)
                    .map(Path::of)
                    .filter(Files::isDirectory)
                    .findFirst()
                    .map(folder -> folder.resolve("sidechain.log"));
        }
        return Optional.empty();
    }

    private static Path devnet(List<String> words) {
        int dir = words.indexOf("--dir");
        return dir >= 0 && dir + 1 < words.size()
                ? Path.of(words.get(dir + 1))
                : words.stream()
                        .filter(word -> word.startsWith("--dir="))
                        .map(word -> Path.of(word.substring("--dir=".length())))
                        .findFirst()
                        .orElse(Path.of(".banyan", "devnet"));
    }
}
