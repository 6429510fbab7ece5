// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.startup;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes jars such that the JVM's startup cache takes their classes: without signatures, which Maven's checksums have made
 * superfluous here, and with classes of a format that is verified by stack maps (JVMS 4.10.1) instead of by inference. What the
 * classes do is the same; the JVM verifies the maps as it verifies any other class's. Other jars stay as they are.
 */
public final class CacheableJars {
    /** The first format whose classes the cache takes; 52, of Java 8, is the oldest that javac still writes. */
    private static final int OLDEST_KEPT = 50;

    private static final int RAISED_TO = ClassFile.JAVA_8_VERSION;
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private CacheableJars() {}

    /** @param arguments the jars, each replaced in place if that helps */
    public static void main(String[] arguments) {
        try {
            for (String jar : arguments) {
                replace(Path.of(jar));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the cache would leave out classes of this jar. */
    static boolean isRefused(Map<String, byte[]> entries) {
        return entries.keySet().stream().anyMatch(CacheableJars::isSignature)
                || entries.entrySet().stream().anyMatch(CacheableJars::isOld);
    }

    private static void replace(Path jar) throws IOException {
        Map<String, byte[]> entries = read(jar);
        if (!isRefused(entries)) {
            return;
        }
        // A jar that is half written when the machine stops must not be found by the next start.
        Path copy = jar.resolveSibling(jar.getFileName() + ".copy");
        write(cacheable(entries), copy);
        Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the jar with these entries should hold instead. */
    static Map<String, byte[]> cacheable(Map<String, byte[]> entries) {
        ClassFile format = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(types(entries)));
        Map<String, byte[]> made = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().equals(JarFile.MANIFEST_NAME)) {
                made.put(entry.getKey(), withoutDigests(entry.getValue()));
            } else if (isOld(entry)) {
                made.put(entry.getKey(), raised(format, entry.getValue()));
            } else if (!isSignature(entry.getKey())) {
                made.put(entry.getKey(), entry.getValue());
            }
        }
        return made;
    }

    private static byte[] raised(ClassFile format, byte[] old) {
        ClassTransform raise = ClassTransform.dropping(ClassFileVersion.class::isInstance)
                // A body that is not taken apart would be copied, without maps.
                .andThen(ClassTransform.transformingMethodBodies((body, element) -> body.with(element)))
                .andThen(ClassTransform.endHandler(made -> made.withVersion(RAISED_TO, 0)));
        return format.transformClass(format.parse(old), raise);
    }

    /** The jar's own types, then the JDK's: a map names the type that two branches have in common. */
    private static ClassHierarchyResolver types(Map<String, byte[]> entries) {
        return ClassHierarchyResolver.ofResourceParsing(type -> {
                    String name = type.descriptorString();
                    byte[] found = entries.get(name.substring(1, name.length() - 1) + ".class");
                    return found == null ? null : new ByteArrayInputStream(found);
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static boolean isSignature(String name) {
        return SIGNATURE.matcher(name).matches();
    }

    private static boolean isOld(Map.Entry<String, byte[]> entry) {
        byte[] bytes = entry.getValue();
        return entry.getKey().endsWith(".class")
                && bytes.length > 7
                && (((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff)) < OLDEST_KEPT;
    }

    private static byte[] withoutDigests(byte[] manifest) {
        try {
            Manifest read = new Manifest(new ByteArrayInputStream(manifest));
            Predicate<Object> digest = name -> name.toString().contains("-Digest");
            read.getEntries().values().forEach(section -> section.keySet().removeIf(digest));
            read.getEntries().values().removeIf(Map::isEmpty);
            ByteArrayOutputStream made = new ByteArrayOutputStream();
            read.write(made);
            return made.toByteArray();
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            List<JarEntry> listed = Collections.list(file.entries());
            for (JarEntry entry : listed) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
                }
            }
        }
        return entries;
    }

    static void write(Map<String, byte[]> entries, Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }
}
