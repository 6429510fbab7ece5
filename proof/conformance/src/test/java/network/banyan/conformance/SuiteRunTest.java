// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.node.UserError;
import network.banyan.testkit.evm.Engines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteRunTest {
    private static final Suite STATE =
            new StateTests(fork -> true, (fork, test) -> Engines.INTERPRETER.engine(fork, 0));
    private static final Suite BLOCK = new BlockTests((fork, test) -> Engines.INTERPRETER.engine(fork, 0));

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"a\": 7}",
                "{\"a\": {\"post\": {\"Osaka\": [{}]}}}",
                "{\"a\": {\"post\": {\"Osaka\": [{\"txbytes\": \"0x01\", \"hash\": 3}]}, \"pre\": {\"0x12\": {}}, \"env\": {}}}"
            })
    void aFileThatIsNoTestIsAFailureWithASentence(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), text);
        var tally = run(STATE, List.of(file));
        assertThat(tally.passed()).isZero();
        assertThat(tally.failures()).hasSize(1);
        assertThat(out.toString()).contains("FAILED").endsWith("0 passed, 1 failed%n".formatted());
    }

    @Test
    void aBlockTestThatIsNoneFailsToo() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.json"),
                "{\"a\": {\"network\": \"Osaka\", \"genesisRLP\": \"0xc0\", \"blocks\": []}}");
        assertThat(run(BLOCK, List.of(file)).failures()).hasSize(1);
    }

    @Test
    void forksThatAreNotOursAreCounted() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.json"), "{\"a\": {\"network\": \"Homestead\"}, \"b\": {\"network\": \"Paris\"}}");
        var tally = run(BLOCK, List.of(file));
        assertThat(tally.notRun()).containsOnlyKeys("network Homestead is not ours", "network Paris is not ours");
        assertThat(out.toString()).endsWith("0 passed, 0 failed%n".formatted());
    }

    @Test
    void foldersAreSearchedAndPathsMustExist() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("x/y"));
        Path test = Files.writeString(deep.resolve("a.json"), "{}");
        Files.writeString(deep.resolve("readme.md"), "no test");
        Files.writeString(Files.createDirectories(folder.resolve(".meta")).resolve("index.json"), "{}");
        assertThat(SuiteRun.files(List.of(folder))).containsExactly(test);
        assertThatThrownBy(() -> SuiteRun.files(List.of(folder.resolve("nowhere"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nowhere");
    }

    private SuiteRun.Tally run(Suite suite, List<Path> files) throws InterruptedException {
        return new SuiteRun(suite, 1, new PrintWriter(out), new PrintWriter(new StringWriter())).run(files);
    }
}
