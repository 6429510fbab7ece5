// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.CheckpointChain;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Link;
import network.banyan.evidence.Reading;
import network.banyan.evidence.Trust;
import network.banyan.evidence.Verdict;
import network.banyan.evidence.Verifier;
import network.banyan.evidence.attestation.AttestationCheck;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.primitives.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan verify}: checks a bundle with no network, and says why it holds or where it breaks. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks an evidence bundle offline, link by link, from the device's signature to the chain's genesis.",
            "Exit code 0 if every link holds, 1 if one is broken (it is named) or the attestation is refused, 2"
                    + " if a file cannot be read.",
            ""
        },
        footer = {
            "",
            "Trust in the answer is trust in genesis.json: get it from somebody you believe, once. Committees of long ago",
            "have nothing left to lose; who holds a checkpoint of the last days trusts that instead, and keeps the next one.",
            "Examples:",
            "  banyan verify proof.json --genesis genesis.json --save-checkpoint trusted.json",
            "  banyan verify later.json --genesis genesis.json --trusted-checkpoint trusted.json",
            "Or let all candidates vouch, drawn or not:",
            "  banyan checkpoint --genesis genesis.json --out checkpoints.json",
            "  banyan verify later.json --genesis genesis.json --checkpoints checkpoints.json",
            "Or let others vouch that the gateway shows everybody one history:",
            "  banyan verify proof.json --genesis genesis.json --witness 'w.example+8f3a...'",
            "And look at what the device's maker says of its key:",
            "  banyan verify proof.json --genesis genesis.json --attestation attestation.cbor --trust attestor.pem"
        })
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "A bundle in JSON or CBOR.")
    private Path bundle = Path.of("");

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis.json.")
    private Path genesis = Path.of("");

    @Option(
            names = "--trusted-checkpoint",
            paramLabel = "FILE",
            description = "The committees must begin with this checkpoint, or pass it on their way from genesis.")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "What `banyan checkpoint` wrote: the committees must begin with, or pass, the last signed "
                    + "checkpoint before the block.")
    private Optional<Path> checkpoints = Optional.empty();

    @Option(
            names = "--trusting-period",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "How old the checkpoint may be, 1 to 90; must be less than the chain's UNBONDING. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int trustingDays;

    @Option(
            names = "--save-checkpoint",
            paramLabel = "FILE",
            description = "If every link holds, write the start of the block's epoch here, to trust it next time.")
    private Optional<Path> save = Optional.empty();

    @Option(
            names = "--witness",
            paramLabel = "KEY",
            description = "A witness that must have seen the gateway's log, as NAME+ID+KEY; may be repeated.")
    private List<String> witnesses = List.of();

    @Option(
            names = "--witnesses-needed",
            paramLabel = "N",
            description = "How many of the named witnesses must have (default: all).")
    private Optional<Integer> needed = Optional.empty();

    @Mixin
    private AttestationOptions attestation = new AttestationOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Genesis trusted = DevnetFolder.readGenesis(genesis);
        Bytes file = read(bundle, "bundle", EvidenceBundle.MAX_BYTES);
        Optional<Bytes> document =
                attestation.file().map(path -> read(path, "attestation", AttestationDocument.MAX_BYTES));
        AttestationCheck check = attestation.check();
        Optional<Witnesses> wanted = wanted();
        Verifier verifier = verifier(trusted);
        Verdict verdict = wanted.map(verifier::with).orElse(verifier).verify(file);
        PrintWriter out = spec.commandLine().getOut();
        for (Link link : verdict.links()) {
            switch (link) {
                case Link.Holds holds ->
                    out.printf("  holds   %-24s %s%n", holds.name().label(), holds.text());
                case Link.Broken broken ->
                    out.printf("  BROKEN  %-24s %s%n", broken.name().label(), broken.text());
            }
        }
        verdict.record().ifPresent(record -> {
            out.printf("%nProven: record %d of device %s%n", record.sequence(), record.device());
            for (Reading reading : record.readings()) {
                out.printf("  %s%n", DeviceCommand.printable(reading.toString()));
            }
        });
        verdict.key()
                .filter(_ -> document.isEmpty())
                .ifPresent(key -> out.printf("Its key: %s%n", KeyWords.of(key.attestation())));
        verdict.broken()
                .ifPresent(broken -> out.printf(
                        "%nNOT proven: the link \"%s\" is broken.%n",
                        broken.name().label()));
        if (save.isPresent() && verdict.isProven()) {
            save(save.get(), verdict.checkpoint(), out);
        }
        boolean attested = document.isEmpty()
                || verdict.key().isEmpty()
                || AttestationOptions.report(
                        check, document.get(), trusted.chainId(), verdict.key().get(), out);
        out.flush();
        return verdict.isProven() && attested ? 0 : Banyan.FAILED;
    }

    private Optional<Witnesses> wanted() {
        if (witnesses.isEmpty()) {
            if (needed.isPresent()) {
                throw new UserError("--witnesses-needed goes with --witness KEY.");
            }
            return Optional.empty();
        }
        try {
            List<NoteKey> keys = witnesses.stream().map(NoteKey::parse).toList();
            return Optional.of(new Witnesses(keys, needed.orElse(keys.size())));
        } catch (EvidenceFormatException wrong) {
            throw new UserError("--witness: %s.".formatted(wrong.getMessage()), wrong);
        }
    }

    private Verifier verifier(Genesis trusted) {
        if (checkpoint.isPresent() && checkpoints.isPresent()) {
            throw new UserError("--trusted-checkpoint or --checkpoints, not both.");
        }
        if (checkpoints.isPresent()) {
            return signed(trusted, checkpoints.get());
        }
        if (checkpoint.isEmpty()) {
            return Verifier.of(trusted);
        }
        if (trustingDays < 1 || trustingDays > 90) {
            throw new UserError("--trusting-period is 1 to 90 days, not %d.".formatted(trustingDays));
        }
        Path file = checkpoint.get();
        try {
            Checkpoint start = Checkpoint.parse(read(file, "checkpoint", Checkpoint.MAX_BYTES));
            long period = Duration.ofDays(trustingDays).toMillis();
            return Verifier.of(trusted, new Trust(start, period, System.currentTimeMillis()));
        } catch (EvidenceFormatException malformed) {
            throw new UserError("%s: %s".formatted(file, malformed.getMessage()));
        }
    }

    private static Verifier signed(Genesis trusted, Path file) {
        try {
            return Verifier.of(
                    trusted,
                    CheckpointChain.parse(read(file, "file of checkpoints", CheckpointChain.MAX_BYTES))
                            .follow(trusted));
        } catch (EvidenceFormatException | CheckpointChain.Refused refused) {
            throw new UserError("%s: %s".formatted(file, refused.getMessage()));
        }
    }

    private static void save(Path file, Optional<Checkpoint> reached, PrintWriter out) {
        if (reached.isEmpty()) {
            out.printf("%nNo checkpoint is written: the block is of epoch 0, which starts from genesis.%n");
            return;
        }
        Checkpoint start = reached.get();
        try {
            Files.write(file, start.toJson().toArray());
        } catch (IOException failed) {
            throw new UserError("The checkpoint cannot be written: " + UserError.why(failed), failed);
        }
        out.printf(
                "%nCheckpoint of epoch %d in %s: block %d %s of %s.%n",
                start.committee().epoch(),
                file,
                start.header().number(),
                start.block(),
                Instant.ofEpochMilli(start.timeMillis()));
    }

    private static Bytes read(Path file, String what, int most) {
        return Bytes.wrap(GivenFile.read(file, what, most));
    }
}
