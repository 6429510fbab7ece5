// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device's key in a PKCS#11 token, from one process to the next. */
class TokenKeyTest {
    private static final String LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";

    @TempDir
    private Path dir;

    @BeforeEach
    void setUpAToken() throws Exception {
        assumeTrue(
                Files.exists(Path.of(LIBRARY)),
                "skipped: a key in a PKCS#11 token, because SoftHSM2 is absent (Debian: apt-get install softhsm2)");
        Files.createDirectories(dir.resolve("tokens"));
        Files.writeString(
                dir.resolve("softhsm2.conf"),
                "directories.tokendir = %s\nlog.level = ERROR\n".formatted(dir.resolve("tokens")));
        secret("pin", "271828");
        secret("wrong", "314159");
        assertThat(run(List.of(
                                "softhsm2-util",
                                "--init-token",
                                "--free",
                                "--label",
                                "banyan",
                                "--pin",
                                "271828",
                                "--so-pin",
                                "161803"))
                        .exit())
                .isZero();
    }

    @Test
    void theSameKeySignsAfterARestart() throws Exception {
        Cli.Outcome first = key("banyan", "pin");
        assertThat(first.out()).contains("in PKCS#11 token \"banyan\"").doesNotContain("SOFTWARE");
        assertThat(key("banyan", "pin").out()).isEqualTo(first.out());
    }

    @Test
    void whatIsWrongIsASentence() throws Exception {
        key("banyan", "wrong").isASentenceAbout("refuses the PIN", "tokens lock");
        key("elsewhere", "pin").isASentenceAbout("\"elsewhere\" is not there", "\"banyan\"");
    }

    private Cli.Outcome key(String token, String pin) throws Exception {
        String place = "pkcs11:token=%s?module-path=%s&pin-source=%s".formatted(token, LIBRARY, dir.resolve(pin));
        return run(Java.banyan(
                List.of("-Xmx256m", "-Dbanyan.log.file=" + dir.resolve("log")),
                List.of("device", "key", "--device-key", place)));
    }

    private Cli.Outcome run(List<String> command) throws Exception {
        Path out = Files.createTempFile(dir, "out", "");
        Path err = Files.createTempFile(dir, "err", "");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SOFTHSM2_CONF", dir.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return new Cli.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private void secret(String name, String content) throws IOException {
        Path file = dir.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content + "\n");
    }
}
