// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.node.UserError;
import network.banyan.node.cli.GatewayAddress;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.GatewayClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.vault.Manifest;
import network.banyan.vault.OwnerVault;
import network.banyan.vault.RecordSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan data store}: seals what a gateway, or a node, has of a device. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a device's records from a gateway, or from the node it publishes to, seals those that are not"
                    + " yet, and puts the list's root on the chain.",
            "The first time makes the stream's keys. Run it as often as you like: it goes on where it was.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan data store meter --gateway http://127.0.0.1:8580 --account 4",
            "  banyan data store my-machine --account 4"
        })
public final class DataStoreCommand implements Callable<Integer> {
    @Mixin
    private OwnedStream stream = new OwnedStream();

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "The gateway that takes its records (default: what --node keeps of them).")
    private Optional<URI> gateway = Optional.empty();

    @Option(
            names = "--slot-seconds",
            paramLabel = "N",
            defaultValue = "3600",
            description = {
                "How long a slot is, the least time that can be shared or forgotten: 60 to 86400.",
                "It counts for a stream that begins (default: ${DEFAULT-VALUE})."
            })
    private long slotSeconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (slotSeconds < Manifest.MIN_SLOT_SECONDS || slotSeconds > Manifest.MAX_SLOT_SECONDS) {
            throw new UserError("--slot-seconds takes 60 to 86400, not %d.".formatted(slotSeconds));
        }
        return stream.act(
                spec,
                open -> gateway.map(url -> fromGateway(open, url))
                        .orElseGet(() -> store(open, shelf(open.ledger().chain().rpc(), open.device()))));
    }

    private int fromGateway(OwnedStream.Open open, URI url) {
        try (GatewayClient client = GatewayAddress.open(url)) {
            return store(open, source(client, open.device()));
        } catch (GatewayClient.Unanswered away) {
            throw new UserError(sentence(away), away);
        }
    }

    private int store(OwnedStream.Open open, RecordSource source) {
        OwnerVault.Stored stored =
                open.vault(Optional.of(slotSeconds)).store(source, open.ledger().deviceKeys(open.device()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "sealed       %,d records in %,d segments; %,d segments in all, up to record %,d%n",
                stored.records(),
                stored.segments(),
                stored.manifest().entries().size(),
                stored.manifest().lastRecord());
        if (stored.forgotten() > 0) {
            out.printf("not kept     %,d records of times that were forgotten%n", stored.forgotten());
        }
        return 0;
    }

    private static String sentence(GatewayClient.Unanswered away) {
        String text = String.valueOf(away.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** What a node keeps; numbers that it does not are passed over. */
    private static RecordSource shelf(JsonRpcClient node, Hash device) {
        return sequence -> {
            long first = sequence;
            while (true) {
                JsonNode answer = node.call("banyan_records", device.toHex(), "0x" + Long.toHexString(first));
                long next = answer.path("next").asLong();
                if (!answer.path("records").isEmpty() || next <= first) {
                    return records(answer.path("records"));
                }
                first = next;
            }
        };
    }

    private static List<Bytes> records(JsonNode hex) {
        try {
            List<Bytes> records = new ArrayList<>();
            hex.forEach(record -> records.add(Bytes.fromHex(record.asText())));
            return records;
        } catch (IllegalArgumentException noHex) {
            throw new UserError("The node's answer holds no records.", noHex);
        }
    }

    private static RecordSource source(GatewayClient client, Hash device) {
        return sequence -> {
            try {
                var in = new CborReader(client.records(device, sequence));
                int count = in.array();
                List<Bytes> records = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    records.add(in.bytes());
                }
                in.end();
                return records;
            } catch (EvidenceFormatException noRecords) {
                throw new UserError("The gateway's answer holds no records: " + noRecords.getMessage(), noRecords);
            }
        };
    }
}
