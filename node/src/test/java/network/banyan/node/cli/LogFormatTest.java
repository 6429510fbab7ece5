// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    @AfterEach
    void forget() {
        System.clearProperty(LogFormat.PROPERTY);
    }

    private static String chosen(Map<String, String> environment, String... arguments) {
        LogFormat.choose(arguments, environment);
        return System.getProperty(LogFormat.PROPERTY, "none");
    }

    @Test
    void isTextUnlessTheEnvironmentOrBeforeItTheFlagSaysOtherwise() {
        Map<String, String> json = Map.of("BANYAN_LOG_FORMAT", "json");
        assertThat(chosen(Map.of(), "node", "--dir", "json")).isEqualTo("text");
        assertThat(chosen(json, "node")).isEqualTo("json");
        assertThat(chosen(json, "node", "--log-format", "text")).isEqualTo("text");
        assertThat(chosen(Map.of(), "node", "--log-format=json")).isEqualTo("json");
    }

    @Test
    void anotherWordInTheEnvironmentIsNamed() {
        assertThatThrownBy(() -> chosen(Map.of("BANYAN_LOG_FORMAT", "xml"), "node"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("BANYAN_LOG_FORMAT says \"xml\"");
    }

    @Test
    void anotherWordInTheFlagIsToldWithTheArguments() {
        StringWriter err = new StringWriter();
        int exit = Banyan.commandLine()
                .setErr(new PrintWriter(err))
                .execute("node", "--dir", "nowhere", "--log-format", "xml");
        assertThat(exit).isEqualTo(Banyan.USAGE);
        assertThat(err.toString()).contains("\"xml\" is neither text nor json");
    }
}
