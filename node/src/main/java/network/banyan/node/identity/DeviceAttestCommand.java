// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.tpm.Attestor;
import network.banyan.device.tpm.TpmAttestation;
import network.banyan.device.tpm.TpmKey;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.evidence.attestation.CertificateChain;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.node.UserError;
import network.banyan.node.cli.Certificates;
import network.banyan.node.cli.DeviceKey;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan device attest}: makes the evidence of where a device's key lives, and puts its hash on record. */
@Command(
        name = "attest",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a document about where a device's key lives, and records its kind and hash in the registry:"
                    + " the device signs that, its owner sends it.",
            "Give the document to whoever shall judge it with `banyan verify BUNDLE --attestation FILE --trust"
                    + " CA.pem`. ",
            "A key in software is declared as such. A token's description is its owner's word. A vendor's chain"
                    + " is certificates for the device's key. A TPM certifies the key and quotes its registers; that its"
                    + " own key is in a TPM of a known maker an attestor finds out and certifies, by a key in a folder of"
                    + " this machine.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan device attest --device-key tpm: --attestor attestor --tpm-ca makers.pem --account 2",
            "  banyan device attest --device-key tpm: --attestor attestor --tpm-ca makers.pem --key owner.key",
            "  banyan device attest --device-key 'pkcs11:...' --vendor-chain device.pem --key owner.key"
        })
public final class DeviceAttestCommand implements Callable<Integer> {
    @Mixin
    private DeviceKey key = new DeviceKey();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".banyan/devnet/device",
            description = "Folder of a key in software (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(names = "--vendor-chain", paramLabel = "FILE", description = "Certificates, the device's own first.")
    private Optional<Path> vendorChain = Optional.empty();

    @Option(
            names = "--attestor",
            paramLabel = "DIR",
            description = "For a TPM: folder of the attestor, made if it is not there; others trust its attestor.pem.")
    private Optional<Path> attestor = Optional.empty();

    @Option(
            names = "--tpm-ca",
            paramLabel = "FILE",
            description = "For a TPM: roots of the makers to believe. May be given more than once.")
    private List<Path> tpmRoots = List.of();

    @Option(
            names = "--ek-certificate",
            paramLabel = "FILE",
            description = "For a TPM: its endorsement certificate and those above, if the TPM holds none.")
    private Optional<Path> endorsement = Optional.empty();

    @Option(
            names = "--registers",
            paramLabel = "N",
            split = ",",
            defaultValue = "0,1,2,3,7",
            description = "For a TPM: the registers (PCRs) to quote, 0 to 23 (default: ${DEFAULT-VALUE}).")
    private List<Integer> registers = List.of();

    @Option(
            names = "--nonce",
            paramLabel = "HEX",
            description = "For a TPM: 32 bytes from whoever asks, so that they know it is fresh (default: random).")
    private Optional<String> nonce = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "attestation.cbor",
            description = "Where the document goes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Option(names = "--no-record", description = "Only write the document; send nothing.")
    private boolean noRecord;

