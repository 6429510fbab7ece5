// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import network.banyan.node.Banyan;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code bridge} refuses before it asks anybody: no node listens here. */
class BridgeCommandTest {
    private static final String TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

    /** Lines, each with words of the sentence that refuses it. */
    private static final List<String> WRONG = List.of(
            "deposit --to 77 --account 1",
            "an AMOUNT, --token-id ID, or a call",
            "deposit 5 --to 0 --account 1",
            "from 1 to 2^52",
            "deposit 5 --to 4503599627370497 --account 1",
            "from 1 to 2^52",
            "deposit 5 --to 77 --account 1 --deadline 59m",
            "1h to 8760h",
            "deposit 5 --to 77 --account 1 --deadline 8761h",
            "1h to 8760h",
            "deposit 5 --to 77 --account 1 --token-id 3",
            "a token travels alone",
            "deposit --to 77 --account 1 --token-id 3",
            "takes the token's contract",
            "deposit --to 77 --account 1 --data 0x00",
            "name it with --recipient",
            "deposit 5 --to 77 --account 1 --gas 5",
            "goes with --data",
            "deposit 5 --to 77 --account 1 --recipient 0x0000000000000000000000000000000000000000",
            "nobody's",
            "deposit 5 --to 77",
            "Say whose transaction",
            "withdraw 5 --account 1 --chain-node ftp://host",
            "takes an address like",
            "send 5 --to 78 --account 1 --data 0xzz --recipient " + TOKEN,
            "hex digits",
            "send 5 --to 78 --account 1 --gas 1000001 --data 0x --recipient " + TOKEN,
            "up to 1000000",
            "status 0x12",
            "64 hex digits",
            "claim 0x12 --account 1",
            "64 hex digits",
            "force 5 --to 77 --account 1 --asset ether",
            "an address of the root");

    private record Outcome(int exit, String err) {}

    /** Making the model of all commands takes longer than anything here. */
    private final CommandLine banyan = Banyan.commandLine();

    private Outcome run(String line) {
        List<String> words = new ArrayList<>(List.of("bridge"));
        words.addAll(List.of(line.split(" ")));
        words.addAll(List.of("--node", "http://127.0.0.1:1"));
        StringWriter err = new StringWriter();
        int exit = banyan.setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        return new Outcome(exit, err.toString());
    }

    @Test
    void aWrongRequestIsASentence() {
        for (int i = 0; i < WRONG.size(); i += 2) {
            Outcome outcome = run(WRONG.get(i));

            assertThat(outcome.err())
                    .as(WRONG.get(i))
                    .contains(WRONG.get(i + 1))
                    .doesNotContain("\tat ");
            assertThat(outcome.exit()).as(WRONG.get(i)).isEqualTo(Banyan.USAGE);
        }
    }

    @Test
    void whatIsRightAsksTheNode() {
        Outcome outcome = run("deposit 5 --to 77 --account 1");

        assertThat(outcome.err()).contains("eth_chainId");
        assertThat(outcome.exit()).isEqualTo(Banyan.USAGE);
    }
}
