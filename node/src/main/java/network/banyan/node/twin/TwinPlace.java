// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import java.net.URI;
import network.banyan.device.NodePort;
import network.banyan.device.RegistryOwners;
import network.banyan.node.UserError;
import network.banyan.node.cli.GatewayAddress;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.ReadingName;
import network.banyan.primitives.Hash;
import network.banyan.sdk.GatewayClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.tracker.RegistryKeys;
import network.banyan.twin.Owners;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command about a twin: which device, at which gateway; and the node, which says whose it is. */
final class TwinPlace {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "By its name or id.")
    private String device = "";

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8580",
            description = "The gateway that keeps the twin (default: ${DEFAULT-VALUE}).")
    private URI gateway = URI.create("");

    @Mixin
    private NodeUrl node = new NodeUrl();

    /** A person's question about a twin; what stands in the way becomes a sentence. */
    @FunctionalInterface
    interface Action {
        int run(KeptTwin twin) throws InterruptedException;
    }

    int act(Action action) throws InterruptedException {
        JsonRpcClient rpc = node.client();
        try (GatewayClient client = GatewayAddress.open(gateway)) {
            Hash id = Hash.fromHex(ReadingName.device(rpc, device));
            return action.run(new KeptTwin(client, id, new RegistryOwners(rpc), new RegistryKeys(rpc)));
        } catch (GatewayClient.Unanswered away) {
            throw new UserError("The gateway does not answer: " + away.getMessage() + ".", away);
        } catch (Owners.Unknown | NodePort.Unavailable away) {
            throw new UserError("The node cannot say: " + away.getMessage() + ".", away);
        }
    }
}
