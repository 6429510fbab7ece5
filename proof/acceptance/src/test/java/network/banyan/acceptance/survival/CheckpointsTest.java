// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.node.Banyan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of two dozen short epochs: who was not drawn signs too, and a reading of a later day is verified by it. */
class CheckpointsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void allCandidatesVouchForADayAndReadingsAreVerifiedByIt(@TempDir Path dir) throws IOException {
        Path net = dir.resolve("net");
        try (Cli.Running devnet = Cli.start(
                dir,
                "devnet",
                "--dir",
                net.toString(),
                "--rpc-port",
                "0",
                "--validators",
                "5",
                "--seats",
                "4",
                "--epoch-blocks",
                "2",
                "--block-time",
                "100ms")) {
            Deadline.until("the devnet introduces itself", () -> devnet.said().contains("RPC "));
            Matcher address = Pattern.compile("RPC +(http://\\S+)").matcher(devnet.said());
            assertThat(address.find()).isTrue();
            String rpc = address.group(1);
            String genesis = net.resolve("genesis.json").toString();
            Path file = dir.resolve("checkpoints.json");
            String[] fetch = {"checkpoint", "--node", rpc, "--genesis", genesis, "--out", file.toString()};

            Cli.Outcome early = Cli.run(dir, "checkpoint", "--node", rpc, "--genesis", genesis, "--epoch", "23");
            assertThat(early.exit()).isEqualTo(Banyan.FAILED);
            assertThat(early.out()).contains("No checkpoint up to epoch");

            Pattern all = Pattern.compile("\n24 +48 .* 5 of 5 +0x");
            Deadline.until(
                    "all five have signed",
                    PATIENCE,
                    () -> all.matcher(Cli.run(dir, "checkpoint", "--node", rpc, "--genesis", genesis, "--epoch", "24")
                                    .out())
                            .find());
            assertThat(Cli.run(dir, fetch).exit()).isZero();

            Path late = dir.resolve("late.json");
            Deadline.until(
                    "there is a reading of a later epoch",
                    PATIENCE,
                    () -> readingAfter(dir, rpc, 48).isPresent());
            String reading = readingAfter(dir, rpc, 48).orElseThrow();
            assertThat(Cli.run(dir, "evidence", reading, "--node", rpc, "--out", late.toString())
                            .exit())
                    .isZero();
            Cli.Outcome verified = verify(dir, late, genesis, file);
            assertThat(verified.exit()).as(verified.out()).isZero();
            assertThat(verified.out()).contains("they pass the checkpoint");

            String forged = Files.readString(file);
            int at = forged.lastIndexOf("\"signature\": \"0x") + 40;
            char digit = forged.charAt(at) == '0' ? '1' : '0';
            Files.writeString(file, forged.substring(0, at) + digit + forged.substring(at + 1));
            verify(dir, late, genesis, file).isASentenceAbout("the checkpoint of epoch", "is not that of");
        }
    }

    private static Optional<String> readingAfter(Path dir, String rpc, long block) {
        Matcher anchored = Pattern.compile("(?m)^(\\S+/\\d+)  \\S+  block (\\d+)")
                .matcher(Cli.run(dir, "device", "readings", "--rpc", rpc, "--limit", "50")
                        .out());
        return anchored.results()
                .filter(found -> Long.parseLong(found.group(2)) > block)
                .map(found -> found.group(1))
                .findFirst();
    }

    private static Cli.Outcome verify(Path dir, Path bundle, String genesis, Path checkpoints) {
        return Cli.run(dir, "verify", bundle.toString(), "--genesis", genesis, "--checkpoints", checkpoints.toString());
    }
}
