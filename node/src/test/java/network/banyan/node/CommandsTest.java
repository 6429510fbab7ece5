// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A command that is made alone is the one that stands among all. */
class CommandsTest {
    @Test
    void eachCommandIsFoundByItsNameAndSaysTheSameAlone() {
        CommandLine whole = Banyan.commandLine();
        assertThat(whole.getSubcommands()).hasSizeGreaterThan(20);

        whole.getSubcommands().forEach((name, among) -> {
            CommandLine line = Banyan.commandLine(name, "--help");
            assertThat(line.getSubcommands()).as(name).containsOnlyKeys(name);
            assertThat(line.getSubcommands().get(name).getUsageMessage()).isEqualTo(among.getUsageMessage());
        });
    }

    /** In a list of commands stands the first line of each one's description alone. */
    @Test
    void theFirstLineOfADescriptionIsWhole() {
        areListedWhole(Banyan.commandLine());
    }

    private static void areListedWhole(CommandLine parent) {
        parent.getSubcommands().forEach((name, command) -> {
            String line = command.getCommandSpec().usageMessage().description()[0];
            assertThat(line).as("%s %s", parent.getCommandName(), name).endsWith(".");
            areListedWhole(command);
        });
    }

    @Test
    void wordsThatNameNoCommandSeeThemAll() {
        int all = Banyan.commandLine().getSubcommands().size();

        for (String[] words : new String[][] {{}, {"--help"}, {"verfy", "proof.json"}}) {
            assertThat(Banyan.commandLine(words).getSubcommands()).hasSize(all);
        }
    }

    /** What the startup cache is trained with really happens; only what asks a node fails, for there is none. */
    @Test
    void theRehearsalGoesThrough() {
        Path evidence = Path.of("..", "docs", "spec", "evidence");

        for (List<String> line : Rehearsal.lines(evidence)) {
            boolean asksANode = line.contains("--rpc");
            assertThat(Rehearsal.run(line)).as("%s", line).isEqualTo(asksANode ? Banyan.USAGE : 0);
        }
    }
}
