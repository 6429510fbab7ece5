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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.banyan.node.Banyan;
import network.banyan.node.Rehearsal;
import network.banyan.node.startup.CacheableJars;

/**
 * The class path of the processes under test, and the caches in which their JVMs find classes as they had them in memory (JEP
 * 514): one for what runs long and one for short commands, as ./banyan has them (ADR-0026). Made once in the module's target
 * folder, and again when a jar changed. Where Maven has not packed the modules into jars, or the JVM writes no cache, starts are
 * slower and that is all.
 */
record StartupCache(String classPath, List<String> forLong, List<String> forShort) {
    /** Jars whose classes the cache takes only after {@link CacheableJars}. */
    private static final Pattern REWRITTEN = Pattern.compile("(picocli|bcprov|bcpkix|bcutil|conscrypt)-.*\\.jar");

    private static final Set<String> RUNS_LONG = Set.of("devnet", "node", "gateway", "signer", "tracker", "witness");
    private static final long TRAINING_SECONDS = 180;

    private static final StartupCache ONLY =
            make(Path.of(System.getProperty("basedir", "")).toAbsolutePath());

    static StartupCache only() {
        return ONLY;
    }

    /** The JVM's options for a command of Banyan's. */
    List<String> options(String command) {
        return RUNS_LONG.contains(command) ? forLong : forShort;
    }

    private static StartupCache make(Path module) {
        String whole = System.getProperty("java.class.path");
        List<Path> jars = Stream.of(whole.split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.startsWith(module.resolve("target")))
                .toList();
        if (!jars.stream().allMatch(entry -> entry.toString().endsWith(".jar"))) {
            return new StartupCache(whole, List.of(), List.of());
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
        for (Path jar : jars) {
            ready.add(REWRITTEN.matcher(jar.getFileName().toString()).matches() ? rewritten(jar, folder) : jar);
        }
        String classPath = ready.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return new StartupCache(
                classPath,
                cache(jars, classPath, folder.resolve("long.aot"), StartupCache::devnet),
                cache(
                        jars,
                        classPath,
                        folder.resolve("short.aot"),
                        _ -> List.of(Rehearsal.class.getName(), evidence.toString())));
    }

    private static List<String> devnet(Path scratch) {
        String net = scratch.resolve("net").toString();
        return List.of(Banyan.class.getName(), "devnet", "--for", "4s", "--rpc-port", "0", "--dir", net);
    }

    private static Path rewritten(Path jar, Path folder) throws IOException {
        Path copy = folder.resolve(jar.getFileName());
        if (!Files.exists(copy)) {
            Files.copy(jar, copy);
            CacheableJars.main(new String[] {copy.toString()});
        }
        return copy;
    }

    private static List<String> cache(
            List<Path> jars, String classPath, Path cache, Function<Path, List<String>> rehearsal) throws IOException {
        if (isOlder(cache, jars)) {
            train(classPath, cache, rehearsal);
        }
        // Where it does not fit, the JVM would say so among what a test reads.
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off") : List.of();
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

    private static void train(String classPath, Path cache, Function<Path, List<String>> rehearsal) throws IOException {
        Files.deleteIfExists(cache);
        Path scratch = Files.createTempDirectory(cache.getParent(), "training");
        List<String> command = new ArrayList<>(Java.jvm());
        command.addAll(List.of("-Xmx768m", "-Djava.io.tmpdir=" + scratch, "-XX:AOTCacheOutput=" + cache));
        command.addAll(List.of("-cp", classPath));
        command.addAll(rehearsal.apply(scratch));
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        cache.resolveSibling(cache.getFileName() + ".log").toFile())
                .start();
        try {
            if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
                training.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            training.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        NodeProcess.delete(scratch);
    }
}
