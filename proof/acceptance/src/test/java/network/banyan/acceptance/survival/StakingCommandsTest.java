// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.crypto.Bls;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.Banyan;
import network.banyan.node.NodeKeys;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code banyan stake} and {@code banyan delegate} against a devnet, as a holder and an operator use them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StakingCommandsTest {
    private static final long CHAIN_ID = 468_900;

    @TempDir
    private static Path dir;

    private static Cli.Running devnet;
    private static String rpc;
    private static Path keys;

    @BeforeAll
    static void startADevnet() {
        devnet = Cli.start(
                dir,
                "devnet",
                "--dir",
                dir.resolve("net").toString(),
                "--rpc-port",
                "0",
                "--no-device",
                "--epoch-blocks",
                "0");
        Deadline.until(
                "the devnet introduces itself: " + devnet.said(),
                () -> devnet.said().contains("RPC "));
        Matcher address = Pattern.compile("RPC +(http://\\S+)").matcher(devnet.said());
        assertThat(address.find()).isTrue();
        rpc = address.group(1);
        keys = dir.resolve("fresh");
    }

    @AfterAll
    static void end() {
        devnet.close();
    }

    private static Cli.Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", rpc));
        return Cli.run(dir, all.toArray(String[]::new));
    }

    private static String done(String... arguments) {
        Cli.Outcome outcome = run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    /** The chain says no: exit code 1 and one sentence. */
    private static void declined(String sentence, String... arguments) {
        Cli.Outcome outcome = run(arguments);
        assertThat(outcome.err()).startsWith("banyan: ").contains(sentence).hasLineCount(1);
        assertThat(outcome.exit()).isEqualTo(Banyan.FAILED);
    }

    @Test
    @Order(1)
    void theValidatorsAreCandidatesFromTheStart() {
        assertThat(done("delegate", "list").lines().skip(1))
                .hasSize(4)
                .allMatch(line ->
                        line.matches(" +\\d +\\d  validator-\\d  6,812.775  25.00 %   5,000 +10.00 %  candidate"));
    }

    @Test
    @Order(1)
    void aFactorysBatchEntersServiceWithItsOwner() throws IOException {
        Path factory = dir.resolve("factory");
        String batch = factory.resolve("batch.json").toString();
        Path certificate = Files.writeString(dir.resolve("acme.pem"), "whatever the vendor shows");
        done("vendor", "make", "5", "--prefix", "acme", "--dir", factory.toString(), "--account", "3");
        String[] endorse = {"vendor", "endorse", batch, "--certificate", certificate.toString(), "--account", "3"};
        declined("This account is no vendor yet", endorse);
        done("vendor", "name", "ACME Sensors", "--account", "3");
        String[] register = {"vendor", "register", batch, "--keys", factory.toString(), "--account", "4"};
        declined("acme-1 cannot be registered: The vendor did not endorse this batch", register);
        assertThat(done(endorse)).contains("endorsed     5 devices");
        assertThat(done(register)).contains("registered   5 of 5 devices to 0x", "; 0 were already");
        assertThat(done(register)).contains("registered   0 of 5 devices to 0x", "; 5 were already");
        assertThat(done("vendor", "show", batch))
                .contains("calls itself \"ACME Sensors\"", "5 devices", "withdrawn    never");
        run("vendor", "withdraw", batch, "--account", "4").isASentenceAbout("The batch is of vendor 0x");
        done("vendor", "withdraw", batch, "--account", "3");
        assertThat(run("vendor", "show", batch).exit()).isEqualTo(Banyan.FAILED);
        String other = Files.readString(Path.of(batch)).replaceFirst("acme-1\"", "acme-1\u001b[2J\"");
        Files.writeString(Path.of(batch), other.replaceFirst("\"keyX\" : \"0x..", "\"keyX\" : \"0x00"));
        run("vendor", "show", batch).isASentenceAbout("is no banyan-vendor-batch-1");
    }

    @Test
    @Order(2)
    void aBucketIsCreatedAndListed() {
        String created = done("stake", "create", "1000", "--days", "91", "--delegate", "validator-1", "--account", "1");
        assertThat(created)
                .contains("transaction  0x", ", final; ", "bucket       5, of 0x", "weight       1,247.412\n")
                .contains("delegate     validator-1", "state        voting, unlocking until ");
        assertThat(done("stake", "list", "--account", "1"))
                .contains("1,000  1,247.412  91 days  validator-1", "1 bucket,");
        assertThat(done("stake", "list", "--account", "1", "--json"))
                .contains("\"amount\" : \"1000000000000000000000\"", "\"weight\" : \"1247412000000000000000\"");
        assertThat(done("delegate", "show", "validator-1")).contains("votes        8,060.187, as ranked 8,060.187");
        assertThat(done("stake", "weight", "1000", "--days", "91")).isEqualTo("1,247.412\n");
    }

    @Test
    @Order(3)
    void aBucketGrowsMovesItsVotesAndExtends() {
        assertThat(done("stake", "deposit", "5", "250.5", "--account", "1")).contains("coins        1,250.5\n");
        assertThat(done("stake", "vote", "5", "validator-2", "--account", "1")).contains("delegate     validator-2");
        assertThat(done("delegate", "show", "1")).contains("votes        6,812.775,");
        assertThat(done("stake", "vote", "5", "none", "--account", "1")).contains("state        idle, unlocking");
        assertThat(done("stake", "extend", "5", "--days", "100", "--auto-stake", "--account", "1"))
                .contains("staked for   100 days, auto-stake", "weight       1,613.897801\n");
        assertThat(done("stake", "extend", "5", "--days", "100", "--account", "1"))
                .contains("staked for   100 days, since", "unlocking until");
        assertThat(done("stake", "allow-compounding", "5", "--account", "1")).contains("compounding  by anyone");
    }

    @Test
    @Order(4)
    void whatTheChainRefusesIsASentence() {
        declined("There is nothing to claim", "stake", "claim", "--account", "1");
        declined("There is nothing to claim", "delegate", "claim", "validator-1", "--account", "1");
        declined(
                "30 days are out of range: here it takes 100 to 1050.",
                "stake",
                "extend",
                "5",
                "--days",
                "30",
                "--account",
                "1");
        declined("Too early for bucket 5", "stake", "unstake", "5", "--account", "1");
        declined("Bucket 5 is still staked", "stake", "withdraw", "5", "--account", "1");
        declined("Bucket 5 is not this account's.", "stake", "deposit", "5", "1", "--account", "2");
        declined("0.5 coins are too few: it takes at least 1.", "stake", "create", "0.5", "--account", "1");
        declined("does not have the coins", "stake", "create", "100000", "--account", "1");
    }

    @Test
    @Order(5)
    void whatIsAskedWronglyIsASentence() throws IOException {
        run("stake", "create", "a lot", "--account", "1").isASentenceAbout("a lot", "coins");
        run("stake", "create", "10").isASentenceAbout("--key FILE");
        run("stake", "vote", "5", "nobody-here", "--account", "1").isASentenceAbout("nobody-here");
        run("stake", "vote", "5", "77", "--account", "1").isASentenceAbout("no delegate 77");
        run("stake", "show", "99").isASentenceAbout("no bucket 99");
        run("delegate", "show", "Validator 1").isASentenceAbout("Validator 1");
        Path open = Files.writeString(dir.resolve("open.key"), "1".repeat(64));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        run("stake", "create", "10", "--key", open.toString()).isASentenceAbout("open.key", "chmod 600");
    }

    @Test
    @Order(6)
    void bucketsMergeAndChangeHandsAndAreUnstaked() {
        done("stake", "create", "10", "--account", "2");
        done("stake", "create", "20", "--account", "2");
        assertThat(done("stake", "merge", "6", "--into", "7", "--account", "2")).contains("coins        30\n");
        String owner = "0xde598d942814808bc4113d0ea76ed73d968351f7";
        assertThat(done("stake", "transfer", "7", owner, "--account", "2")).contains("bucket       7, of " + owner);
        assertThat(done("stake", "unstake", "7", "--account", "1")).contains("state        unstaked, withdrawable at ");
        declined("Too early for bucket 7", "stake", "withdraw", "7", "--account", "1");
    }

    @Test
    @Order(7)
    void aFifthDelegateRegistersPutsUpItsPledgeAndIsRanked() {
        assertThat(Cli.run(dir, "delegate", "keys", "--keys", keys.toString()).exit())
                .isZero();
        String registered = done(
                "delegate",
                "register",
                "fifth-one",
                "--keys",
                keys.toString(),
                "--commission",
                "7.5",
                "--account",
                "1",
                "--web",
                "https://fifth.example");
        assertThat(registered)
                .contains("delegate     5, fifth-one", "status       not ranked", "commission   7.50 %")
                .contains(NodeKeys.read(keys).bls().publicKey().toHex(), "web          https://fifth.example");
        declined(
                "Delegate 5 has",
                "delegate",
                "register",
                "fifth-two",
                "--keys",
                keys.toString(),
                "--commission",
                "5",
                "--account",
                "2");

        declined("Bucket 5 cannot be the pledge", "delegate", "activate", "fifth-one", "5", "--account", "1");
        done("stake", "vote", "5", "fifth-one", "--account", "1");
        assertThat(done("delegate", "activate", "fifth-one", "5", "--account", "1"))
                .contains("status       candidate, rank 5", "pledge       bucket 5, 1,250.5 coins");
        assertThat(done("delegate", "list"))
                .containsPattern("   5       5  fifth-one +1,\\S+ +\\S+ % +1,250.5 +7.50 %  candidate");
        assertThat(done("delegate", "list", "--json")).contains("\"name\" : \"fifth-one\"");
        declined("stands as a delegate's pledge", "stake", "vote", "5", "none", "--account", "1");
        declined(
                "A commission of 50.00 % is too high: it takes 20.00 % at most.",
                "delegate", "commission", "5", "50", "--account", "1");
        assertThat(done("delegate", "commission", "fifth-one", "10", "--account", "1"))
                .contains("commission   7.50 %, from ", " on 10.00 %");
    }

    @Test
    @Order(8)
    void economicsAreReckonedFromTheChainsValues() {
        assertThat(done("stake", "economics", "--blocks-per-epoch", "3600", "--block-interval", "1s"))
                .contains("staked               21,250.5 coins", "5 delegates")
                .contains(
                        "(3,600 · 3.25 + 18,750) · 8,760 = 266,742,000",
                        "bonuses              5 · 10 · 8,760 = 438,000")
                .contains("voters' rate", "fifth-one");
    }

    @Test
    @Order(9)
    void aLiarIsReportedAndExpelled() {
        String[] once = vote(VoteSubject.nullify(3, 7));
        String[] twice = vote(new VoteSubject(3, 7, VoteType.FINALIZE, 9, new Hash(1, 2, 3, 4)));
        declined("An honest member can cast both", report("fifth-one", once, once));
        declined("The first vote is not signed by this delegate's key.", report("validator-1", once, twice));

        assertThat(done(report("fifth-one", once, twice))).contains("status       expelled");
        assertThat(done("stake", "show", "5")).contains("coins        625.25\n", "bound until");
        assertThat(done("delegate", "list")).containsPattern("- +5  fifth-one .*expelled");
        declined("is expelled", "delegate", "exit", "fifth-one", "--account", "1");
    }

    private static String[] report(String delegate, String[] first, String[] second) {
        return new String[] {
            "delegate",
            "report",
            delegate,
            "--vote",
            first[0],
            first[1],
            "--vote",
            second[0],
            second[1],
            "--account",
            "3"
        };
    }

    private static String[] vote(VoteSubject subject) {
        Bls.SecretKey key = NodeKeys.read(keys).bls();
        byte[] message = subject.message(CHAIN_ID);
        return new String[] {Bytes.wrap(message).toHex(), key.sign(message).toHex()};
    }
}
