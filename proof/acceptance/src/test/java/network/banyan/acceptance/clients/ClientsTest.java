// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ethereum's clients from npm, unmodified, against a running devnet; the scripts are in {@code clients/}. */
@ExtendWith(SharedDevnet.class)
class ClientsTest {
    private static final Path MODULE = Path.of(System.getProperty("banyan.root", "../.."), "proof", "acceptance");
    private static final Path CLIENTS = MODULE.resolve("clients");
    private static final Path LOGS = MODULE.resolve("target").resolve("clients");
    private static final Duration INSTALL_MAX = Duration.ofMinutes(5);
    private static final Duration SCRIPT_MAX = Duration.ofMinutes(2);

    @BeforeAll
    static void theClientsAreInstalled() throws IOException, InterruptedException {
        assumeTrue(
                Tool.find("node").isPresent() && Tool.find("npm").isPresent(),
                "Node.js is absent (Debian: apt-get install nodejs npm): viem, ethers, cast and forge were not tried");
        Path installed = CLIENTS.resolve("node_modules").resolve(".package-lock.json");
        if (!Files.exists(installed) || isOlder(installed, CLIENTS.resolve("package-lock.json"))) {
            Tool npm = Tool.run(
                    List.of("npm", "ci", "--no-audit", "--no-fund"),
                    CLIENTS,
                    Map.of(),
                    LOGS.resolve("npm-ci.log"),
                    INSTALL_MAX);
            assertThat(npm.exit()).as(npm.output()).isZero();
        }
    }

    private static boolean isOlder(Path one, Path other) throws IOException {
        return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
    }

    @Test
    void theContractIsWhatItsSourceCompilesTo() throws IOException, InterruptedException {
        Tool check = node("compile.mjs", Map.of(), "--check");
        assertThat(check.exit()).as(check.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"viem.mjs", "ethers.mjs", "wire.mjs", "foundry.mjs"})
    void clientWorksUnmodified(String script, RunningDevnet devnet) throws IOException, InterruptedException {
        // Foundry would send even what is meant for this machine through a proxy.
        var environment = Map.of("BANYAN_RPC", devnet.rpc().toString(), "NO_PROXY", "127.0.0.1");
        Tool run = node(script, environment);
        assertThat(run.exit())
                .as(() -> run.output() + "\nThe devnet said:\n" + devnet.output())
                .isZero();
        assumeTrue(!run.output().contains("# SKIP "), script + " was not tried on this platform");
        assertThat(run.output()).as("node ran the tests of " + script).contains("\n# fail 0\n");
    }

    private static Tool node(String script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        return Tool.run(command, CLIENTS, environment, LOGS.resolve(script + ".log"), SCRIPT_MAX);
    }
}