    @Mixin
    private SigningKey owner = new SigningKey();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Wallet> wallet = noRecord ? Optional.empty() : Optional.of(owner.wallet());
        PrintWriter said = spec.commandLine().getOut();
        try (ChainClient chain = new ChainClient(node.client())) {
            DeviceSigner signer = key.open(folder.resolve("device.p12"), folder.resolve("password"));
            AttestationDocument document = document(signer, chain.chainId());
            write(document.encoded());
            said.printf("device       %s, with %s%n", signer.device(), signer.label());
            said.printf(
                    "document     %s: %s, SHA-256 %s%n",
                    out,
                    document.attestation().kindName(),
                    document.attestation().hash());
            said.flush();
            wallet.ifPresent(sender -> record(chain, sender, signer, document.attestation()));
            return 0;
        } catch (DeviceException | DeviceSigner.Unavailable refused) {
            throw new UserError("No evidence was made: " + refused.getMessage() + ".", refused);
        } catch (EvidenceFormatException malformed) {
            throw new UserError("No evidence was made: " + malformed.getMessage() + ".", malformed);
        }
    }

    private void record(ChainClient chain, Wallet wallet, DeviceSigner signer, Passport.Attestation attestation) {
        Passport passport = passport(chain, signer);
        if (!passport.key().equals(signer.key())) {
            throw new UserError(
                    "The registry holds another key for device %s; attest that one.".formatted(passport.id()));
        }
        long next =
                RegistryContract.nonceOf(chain.call(RegistryContract.ADDRESS, RegistryContract.nonce(passport.id())));
        byte[] message =
                RegistryContract.attestMessage(chain.chainId(), passport.owner(), passport.id(), attestation, next);
        Bytes call = RegistryContract.attest(passport.id(), attestation, signer.sign(message));
        new Sending(chain, spec.commandLine().getOut(), IdentityRefusals::sentence)
                .send(wallet, RegistryContract.ADDRESS, UInt256.ZERO, call);
    }

    private static Passport passport(ChainClient chain, DeviceSigner signer) {
        try {
            return Passport.ofFields(
                    chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(signer.device())));
        } catch (RpcFailure.Refused unknown) {
            throw new UserError(
                    "No device %s is registered; a key that was rotated in cannot be attested by this command."
                            .formatted(signer.device()),
                    unknown);
        }
    }

    private AttestationDocument document(DeviceSigner signer, long chainId) {
        if (vendorChain.isPresent()) {
            List<Bytes> chain = new ArrayList<>();
            for (X509Certificate each : Certificates.read(List.of(vendorChain.get()))) {
                chain.add(encoded(each));
            }
            if (!CertificateChain.of(chain).key().equals(Optional.of(signer.key()))) {
                throw new UserError(
                        "The first certificate in %s is not for this device's key.".formatted(vendorChain.get()));
            }
            return new AttestationDocument.ByVendor(chainId, signer.key(), chain);
        }
        if (signer instanceof TpmKey tpm) {
            return byTpm(tpm, chainId);
        }
        return signer.storage().isHardware()
                ? new AttestationDocument.InToken(chainId, signer.key(), signer.label())
                : new AttestationDocument.InSoftware(chainId, signer.key());
    }

    private AttestationDocument byTpm(TpmKey key, long chainId) {
        if (attestor.isEmpty() || tpmRoots.isEmpty()) {
            throw new UserError(
                    "A TPM's attestation takes an attestor and the makers it believes: --attestor DIR --tpm-ca"
                            + " FILE, or --vendor-chain FILE.");
        }
        SortedSet<Integer> selected = new TreeSet<>(registers);
        if (selected.isEmpty() || selected.first() < 0 || selected.last() >= AttestationDocument.REGISTERS) {
            throw new UserError("--registers takes numbers from 0 to 23, with commas.");
        }
        long now = System.currentTimeMillis();
        var device = new TpmAttestation(key);
        CertificateChain makers = endorsement
                .map(file -> new CertificateChain(Certificates.read(List.of(file))))
                .or(device::certificateInside)
                .orElseThrow(() -> new UserError(
                        "The TPM holds no certificate of its endorsement key; name its file with --ek-certificate."));
        TpmKeyArea attestationKey = device.attestationKey();
        Attestor who = Attestor.openOrCreate(attestor.get(), now);
        var challenge = Attestor.challenge(attestationKey, makers, Certificates.read(tpmRoots), now);
        CertificateChain attested = who.certify(challenge, device.answer(challenge), now);
        return device.document(chainId, nonce(), selected, attested, makers);
    }

    private Hash nonce() {
        try {
            return nonce.map(Hash::fromHex).orElseGet(() -> {
                byte[] random = new byte[Hash.SIZE];
                new SecureRandom().nextBytes(random);
                return Hash.of(random);
            });
        } catch (IllegalArgumentException notHex) {
            throw new UserError("--nonce takes 64 hex digits.", notHex);
        }
    }

    private void write(Bytes document) {
        try {
            Files.write(out, document.toArray());
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(out, UserError.why(failed)), failed);
        }
    }

    private static Bytes encoded(X509Certificate certificate) {
        try {
            return Bytes.wrap(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read cannot be written", impossible);
        }
    }
}
