// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.evidence.Verdict;
import network.banyan.evidence.Verifier;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code banyan devnet} and the commands around it as a person uses them, one after the other, each a process. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DevnetCommandTest {
    private static final int FLIPS = 300;

    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static String rpc;
    private static String reading;

    @BeforeAll
    static void startADevnet() {
        long started = System.nanoTime();
        devnet = Cli.start(dir, "devnet", "--dir", net().toString(), "--rpc-port", "0");
        Deadline.until(
                "the devnet introduces itself: " + devnet.said(),
                () -> devnet.said().contains("RPC "));
        System.out.printf("devnet: first block %d ms after process start%n", (System.nanoTime() - started) / 1_000_000);
        Matcher address = Pattern.compile("RPC +(http://\\S+)").matcher(devnet.said());
        assertThat(address.find()).isTrue();
        rpc = address.group(1);
        Pattern anchored = Pattern.compile("[1-9]\\d* readings anchored, [1-9]\\d* verified");
        Deadline.until(
                "a reading is anchored", () -> anchored.matcher(devnet.said()).find());
    }

    @AfterAll
    static void end() {
        devnet.close();
    }

    private static Path net() {
        return dir.resolve("net");
    }

    private static Path genesis() {
        return net().resolve("genesis.json");
    }

    @Test
    @Order(1)
    void itsFolderAndItsPortAreTaken() {
        Cli.run(dir, "devnet", "--dir", net().toString(), "--rpc-port", "0").isASentenceAbout("running in", "--dir");
        String port = rpc.replaceFirst(".*:", "");
        Cli.run(dir, "devnet", "--dir", dir.resolve("two").toString(), "--rpc-port", port)
                .isASentenceAbout("Port " + port, "--rpc-port");
    }

    @Test
    @Order(2)
    void itsReadingsAreListedAndProvenInBothForms() throws IOException {
        Cli.Outcome readings = Cli.run(dir, "device", "readings", "--rpc", rpc, "--limit", "1000");
        assertThat(readings.exit()).as(readings.err()).isZero();
        Matcher anchored = Pattern.compile("(?m)^(\\S+/\\d+)  \\S+  block \\d+").matcher(readings.out());
        assertThat(anchored.find()).as(readings.out()).isTrue();
        reading = anchored.group(1);

        Cli.Outcome json = Cli.run(dir, "evidence", reading, "--rpc", rpc);
        assertThat(json.exit()).as(json.err()).isZero();
        Files.writeString(dir.resolve("proof.json"), json.out());
        verify("proof.json", genesis(), 0);

        Path cbor = dir.resolve("proof.cbor");
        assertThat(Cli.run(dir, "evidence", reading, "--rpc", rpc, "--cbor", "--out", cbor.toString())
                        .exit())
                .isZero();
        verify("proof.cbor", genesis(), 0);
        assertThat(Files.size(cbor)).isLessThan(json.out().length());

        Cli.run(dir, "evidence", "no-such-device/1", "--rpc", rpc).isASentenceAbout("no-such-device");
        String device = reading.replaceFirst("/.*", "");
        Cli.run(dir, "evidence", device + "/999999", "--rpc", rpc).isASentenceAbout("999999");
    }

    /** The main job: tracker, gateway, chain, evidence, and a check that needs no network. */
    @Test
    @Order(2)
    void aTrackersReadingGoesThroughTheGatewayAndIsProven() throws IOException {
        String one = "cold-cart/1";
        assertThat(devnet.said()).contains("Dashboard", "evidence " + one, "verify proof.json");
        Deadline.until(
                "the gateway proves the reading",
                () -> Cli.run(dir, "evidence", one, "--rpc", rpc).exit() == 0);
        Cli.Outcome json = Cli.run(dir, "evidence", one, "--rpc", rpc);
        Files.writeString(dir.resolve("cart.json"), json.out());
        Cli.Outcome verdict = Cli.run(
                dir,
                "verify",
                dir.resolve("cart.json").toString(),
                "--genesis",
                genesis().toString());
        assertThat(verdict.exit()).as(verdict.out()).isZero();
        assertThat(verdict.out()).contains("gateway log contract", "Proven: record 1", "temperature", "22.5");

        Deadline.until("an alarm is raised", () -> devnet.said().contains(" alarms"));
        Cli.Outcome readings = Cli.run(dir, "device", "readings", "--rpc", rpc, "--device", "cold-cart");
        assertThat(readings.out()).containsPattern("(?m)^cold-cart/\\d+  \\S+  block \\d+  lat 22\\.");
    }

    @Test
    @Order(3)
    void anotherGenesisRefusesTheProof() {
        String other = dir.resolve("other").toString();
        assertThat(Cli.run(dir, "devnet", "--prepare", "--dir", other, "--rpc-port", "0")
                        .exit())
                .isZero();

        verify("proof.json", dir.resolve("other").resolve("genesis.json"), 1);
    }

    @Test
    @Order(4)
    void anyFlippedBitBreaksTheProof() throws IOException {
        long seed = Long.getLong("banyan.seed", System.nanoTime());
        System.out.printf("flips: seed %d%n", seed);
        Random random = new Random(seed);
        Verifier verifier = Verifier.of(new DevnetFolder(net()).genesis());
        for (String name : new String[] {"proof.json", "proof.cbor"}) {
            byte[] whole = Files.readAllBytes(dir.resolve(name));
            assertThat(verifier.verify(Bytes.copyOf(whole)).isProven()).isTrue();
            for (int i = 0; i < FLIPS; i++) {
                int bit = random.nextInt(8 * whole.length);
                Verdict verdict = verifier.verify(Bytes.copyOf(flipped(whole, bit)));
                assertThat(verdict.isProven())
                        .as("%s, bit %d, seed %d", name, bit, seed)
                        .isFalse();
                assertThat(verdict.broken()).isPresent();
            }
            Files.write(dir.resolve("bad-" + name), flipped(whole, random.nextInt(8 * whole.length)));
            verify("bad-" + name, genesis(), 1);
        }
    }

    private static byte[] flipped(byte[] whole, int bit) {
        byte[] changed = whole.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static void verify(String file, Path genesis, int exit) {
        Cli.Outcome verdict = Cli.run(dir, "verify", dir.resolve(file).toString(), "--genesis", genesis.toString());
        assertThat(verdict.exit()).as("%s %s", verdict.out(), verdict.err()).isEqualTo(exit);
        assertThat(verdict.err()).isEmpty();
        assertThat(verdict.out()).contains(exit == 0 ? "Proven: record " : "NOT proven: ");
    }

    @Test
    @Order(5)
    void anInterruptEndsItCleanlyAndTheNextStartGoesOn() throws IOException, InterruptedException {
        String signal = interruptsAreIgnored() ? "TERM" : "INT";
        var _ = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(devnet.process().pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
        Cli.Outcome ended = devnet.await();
        assertThat(ended.exit()).isEqualTo(signal.equals("INT") ? 130 : 143);
        assertThat(ended.err()).isEmpty();
        Matcher summary = Pattern.compile("Summary: .*\\(height ([0-9,]+)\\)").matcher(ended.out());
        assertThat(summary.find()).as(ended.out()).isTrue();
        long height = Long.parseLong(summary.group(1).replace(",", ""));

        Cli.Outcome again = Cli.run(dir, "devnet", "--dir", net().toString(), "--rpc-port", "0", "--for", "10s");
        assertThat(again.exit()).as("%s %s", again.out(), again.err()).isZero();
        Matcher start = Pattern.compile("continued at height ([0-9,]+)").matcher(again.out());
        assertThat(start.find()).as(again.out()).isTrue();
        assertThat(Long.parseLong(start.group(1).replace(",", ""))).isGreaterThanOrEqualTo(height);
        assertThat(again.out()).contains("Summary: ", "4 of 4 validators agree").doesNotContain("But ");
        assertThat(Files.readString(net().resolve("devnet.log"))).doesNotContain("ERROR", "lied");
    }

    /** A shell starts what it puts into the background with interrupts ignored, and children inherit that. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc", String.valueOf(devnet.process().pid()), "status");
        return Files.exists(status)
                && Files.readString(status)
                        .lines()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(line.replaceFirst("SigIgn:\\s*", ""), 16) & 2) != 0);
    }
}
