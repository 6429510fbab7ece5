// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.node.Banyan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code banyan twin} on a devnet, with a gateway and a tracker that are processes of their own. */
class TwinCommandTest {
    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static String rpc;

    @BeforeAll
    static void startADevnet() {
        devnet = Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device");
        rpc = devnet.says("RPC +(http://\\S+)");
    }

    @AfterAll
    static void end() {
        devnet.close();
    }

    private static Cli.Running gateway(int mqtt, int web) {
        Cli.Running gateway = Cli.start(
                dir,
                "gateway",
                "--account",
                "7",
                "--plaintext",
                "--dir",
                dir.resolve("gateway").toString(),
                "--node",
                rpc,
                "--mqtt-port",
                Integer.toString(mqtt),
                "--http-port",
                Integer.toString(web));
        gateway.says("HTTP (http://127\\.0\\.0\\.1:[0-9]+)");
        return gateway;
    }

    private static Cli.Running tracker(int mqtt, Path csv) {
        return Cli.start(
                dir,
                "tracker",
                "--gateway",
                "127.0.0.1:" + mqtt,
                "--plaintext",
                "--node",
                rpc,
                "--account",
                "8",
                "--name",
                "twinned",
                "--dir",
                dir.resolve("tracker").toString(),
                "--csv",
                csv.toString(),
                "--loop");
    }

    private static Cli.Outcome twin(int web, String... words) {
        List<String> command = new ArrayList<>(List.of("twin"));
        command.addAll(List.of(words));
        command.addAll(List.of("--gateway", "http://127.0.0.1:" + web, "--node", rpc));
        return Cli.run(dir, command.toArray(String[]::new));
    }

    private static void kill(Cli.Running process) {
        process.process().destroyForcibly();
        Deadline.until("it is dead", () -> !process.process().isAlive());
    }

    /** What the owner was told is taken reaches the device, though the gateway dies before it is delivered. */
    @Test
    void aDesiredDocumentOutlivesTheGatewaysKillAndReachesTheDevice() throws IOException {
        Path csv = Files.writeString(
                dir.resolve("cold.csv"),
                "time,temperature (Cel)\n2026-03-01T08:00:00Z,4.5\n2026-03-01T08:00:01Z,4.6\n");
        int mqtt = FreePort.any();
        int web = FreePort.any();
        try (Cli.Running first = gateway(mqtt, web)) {
            try (Cli.Running tracker = tracker(mqtt, csv)) {
                tracker.says("([1-9]) with a receipt");
                Cli.Outcome told = twin(web, "watch", "twinned", "--for", "1s");
                assertThat(told.out()).contains("\"software\":\"banyan " + Banyan.VERSION, "nothing applied");
                kill(tracker);
            }
            Cli.Outcome stranger = twin(web, "desire", "twinned", "interval=2s", "--account", "9");
            assertThat(stranger.exit()).isEqualTo(Banyan.FAILED);
            assertThat(stranger.err()).contains("The device is account 0x");
            Cli.Outcome desired = twin(web, "desire", "twinned", "interval=2s", "led=true");
            assertThat(desired.exit()).as(desired.err()).isZero();
            assertThat(desired.out()).contains("version 1 is desired: {\"interval\":\"2s\",\"led\":true}", "/interval");
            kill(first);
        }
        try (Cli.Running second = gateway(mqtt, web);
                Cli.Running tracker = tracker(mqtt, csv)) {
            Deadline.until(
                    "the device applied it",
                    () -> twin(web, "show", "twinned").out().contains("version 1 applied"));
            Cli.Outcome shown = twin(web, "show", "twinned");
            assertThat(shown.out())
                    .contains(
                            "signed by the owner",
                            "signed by the device",
                            "\"interval\":\"2s\"",
                            "refuses /led: this device knows no such setting",
                            "pending   /led, since 20");
            assertThat(twin(web, "desire", "twinned", "led=null", "interval=3s").exit())
                    .isZero();
            Cli.Outcome applied = twin(web, "watch", "twinned", "--until-applied", "--for", "1m");
            assertThat(applied.out()).contains("version 2 applied, pending nothing");
            assertThat(applied.exit()).isZero();
            assertThat(second.process().isAlive() && tracker.process().isAlive())
                    .isTrue();
        }
    }

    @Test
    void wrongRequestsAreAnsweredWithASentence() {
        int nobody = 9;
        twin(nobody, "show", "nothing").isASentenceAbout("No device is called");
        twin(nobody, "desire", "0x" + "11".repeat(32)).isASentenceAbout("Say what is desired");
        twin(nobody, "desire", "0x" + "11".repeat(32), "interval").isASentenceAbout("NAME=VALUE");
        twin(nobody, "show", "0x" + "11".repeat(32)).isASentenceAbout("does not answer");
        twin(nobody, "desire", "0x" + "11".repeat(32), "--file", "/nowhere/a.json")
                .isASentenceAbout("no such file");
    }
}
