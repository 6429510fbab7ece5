// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.banyan.node.Rehearsal;
import network.banyan.node.startup.CacheableJars;

/**
 * The class path of the processes under test, and the options by which their JVMs find classes as they had them in memory (JEP
 * 514), as those of ./banyan do (ADR-0026). Made once in the module's target folder. Where Maven has not packed the modules into
 * jars, or the JVM writes no cache, starts are slower and that is all.
 */
record StartupCache(String classPath, List<String> options) {
    /** Jars whose classes the cache takes only after {@link CacheableJars}. */
    private static final Pattern REWRITTEN = Pattern.compile("(picocli|bcprov|bcpkix|bcutil|conscrypt)-.*\\.jar");

    private static final long TRAINING_SECONDS = 120;

    private static final StartupCache ONLY =
            make(Path.of(System.getProperty("basedir", "")).toAbsolutePath());

    static StartupCache only() {
        return ONLY;
    }

    private static StartupCache make(Path module) {
        String whole = System.getProperty("java.class.path");
        List<Path> jars = Stream.of(whole.split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.startsWith(module.resolve("target")))
                .toList();
        if (!jars.stream().allMatch(entry -> entry.toString().endsWith(".jar"))) {
            return new StartupCache(whole, List.of());
        }
        try {
            Path folder = Files.createDirectories(module.resolve("target/startup"));
            try (FileChannel lock = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                return made(jars, folder, module.resolve("../../docs/spec/evidence"));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static StartupCache made(List<Path> jars, Path folder, Path evidence) throws IOException {
        List<Path> ready = new ArrayList<>();
        List<Path> copies = new ArrayList<>();
        for (Path jar : jars) {
            boolean isRewritten =
                    REWRITTEN.matcher(jar.getFileName().toString()).matches();
            Path entry = isRewritten ? folder.resolve(jar.getFileName()) : jar;
            if (isRewritten && !Files.exists(entry)) {
                Files.copy(jar, entry);
                copies.add(entry);
            }
            ready.add(entry);
        }
        CacheableJars.main(copies.stream().map(Path::toString).toArray(String[]::new));
        String classPath = ready.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path cache = folder.resolve("commands.aot");
        if (isOlder(cache, jars)) {
            train(classPath, cache, evidence);
        }
        List<String> options =
                Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off") : List.of();
        return new StartupCache(classPath, options);
    }

    private static boolean isOlder(Path cache, List<Path> jars) throws IOException {
        if (!Files.exists(cache)) {
            return true;
        }
        for (Path jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(cache)) > 0) {
                return true;
            }
        }
        return false;
    }

    private static void train(String classPath, Path cache, Path evidence) throws IOException {
        Files.deleteIfExists(cache);
        List<String> command = new ArrayList<>(Java.jvm());
        command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-cp", classPath));
        command.addAll(List.of(Rehearsal.class.getName(), evidence.toString()));
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(cache.resolveSibling("training.log").toFile())
                .start();
        try {
            if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
                training.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            training.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
