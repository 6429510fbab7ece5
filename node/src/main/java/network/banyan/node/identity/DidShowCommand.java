// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import network.banyan.identity.DidDocument;
import network.banyan.identity.DidDocument.Material;
import network.banyan.identity.DidResolver;
import network.banyan.identity.Printable;
import network.banyan.identity.Relationship;
import network.banyan.identity.Resolution;
import network.banyan.identity.Times;
import network.banyan.node.Declined;
import network.banyan.node.cli.NodeUrl;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan did show}: a DID for people. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {"Shows who controls a DID, its keys, delegates and services, and what a device attested.", ""},
        footer = {"", "Example: banyan did show did:banyan:468900:device:0x..."})
public final class DidShowCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(paramLabel = "DID")
    private String did = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (JsonRpcClient rpc = node.client()) {
            switch (new DidResolver(NodeSource.latest(rpc)).resolve(did)) {
                case Resolution.Problem problem ->
                    throw new Declined("There is no document: " + problem.detail() + ".");
                case Resolution.Resolved resolved ->
                    show(resolved, spec.commandLine().getOut());
            }
            return 0;
        }
    }

    private static void show(Resolution.Resolved resolved, PrintWriter out) {
        DidDocument document = resolved.document();
        out.printf("%s%s%n", document.did(), document.deactivated() ? "   CLOSED" : "");
        resolved.createdAt().ifPresent(seconds -> out.printf("registered   %s%n", Times.text(seconds)));
        resolved.updatedAt().ifPresent(seconds -> out.printf("updated      %s%n", Times.text(seconds)));
        document.controllers().forEach(controller -> out.printf("controller   %s%n", controller));
        resolved.attestation()
                .ifPresent(given -> out.printf(
                        "attestation  %s%n",
                        given.kind() == 0 ? "none was given" : given.kindName() + ", evidence " + given.hash()));
        for (DidDocument.Method method : document.methods()) {
            String what = switch (method.material()) {
                case Material.Key key -> key.key().algorithm() + " " + key.key().multikey();
                case Material.Account account -> "account " + account.address();
            };
            String uses = method.purposes().stream().map(Relationship::property).collect(Collectors.joining(", "));
            out.printf("key          %s%n             for %s%n", what, uses);
        }
        for (DidDocument.Service service : document.services()) {
            out.printf(
                    "service      %s, %s: %s%n",
                    Printable.text(service.fragment()),
                    Printable.text(service.type()),
                    Printable.text(service.endpoint()));
        }
        out.flush();
    }
}
