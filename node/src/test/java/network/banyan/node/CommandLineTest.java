// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whatever a person gets wrong is answered with a sentence and exit code 2. */
class CommandLineTest {
    @TempDir
    private Path dir;

    private Path net;
    private Path config;

    @BeforeEach
    void prepareADevnet() {
        net = dir.resolve("net");
        config = net.resolve("node-1").resolve("banyan.toml");
        Outcome prepared = run("devnet", "--prepare", "--dir", net.toString(), "--rpc-port", "0");
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        assertThat(prepared.out()).contains(config.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "devnet --for tomorrow",
                "devnet --for 5",
                "devnet --validators 0",
                "devnet --validators 17",
                "devnet --validators many",
                "devnet --rpc-port 65536",
                "devnet --rpc-port -1",
                "devnet --block-time -5ms",
                "devnet --memory-mib 3",
                "devnet --unheard-of",
                "device",
                "device attest --rpc http://127.0.0.1:9",
                "device attest --account 1 --rpc http://127.0.0.1:9",
                "device attest --account 1 --registers 0,24 --rpc http://127.0.0.1:9",
                "device key --device-key paper",
                "device key --device-key tpm:/dev/no-such-tpm",
                "device key --device-key tpm:?handle=1",
                "device key --device-key pkcs11:token=t",
                "device key --device-key pkcs11:token=t?module-path=/usr/lib/absent.so&pin-source=/etc/hostname",
                "device readings --limit 0 --rpc http://127.0.0.1:9",
                "device readings --rpc nonsense",
                "device readings --rpc http://127.0.0.1:9",
                "evidence",
                "evidence nothing/1 --rpc http://127.0.0.1:9",
                "status --rpc http://127.0.0.1:9",
                "stake",
                "stake create 1000 --delegate validator-1 --rpc http://127.0.0.1:9",
                "stake create 1000 --account 11 --rpc http://127.0.0.1:9",
                "stake create 1000 --account 1 --key my.key --rpc http://127.0.0.1:9",
                "stake create 1,000 --account 1 --rpc http://127.0.0.1:9",
                "stake create 1000 --days -1 --account 1 --rpc http://127.0.0.1:9",
                "stake create 1000 --account 1 --rpc http://127.0.0.1:9",
                "stake create 1000 --key /nowhere/my.key --rpc http://127.0.0.1:9",
                "stake deposit 0 1 --account 1 --rpc http://127.0.0.1:9",
                "stake merge --into 1 --account 1 --rpc http://127.0.0.1:9",
                "stake list --rpc http://127.0.0.1:9",
                "stake economics --blocks-per-epoch 1 --rpc http://127.0.0.1:9",
                "stake economics --block-interval 0ms --rpc http://127.0.0.1:9",
                "stake transfer 1 nobody --account 1 --rpc http://127.0.0.1:9",
                "delegate",
                "delegate list --node http://127.0.0.1:9",
                "delegate register Mine --keys /nowhere --commission 10 --account 1",
                "delegate register mine --keys /nowhere --commission 10 --account 1",
                "delegate register mine --keys /nowhere --commission 101 --account 1",
                "delegate keys --keys /",
                "delegate report bad --vote 0x00 0x00 --account 1 --rpc http://127.0.0.1:9",
                "twin",
                "twin show meter --rpc http://127.0.0.1:9",
                "twin show 0x1111111111111111111111111111111111111111111111111111111111111111 --gateway file:///etc",
                "twin desire meter --rpc http://127.0.0.1:9",
                "twin desire meter interval --rpc http://127.0.0.1:9",
                "twin watch meter --for ever --rpc http://127.0.0.1:9",
                "did",
                "did resolve did:banyan:1:account:0x00 --rpc http://127.0.0.1:9",
                "did show x --rpc http://127.0.0.1:9",
                "did new-key /nowhere/a.key",
                "did new-key a.key --type rsa",
                "did add-key did:web:a z6Mk --account 1",
                "did add-key did:banyan:1:account:0x000000000000000000000000000000000000beef z6Mk --account 1",
                "did delegate did:banyan:1:account:0x000000000000000000000000000000000000beef nobody --account 1",
                "did deactivate did:banyan:1:account:0x000000000000000000000000000000000000beef",
                "credential",
                "credential verify /nowhere/vc.json",
                "credential verify /",
                "credential issue --subject did:a:b --signing-key /nowhere/a.key",
                "credential revoke /nowhere/vc.json --list a --signing-key b",
                "credential status-list / --id urn:a --signing-key b",
                "node",
                "node --config /nowhere/banyan.toml",
                "evidence 0x00 --since-epoch -1 --rpc http://127.0.0.1:9",
                "verify /nowhere/proof.json --genesis /nowhere/genesis.json"
            })
    void aWrongRequestIsASentence(String line) {
        Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(outcome.err()).startsWith("banyan: ").doesNotContain("\tat ", "Exception");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
    }

