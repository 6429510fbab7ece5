// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.DeviceRecord;
import network.banyan.identity.AgreementKey;
import network.banyan.identity.Did;
import network.banyan.node.Banyan;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.ReadingName;
import network.banyan.node.identity.DidArgument;
import network.banyan.node.identity.Documents;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.vault.KeyFile;
import network.banyan.vault.KeyRing;
import network.banyan.vault.SlotRange;
import network.banyan.vault.VaultException;
import network.banyan.vault.VaultReader;
import network.banyan.vault.VaultReader.Gap;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.store.SegmentStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data fetch}: reads what one was granted, or owns. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a device's data by a grant, or as its owner with --vault, and prints the readings.",
            "The store is not believed: each segment must have its name's hash, stand in the list whose root the"
                    + " chain holds, and each record must be signed by the device. Exit code 0 if all of the range is"
                    + " there and good, 1 if something is missing or wrong, which is said.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan data fetch meter --as did:banyan:468900:account:0x... --opening-key bob.key",
            "  banyan data fetch meter --vault .banyan/vault --records meter.cbor"
        })
public final class DataFetchCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "By its name or id.")
    private String device = "";

    @Option(names = "--as", paramLabel = "DID", converter = DidArgument.class, description = "The grantee.")
    private Optional<Did> grantee = Optional.empty();

    @Option(names = "--opening-key", paramLabel = "FILE", description = "The grantee's X25519 key.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(names = "--vault", paramLabel = "FOLDER", description = "The owner's own keys, instead of a grant.")
    private Optional<Path> vault = Optional.empty();

    @Mixin
    private TimeRange time = new TimeRange();

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Write the signed records there, as a CBOR array of byte strings.")
    private Optional<Path> records = Optional.empty();

    @Mixin
    private StorePlace place = new StorePlace();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Keys, and for which time they are meant to be enough. */
    private record Entitlement(KeyRing keys, SlotRange range) {}

    @Override
    public Integer call() {
        boolean byGrant = grantee.isPresent() && keyFile.isPresent();
        if (byGrant == vault.isPresent() || grantee.isPresent() != keyFile.isPresent()) {
            throw new UserError("Say who reads: --as DID with --opening-key FILE, or the owner with --vault FOLDER.");
        }
        time.check();
        try (ChainClient chain = new ChainClient(node.client())) {
            var ledger = new ChainLedger(chain, spec.commandLine().getOut(), Optional.empty());
            Hash id = Hash.fromHex(ReadingName.device(chain.rpc(), device));
            SegmentStore store = place.open();
            var reader = new VaultReader(store, ledger);
            Entitlement entitled = byGrant ? granted(ledger, reader, id) : owned(ledger, id);
            VaultReader.Read read = reader.read(entitled.keys(), entitled.range(), ledger.deviceKeys(id));
            return report(read);
        } catch (VaultException refused) {
            throw new Declined(OwnedStream.sentence(refused));
        }
    }

    private Entitlement granted(ChainLedger ledger, VaultReader reader, Hash id) {
        Did did = grantee.orElseThrow();
        AgreementKey key = Documents.agreementKey(keyFile.orElseThrow());
        List<Grant> grants = ledger.grants(id).stream()
                .filter(grant -> grant.grantee().equals(did.subject()))
                .toList();
        Grant grant = grants.stream()
                .filter(one -> !one.revoked()
                        && one.from() < time.until().getEpochSecond()
                        && time.from().getEpochSecond() < one.until())
                .reduce((_, newer) -> newer)
                .orElseThrow(() -> new Declined(
                        grants.stream().anyMatch(Grant::revoked)
                                ? "The grant to %s is revoked.".formatted(did)
                                : "Nothing of that time is granted to %s.".formatted(did)));
        KeyRing keys = reader.open(id, grant, did.toString(), key.secret());
        long begin = Math.max(grant.from(), time.from().getEpochSecond());
        long end = Math.min(grant.until(), time.until().getEpochSecond());
        return new Entitlement(keys, SlotRange.ofSeconds(begin, end, keys.head().slotSeconds()));
    }

    private Entitlement owned(ChainLedger ledger, Hash id) {
        var file = new KeyFile(vault.orElseThrow(), id, ledger.head(id).tenure(), new SecureRandom());
        KeyRing keys =
                file.read().orElseThrow(() -> new UserError("There are no keys of this device in %s.".formatted(file)));
        return new Entitlement(
                keys,
                SlotRange.ofSeconds(
                        time.from().getEpochSecond(),
                        time.until().getEpochSecond(),
                        keys.head().slotSeconds()));
    }

    private int report(VaultReader.Read read) {
        PrintWriter out = spec.commandLine().getOut();
        for (DeviceRecord record : read.records()) {
            String time = Instant.ofEpochMilli(record.timeMillis()).toString();
            record.readings().forEach(reading -> out.printf("%8d  %s  %s%n", record.sequence(), time, reading));
        }
        records.ifPresent(file -> write(file, read.records()));
        if (read.unfixed() > 0) {
            out.printf(
                    "note         %,d records are signed by a key that was replaced since, and nothing on the chain shows"
                            + " that they are older than that: it is the owner's word%n",
                    read.unfixed());
        }
        read.gaps().forEach(gap -> out.printf("missing      %s%n", words(gap)));
        out.printf(
                "%,d records, each signed by the device and in the list that the chain holds; %s%n",
                read.records().size(),
                read.gaps().isEmpty() ? "nothing is missing" : read.gaps().size() + " gaps");
        out.flush();
        return read.gaps().isEmpty() ? 0 : Banyan.FAILED;
    }

    private static String words(Gap gap) {
        return switch (gap) {
            case Gap.Absent(var entry) ->
                "records %d to %d: the store has no segment %s; forgotten by the owner, or dropped"
                        .formatted(entry.firstRecord(), entry.lastRecord(), entry.cid());
            case Gap.NoKey(var entry) ->
                "records %d to %d: sealed in epoch %d, whose keys are not granted, or were forgotten"
                        .formatted(entry.firstRecord(), entry.lastRecord(), entry.epoch());
            case Gap.Wrong(var entry, String reason) ->
                "records %d to %d: %s".formatted(entry.firstRecord(), entry.lastRecord(), reason);
            case Gap.Unlisted(long first, long last) ->
                "records %d to %d: the owner's list leaves them out".formatted(first, last);
        };
    }

    private static void write(Path file, List<DeviceRecord> records) {
        var out = new CborWriter().array(records.size());
        records.forEach(record -> out.bytes(record.encoded()));
        try {
            Files.write(file, out.toBytes().toArray());
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
