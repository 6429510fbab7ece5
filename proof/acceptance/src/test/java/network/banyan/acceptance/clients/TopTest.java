// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.regex.Pattern;
import network.banyan.node.Banyan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** {@code banyan top --once} against a running chain, and against nobody. */
@ExtendWith(SharedDevnet.class)
class TopTest {
    private record Said(int exit, String text) {}

    private static Said top(URI node) {
        StringWriter out = new StringWriter();
        CommandLine line = Banyan.commandLine().setOut(new PrintWriter(out));
        return new Said(line.execute("top", "--once", "--node", node.toString()), out.toString());
    }

    @Test
    void showsTheFirstValidator(RunningDevnet devnet) {
        Said said = top(devnet.rpc());
        assertThat(said.exit()).isZero();
        assertThat(said.text())
                .containsPattern("validator-1   delegate on seat [0-3]   Banyan devnet, chain 468900   up ")
                .contains("   banyan/" + Banyan.VERSION + "\n")
                .containsPattern("  height +[1-9][0-9,]*, [0-9.]+ s ago")
                .containsPattern("  finality +[0-9]+ ms median, [0-9]+ ms p95")
                .containsPattern("  certificate block [0-9,]+ in view [0-9,]+: [34] of 4 signed, 3 needed")
                .containsPattern("  view +[0-9,]+, the turn of validator-[1-4]")
                .containsPattern("  memory +heap [0-9.]+ MiB of [0-9.]+ MiB, resident [0-9.]+ MiB")
                .containsPattern("  disk +database [0-9.]+ [KM]iB, ")
                .containsPattern("  peers +3\n")
                .containsPattern(Pattern.compile("validator-[234] +height +[0-9,]+  (we|it) called"))
                .doesNotContain("\u001b");
    }

    @Test
    void saysThatNobodyAnswersAndFails() {
        Said said = top(URI.create("http://127.0.0.1:1"));
        assertThat(said.exit()).isEqualTo(Banyan.FAILED);
        assertThat(said.text()).contains("http://127.0.0.1:1\n", "nothing listens there. Is the node running?");
    }
}
