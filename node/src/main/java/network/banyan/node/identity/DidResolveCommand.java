// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import network.banyan.identity.DidResolver;
import network.banyan.identity.Json;
import network.banyan.identity.Resolution;
import network.banyan.node.Banyan;
import network.banyan.node.cli.NodeUrl;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan did resolve}: the resolution result as JSON. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = {
            "Resolves a DID from the chain's last final block and prints the result of DID Resolution as JSON.",
            "Exit code 0 if there is a document, 1 if not: the reason stands in the result.",
            ""
        },
        footer = {
            "",
            "A node answers the same over HTTP: GET /1.0/identifiers/<did>",
            "Example: banyan did resolve did:banyan:468900:device:0x..."
        })
public final class DidResolveCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(paramLabel = "DID")
    private String did = "";

    @Option(names = "--document", description = "The DID document alone.")
    private boolean documentAlone;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (JsonRpcClient rpc = node.client()) {
            Resolution resolution = new DidResolver(NodeSource.latest(rpc)).resolve(did);
            PrintWriter out = spec.commandLine().getOut();
            switch (resolution) {
                case Resolution.Resolved resolved
                when documentAlone -> out.print(Json.pretty(resolved.document().toJson()));
                case Resolution.Resolved _, Resolution.Problem _ -> out.print(Json.pretty(resolution.toJson()));
            }
            out.flush();
            return resolution instanceof Resolution.Resolved ? 0 : Banyan.FAILED;
        }
    }
}
