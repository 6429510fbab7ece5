// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import org.bouncycastle.util.Pack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The real jars: picocli, whose classes have the format of Java 5, and BouncyCastle, which is signed. */
class CacheableJarsTest {
    @TempDir
    private Path dir;

    @Test
    void oldClassesGetAFormatThatTheCacheTakesAndStillWork() throws Exception {
        Map<String, byte[]> before = CacheableJars.read(jarOf(CommandLine.class));
        assertThat(CacheableJars.isRefused(before)).isTrue();

        Path jar = replaced(before);

        Map<String, byte[]> after = CacheableJars.read(jar);
        assertThat(CacheableJars.isRefused(after)).isFalse();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        // From the platform's loader on, so that it is this jar's picocli; initialising verifies every class it comes
        // by.
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : after.keySet()) {
                if (name.startsWith("picocli/CommandLine") && name.endsWith(".class")) {
                    String type = name.substring(0, name.length() - 6).replace('/', '.');
                    assertThat(Class.forName(type, true, loader).getClassLoader())
                            .as(type)
                            .isSameAs(loader);
                }
            }
        }
    }

    @Test
    void aSignedJarLosesItsSignatureAndNothingElse() throws Exception {
        Map<String, byte[]> before = CacheableJars.read(jarOf(Pack.class));
        assertThat(before.keySet()).anyMatch(name -> name.endsWith(".SF"));

        Map<String, byte[]> after = CacheableJars.cacheable(before);

        assertThat(CacheableJars.isRefused(after)).isFalse();
        Map<String, byte[]> missing = new LinkedHashMap<>(before);
        after.forEach((name, bytes) -> {
            if (!name.equals(JarFile.MANIFEST_NAME)) {
                assertThat(bytes).as(name).isEqualTo(before.get(name));
            }
            missing.remove(name);
        });
        assertThat(missing.keySet()).allMatch(name -> name.matches("META-INF/\\w+\\.(SF|RSA|DSA|EC)"));
        assertThat(new String(after.get(JarFile.MANIFEST_NAME), UTF_8))
                .contains("Multi-Release: true")
                .doesNotContain("-Digest");
    }

    @Test
    void anyOtherJarStaysAsItIs() throws Exception {
        Path jar = dir.resolve("plain.jar");
        Files.copy(jarOf(Test.class), jar);
        byte[] before = Files.readAllBytes(jar);

        CacheableJars.main(new String[] {jar.toString()});

        assertThat(jar).hasBinaryContent(before);
    }

    private Path replaced(Map<String, byte[]> entries) throws IOException {
        Path jar = dir.resolve("it.jar");
        CacheableJars.write(entries, jar);
        CacheableJars.main(new String[] {jar.toString()});
        return jar;
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
