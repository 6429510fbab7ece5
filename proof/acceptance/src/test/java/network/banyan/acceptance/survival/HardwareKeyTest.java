// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.node.devnet.TestAccount;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A devnet whose device signs by a TPM: from its maker's certificate to a stranger's offline verdict. */
class HardwareKeyTest {
    private static final long DAY_MILLIS = 86_400_000;

    @TempDir
    private Path dir;

    private final List<Process> started = new ArrayList<>();
    private int port;

    @BeforeEach
    void startATpm() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/swtpm")) && Files.isExecutable(Path.of("/usr/bin/tpm2_createek")),
                "skipped: a devnet with a TPM, because swtpm or tpm2-tools are absent"
                        + " (Debian: apt-get install swtpm tpm2-tools)");
        port = twoFreePorts();
        Path state = Files.createDirectories(dir.resolve("tpm"));
        run(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + state,
                "--server",
                "type=tcp,bindaddr=127.0.0.1,port=" + port,
                "--ctrl",
                "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1),
                "--flags",
                "not-need-init,startup-clear");
        Deadline.until("the TPM listens", this::listens);
    }

    @AfterEach
    void stopAll() {
        started.forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Test
    void aTpmsKeySignsAndAStrangerKnowsIt() throws Exception {
        String tpm = "tpm:tcp://127.0.0.1:" + port;
        String net = dir.resolve("net").toString();
        String genesis = dir.resolve("net").resolve("genesis.json").toString();
        try (Cli.Running devnet = Cli.start(dir, "devnet", "--dir", net, "--rpc-port", "0", "--device-key", tpm)) {
            String rpc = devnet.says("RPC +(http://\\S+)");
            String device = devnet.says("Device +(0x[0-9a-f]{64}), with key 0x81020001 in the TPM 2.0");
            String bundle = dir.resolve("proof.json").toString();
            Deadline.until(
                    "a reading can be proven",
                    () -> Cli.run(dir, "evidence", device + "/1", "--node", rpc, "--out", bundle)
                                    .exit()
                            == 0);
            Cli.Outcome alone = Cli.run(dir, "verify", bundle, "--genesis", genesis);
            assertThat(alone.out()).contains("Proven: record 1", "Its key: WHERE IT LIVES IS NOT SHOWN");

            certifyTheTpm();
            String owner = ownerKey().toString();
            String document = dir.resolve("attestation.cbor").toString();
            Cli.Outcome attested = Cli.run(
                    dir,
                    "device",
                    "attest",
                    "--device-key",
                    tpm,
                    "--attestor",
                    dir.resolve("attestor").toString(),
                    "--tpm-ca",
                    dir.resolve("maker.pem").toString(),
                    "--ek-certificate",
                    dir.resolve("ek.pem").toString(),
                    "--key",
                    owner,
                    "--node",
                    rpc,
                    "--out",
                    document);
            assertThat(attested.exit()).as(attested.err()).isZero();
            assertThat(attested.out()).contains(device, "tpm2", "final");
            Cli.Outcome shown = Cli.run(dir, "did", "show", did(genesis, device), "--node", rpc);
            assertThat(shown.out()).contains("attestation  tpm2");

            String attestor = dir.resolve("attestor").resolve("attestor.pem").toString();
            String[] judge = {"verify", bundle, "--genesis", genesis, "--attestation", document, "--trust", attestor};
            Cli.Outcome good = Cli.run(dir, judge);
            assertThat(good.out()).contains("The attestation holds:", "in a TPM 2.0", "certified by CN=Test maker");
            assertThat(good.exit()).isZero();
            byte[] changed = Files.readAllBytes(Path.of(document));
            changed[changed.length - 1] ^= 1;
            Files.write(Path.of(document), changed);
            Cli.Outcome bad = Cli.run(dir, judge);
            assertThat(bad.out()).contains("Proven: record 1", "The attestation is REFUSED");
            assertThat(bad.exit()).isEqualTo(1);
        }
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What a maker does before it sells a TPM. */
    private void certifyTheTpm() throws Exception {
        Process tool = run(
                "tpm2_createek",
                "-T",
                "swtpm:host=127.0.0.1,port=" + port,
                "-G",
                "ecc",
                "-c",
                dir.resolve("ek.context").toString(),
                "-f",
                "pem",
                "-u",
                dir.resolve("ek.public").toString());
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).isZero();
        SubjectPublicKeyInfo endorsement;
        try (var pem = new PEMParser(new StringReader(Files.readString(dir.resolve("ek.public"))))) {
            endorsement = (SubjectPublicKeyInfo) pem.readObject();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair maker = generator.generateKeyPair();
        var own = SubjectPublicKeyInfo.getInstance(maker.getPublic().getEncoded());
        write("maker.pem", certificate(maker, "Test maker", own, true));
        write("ek.pem", certificate(maker, "TPM 1", endorsement, false));
    }

    private static X509CertificateHolder certificate(
            KeyPair maker, String subject, SubjectPublicKeyInfo key, boolean isRoot) throws Exception {
        long now = System.currentTimeMillis();
        return new X509v3CertificateBuilder(
                        new X500Name("CN=Test maker"),
                        BigInteger.valueOf(isRoot ? 1 : 2),
                        new Date(now - DAY_MILLIS),
                        new Date(now + DAY_MILLIS),
                        new X500Name("CN=" + subject),
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(maker.getPrivate()));
    }

    private void write(String name, X509CertificateHolder certificate) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        Files.writeString(
                dir.resolve(name), "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(body));
    }

    private Path ownerKey() throws IOException {
        Path file = dir.resolve("owner.key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file, TestAccount.deviceOwner().privateKey().toHex().substring(2));
    }

    private static String did(String genesis, String device) throws IOException {
        Matcher chain = Pattern.compile("\"chainId\"\\s*:\\s*\"?([0-9]+)").matcher(Files.readString(Path.of(genesis)));
        assertThat(chain.find()).isTrue();
        return "did:banyan:%s:device:%s".formatted(chain.group(1), device);
    }

    private Process run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(command[0] + ".log").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** tpm2-tools look for the control channel at the port after. */
    private static int twoFreePorts() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket _ = new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
                return first.getLocalPort();
            } catch (IOException | IllegalArgumentException taken) {
                assertThat(attempt).as("two free ports in a row").isLessThan(20);
            }
        }
    }
}
