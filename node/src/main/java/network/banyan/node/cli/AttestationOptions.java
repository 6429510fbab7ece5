// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.evidence.ProvenKey;
import network.banyan.evidence.attestation.AttestationCheck;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import picocli.CommandLine.Option;

/** What `banyan verify` is told about the evidence of where a device's key lives. */
final class AttestationOptions {
    @Option(
            names = "--attestation",
            paramLabel = "FILE",
            description = "Also judge this document of where the device's key lives (`banyan device attest`).")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "CA.pem",
            description =
                    "Whose certificates to believe in it: vendors' roots, attestors. May be given more than once.")
    private List<Path> trusted = List.of();

    @Option(
            names = "--register",
            paramLabel = "N=HEX",
            description = "A value that the TPM must have quoted. May be given more than once.")
    private Map<Integer, String> registers = Map.of();

    @Option(names = "--nonce", paramLabel = "HEX", description = "What the TPM was asked to repeat.")
    private Optional<String> nonce = Optional.empty();

    /** The document's path; without one the other options mean nothing. */
    Optional<Path> file() {
        if (file.isEmpty() && (!trusted.isEmpty() || !registers.isEmpty() || nonce.isPresent())) {
            throw new UserError(
                    "--trust, --register and --nonce are about a document: name it with --attestation FILE.");
        }
        return file;
    }

    /** What is demanded of the document. */
    AttestationCheck check() {
        TreeMap<Integer, Hash> wanted = new TreeMap<>();
        registers.forEach((number, value) -> {
            if (number < 0 || number >= AttestationDocument.REGISTERS) {
                throw new UserError("--register takes a number from 0 to 23, not %d.".formatted(number));
            }
            wanted.put(number, hash("--register", value));
        });
        return new AttestationCheck(Certificates.read(trusted), nonce.map(each -> hash("--nonce", each)), wanted);
    }

    /** Judges the document and says what was found; whether it holds. */
    static boolean report(AttestationCheck check, Bytes document, long chainId, ProvenKey key, PrintWriter out) {
        return switch (check.judge(document, chainId, key)) {
            case AttestationCheck.Judgement.Holds(List<String> findings, boolean vouched) -> {
                out.printf(
                        "%nThe attestation holds%s:%n",
                        vouched ? "" : ", but NOBODY YOU TRUST VOUCHES that the key is in hardware");
                findings.forEach(finding -> out.printf("  %s%n", finding));
                yield true;
            }
            case AttestationCheck.Judgement.Refused(String reason) -> {
                out.printf("%nThe attestation is REFUSED: %s.%n", reason);
                yield false;
            }
        };
    }

    private static Hash hash(String option, String text) {
        try {
            return Hash.fromHex(text);
        } catch (IllegalArgumentException notHex) {
            throw new UserError("%s takes 64 hex digits.".formatted(option), notHex);
        }
    }
}
