// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.sdk.GatewayClient;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code banyan evidence}: one self-contained proof of one reading. */
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the evidence bundle of a reading: everything `banyan verify` needs besides genesis.json.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan evidence my-machine/12 > proof.json",
            "  banyan evidence my-machine/12 --cbor --out proof.cbor",
            "  banyan evidence meter/7 --gateway http://127.0.0.1:8580 > proof.json",
            "  banyan verify proof.json --genesis .banyan/devnet/genesis.json"
        })
public final class EvidenceCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "READING",
            description = "DEVICE/NUMBER as `banyan device readings` lists it, or the record's id.")
    private String reading = "";

    @Option(names = "--cbor", description = "Write CBOR instead of JSON.")
    private boolean cbor;

    @Option(
            names = "--since-epoch",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out how committees changed before this epoch, for who trusts its checkpoint.")
    private long sinceEpoch;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "Ask this gateway, not the node's; the node only says which device is called so.")
    private Optional<URI> gateway = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write to a file instead of standard output.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Override
    public Integer call() {
        if (sinceEpoch < 0) {
            throw new UserError("--since-epoch is 0 or more, not %d.".formatted(sinceEpoch));
        }
        byte[] file = gateway.map(this::fromGateway).orElseGet(this::fromNode);
        try {
            if (out.isPresent()) {
                Files.write(out.get(), file);
            } else {
                System.out.write(file);
                System.out.flush();
            }
        } catch (IOException failed) {
            throw new UserError("The bundle cannot be written: " + UserError.why(failed), failed);
        }
        return 0;
    }

    private byte[] fromGateway(URI address) {
        ReadingName.Numbered named = ReadingName.numbered(node.client(), reading);
        try (GatewayClient client = GatewayAddress.open(address)) {
            return client.evidence(Hash.fromHex(named.device()), named.sequence(), cbor, sinceEpoch)
                    .toArray();
        } catch (GatewayClient.Unanswered unanswered) {
            throw new UserError("There is no evidence: " + unanswered.getMessage() + ".", unanswered);
        }
    }

    /** From the gateway behind the node, if it has the record; else from the node's own shelf. */
    private byte[] fromNode() {
        JsonRpcClient client = node.client();
        if (reading.contains("/") && sinceEpoch == 0) {
            try (NodesGateway gatewayOfNode = new NodesGateway(node)) {
                var bundle = gatewayOfNode.evidence(ReadingName.numbered(client, reading), cbor ? "cbor" : "json");
                if (bundle.isPresent()) {
                    return bundle.get().toArray();
                }
            }
        }
        String record = ReadingName.record(client, reading);
        String form = cbor ? "cbor" : "json";
        // Nodes that know no epochs take two parameters.
        String answer = (sinceEpoch == 0
                        ? client.call("banyan_evidence", record, form)
                        : client.call("banyan_evidence", record, form, "0x" + Long.toHexString(sinceEpoch)))
                .asText();
        return cbor ? Hex.decode(answer) : answer.getBytes(StandardCharsets.UTF_8);
    }
}