    @Test
    void aSigningKeyThatOthersMayReadIsRefused() throws IOException {
        Path key = net.resolve("node-1").resolve("keys").resolve("operator.key");
        String[] create = {"stake", "create", "1", "--key", key.toString(), "--rpc", "http://127.0.0.1:9"};
        run(create).isASentenceAbout("nothing listens");
        for (String permissions : new String[] {"rw-r--r--", "rw-r-----", "rw----r--"}) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
            run(create).isASentenceAbout("operator.key", "chmod 600");
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        for (String wrong : new String[] {"", "12", "0".repeat(64), "f".repeat(64), "g".repeat(64), "1".repeat(300)}) {
            Files.writeString(key, wrong);
            run(create).isASentenceAbout("operator.key");
        }
    }

    @Test
    void aCredentialIsIssuedVerifiedAndRevoked() throws IOException {
        String key = dir.resolve("issuer.key").toString();
        String list = dir.resolve("status.json").toString();
        Path credential = dir.resolve("vc.json");
        assertThat(run("did", "new-key", key, "--type", "p256").exit()).isZero();
        run("did", "new-key", key).isASentenceAbout("there already");
        assertThat(run("credential", "status-list", list, "--id", "urn:list:1", "--signing-key", key)
                        .exit())
                .isZero();
        Outcome issued = run(
                "credential",
                "issue",
                "--signing-key",
                key,
                "--subject",
                "did:example:pump",
                "--claim",
                "hardware=SE",
                "--status",
                "urn:list:1",
                "--index",
                "42");
        assertThat(issued.exit()).as(issued.err()).isZero();
        Files.writeString(credential, issued.out());

        String[] verify = {"credential", "verify", credential.toString(), "--status-list", list, "--strict"};
        assertThat(run(verify).exit()).isZero();
        assertThat(run("credential", "verify", credential.toString(), "--strict")
                        .exit())
                .isEqualTo(1);
        String[] revoke = {"credential", "revoke", credential.toString(), "--list", list, "--signing-key", key};
        assertThat(run(revoke).exit()).isZero();
        Outcome revoked = run(verify);
        assertThat(revoked.exit()).isEqualTo(1);
        assertThat(revoked.out()).contains("BROKEN", "status", "does NOT hold");

        Files.writeString(credential, issued.out().replace("\"SE\"", "\"toy\""));
        assertThat(run(verify).out()).contains("BROKEN", "proof");
        Files.setPosixFilePermissions(Path.of(key), PosixFilePermissions.fromString("rw-r--r--"));
        run(revoke).isASentenceAbout("chmod 600");
    }

    @Test
    void aValidatorsKeysAreNeverWrittenOverOthers() {
        String folder = dir.resolve("fresh").toString();
        assertThat(run("delegate", "keys", "--keys", folder).exit()).isZero();
        run("delegate", "keys", "--keys", folder).isASentenceAbout("there already");
    }

    @Test
    void aDamagedGenesisIsASentence() throws IOException {
        Path genesis = net.resolve("genesis.json");
        String whole = Files.readString(genesis);
        for (String damaged : new String[] {
            "", "{", "[]", "null", "{}", whole.substring(0, whole.length() / 2), whole.replaceFirst("0x", "0y")
        }) {
            Files.writeString(genesis, damaged);
            node().isASentenceAbout("genesis.json");
            run("devnet", "--dir", net.toString(), "--rpc-port", "0").isASentenceAbout("genesis.json");
        }
        Files.delete(genesis);
        node().isASentenceAbout("genesis.json");
    }

    @Test
    void aCheckpointIsReadOnlyIfItIsOne() throws IOException {
        Path samples = Path.of(System.getProperty("banyan.root", "..")).resolve("docs/spec/evidence/epochs");
        Path damaged = dir.resolve("checkpoint.json");
        Files.writeString(
                damaged,
                Files.readString(samples.resolve("checkpoint.json"))
                        .replace("\"chainId\": 4690", "\"chainId\": 4691 "));
        for (Path checkpoint : new Path[] {damaged, dir.resolve("none.json"), samples.resolve("genesis.json")}) {
            verify(samples, "--trusted-checkpoint", checkpoint.toString())
                    .isASentenceAbout(checkpoint.getFileName().toString());
        }
        verify(samples, "--trusted-checkpoint", samples.resolve("checkpoint.json") + "", "--trusting-period", "91")
                .isASentenceAbout("--trusting-period");
    }

    @Test
    void aBundleOfALaterEpochIsVerifiedAndItsCheckpointKept() throws IOException {
        Path samples = Path.of(System.getProperty("banyan.root", "..")).resolve("docs/spec/evidence/epochs");
        Path kept = dir.resolve("kept.json");

        Outcome proven = verify(samples, "--save-checkpoint", kept.toString());

        assertThat(proven.exit()).as(proven.err()).isZero();
        assertThat(proven.out())
                .contains("committee of epoch 3 vouched for by 3 handovers", "Checkpoint of epoch 3 in " + kept);
        assertThat(Files.readString(kept)).isEqualTo(Files.readString(samples.resolve("checkpoint.json")));
        // The sample's blocks are of a day that never comes near again.
        Outcome old = verify(samples, "--trusted-checkpoint", kept.toString());
        assertThat(old.exit()).isEqualTo(1);
        assertThat(old.out()).contains("BROKEN  committee handovers", "get a newer one");
    }

