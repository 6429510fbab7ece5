// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * SoftHSM2's tokens in a folder of their own. Its library reads the folder's name from the environment when it is first
 * used, so one process has one such folder.
 *
 * @param folder with the configuration, the tokens and the file {@code pin}
 */
@SuppressWarnings("restricted")
record SoftToken(Path folder) {
    static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    static final String PIN = "271828";

    /** Tokens with these labels. */
    static SoftToken in(Path folder, String... labels) throws Exception {
        assumeTrue(
                Files.exists(LIBRARY),
                "skipped: keys in PKCS#11 tokens, because SoftHSM2 is absent (Debian: apt-get install softhsm2)");
        Files.createDirectories(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
                        .formatted(folder.resolve("tokens")));
        var token = new SoftToken(folder);
        token.enterEnvironment();
        token.pin("pin", PIN);
        for (String label : labels) {
            token.run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "31415926");
        }
        return token;
    }

    Path pin(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content + "\n");
    }

    Pkcs11Uri uri(String token, String object) {
        return Pkcs11Uri.parse("pkcs11:token=%s;object=%s?module-path=%s&pin-source=%s"
                .formatted(token, object, LIBRARY, folder.resolve("pin")));
    }

    private void run(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("softhsm2-util.log").toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("softhsm2-util.log")))
                .isZero();
    }

    /** Java cannot set a variable of its own process; C can. */
    private void enterEnvironment() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            var setenv = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT));
            MemorySegment name = arena.allocateFrom("SOFTHSM2_CONF");
            MemorySegment value =
                    arena.allocateFrom(folder.resolve("softhsm2.conf").toString());
            assertThat(setenv.invokeWithArguments(List.of(name, value, 1))).isEqualTo(0);
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