    private static Outcome verify(Path samples, String... options) {
        var line = new java.util.ArrayList<>(java.util.List.of(
                "verify", samples.resolve("bundle.json") + "", "--genesis", samples.resolve("genesis.json") + ""));
        line.addAll(java.util.List.of(options));
        return run(line.toArray(String[]::new));
    }

    @Test
    void aChangedGenesisDoesNotFitTheData() throws IOException {
        // The data of one chain under the genesis of another.
        Path other = dir.resolve("other");
        assertThat(run("devnet", "--prepare", "--dir", other.toString(), "--rpc-port", "0")
                        .exit())
                .isZero();
        assertThat(run("devnet", "--dir", net.toString(), "--rpc-port", "0", "--no-device", "--for", "1s")
                        .exit())
                .isZero();
        Files.copy(
                other.resolve("genesis.json"),
                net.resolve("genesis.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        node().isASentenceAbout("another chain");
    }

    @Test
    void aMissingOrDamagedKeyIsASentence() throws IOException {
        for (String name : new String[] {"validator.key", "node.key", "operator.key"}) {
            Path key = net.resolve("node-1").resolve("keys").resolve(name);
            String whole = Files.readString(key);
            Files.writeString(key, whole.substring(0, 40));
            node().isASentenceAbout(name);
            Files.writeString(key, "what is this?");
            node().isASentenceAbout(name);
            Files.delete(key);
            node().isASentenceAbout(name);
            Files.writeString(key, whole);
        }
    }

    @Test
    void aWrongSettingIsASentenceThatNamesIt() throws IOException {
        String whole = Files.readString(config);
        check(whole + "\ncolour = 3\n", "colour");
        check(whole.replace("[p2p]", "[p3p]"), "p3p");
        check(whole.replaceFirst("mib = \\d+", "mib = 1"), "memory.mib");
        check(whole.replaceFirst("mib = \\d+", "mib = \"lots\""), "memory.mib");
        check(whole + "\n[evm]\ncompiler = \"maybe\"\n", "evm.compiler");
        check(whole.replaceFirst("port = \\d+", "port = 70000"), "p2p.port");
        check(whole.replace("peers = [", "peers = [ \"nobody\","), "nobody");
        check(whole + "\nname = ", "banyan.toml");
        Files.writeString(config, whole);
        run("node", "--config", config.toString(), "--rpc-port", "high").isASentenceAbout("rpc.port");
    }

    private void check(String text, String word) throws IOException {
        Files.writeString(config, text);
        node().isASentenceAbout(word);
    }

    @Test
    void aPortInUseIsASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            run("devnet", "--dir", net.toString(), "--rpc-port", port).isASentenceAbout("Port " + port, "--rpc-port");
            run("node", "--config", config.toString(), "--rpc-port", port).isASentenceAbout(port, "--rpc-port");
            run("node", "--config", config.toString(), "--p2p-port", port).isASentenceAbout(port, "--p2p-port");
        }
    }

    @Test
    void aSecondDevnetInTheSameFolderIsASentence() throws IOException {
        try (FileChannel channel = FileChannel.open(
                        net.resolve("devnet.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            run("devnet", "--dir", net.toString(), "--rpc-port", "0").isASentenceAbout("running in", "--dir");
        }
    }

    @Test
    void aDevnetThatRunsForATimeSumsUpAndEndsWithZeroAndGoesOnNextTime() {
        String[] again = {"devnet", "--dir", net.toString(), "--rpc-port", "0", "--no-device", "--for", "2s"};
        Outcome first = run(again);
        assertThat(first.exit()).as(first.out()).isZero();
        assertThat(first.out()).contains("Summary: ", "4 of 4 validators agree").doesNotContain("But ");
        long height = height(first);
        assertThat(height).isPositive();

        Outcome second = run(again);
        assertThat(second.exit()).as(second.out()).isZero();
        assertThat(second.out()).contains("continued at height");
        assertThat(height(second)).isGreaterThan(height);

        Outcome fresh =
                run("devnet", "--dir", net.toString(), "--rpc-port", "0", "--no-device", "--for", "1s", "--fresh");
        assertThat(fresh.exit()).as(fresh.out()).isZero();
        assertThat(fresh.out()).contains(", new").doesNotContain("continued");
    }

    private static long height(Outcome outcome) {
        String text = outcome.out().replaceAll("(?s).*\\(height ([0-9,]+)\\).*", "$1");
        return Long.parseLong(text.replace(",", ""));
    }

    private Outcome node() {
        return run("node", "--config", config.toString());
    }

    private record Outcome(int exit, String out, String err) {
        void isASentenceAbout(String... words) {
            assertThat(err).startsWith("banyan: ").contains(words).doesNotContain("\tat ", "Exception");
            assertThat(exit).as(err).isEqualTo(2);
        }
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Banyan.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exit = line.execute(arguments);
        return new Outcome(exit, out.toString(), err.toString());
    }
}
