// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import network.banyan.identity.CredentialCheck;
import network.banyan.identity.DidResolver;
import network.banyan.identity.Finding;
import network.banyan.identity.MethodFinder;
import network.banyan.identity.Printable;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan credential verify}: says link by link whether a credential holds. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a credential: its form, its proof, who signed it, its time, and whether it was revoked.",
            "Exit code 0 if nothing is broken, 1 if something is, 2 if a file cannot be read. What is UNPROVEN"
                    + " is for you to judge; with --strict it counts as broken.",
            ""
        },
        footer = {
            "",
            "Keys of did:banyan are asked of the node; did:key needs none. Nothing is fetched from the web: get the status",
            "list that the credential names, and say where it is.",
            "Example: banyan credential verify device.vc.json --status-list status.json --strict"
        })
public final class CredentialVerifyCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(paramLabel = "FILE", description = "The credential.")
    private Path file = Path.of("");

    @Option(names = "--status-list", paramLabel = "FILE", description = "A status list; may be repeated.")
    private List<Path> lists = List.of();

    @Option(names = "--issuer", paramLabel = "ID", description = "Refuse what anybody else issued.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--strict", description = "What is unproven counts as broken.")
    private boolean strict;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ObjectNode document = Documents.read(file);
        SortedMap<String, ObjectNode> known = new TreeMap<>();
        for (Path list : lists) {
            ObjectNode content = Documents.read(list);
            known.put(content.path("id").asText(), content);
        }
        try (JsonRpcClient rpc = node.client()) {
            MethodFinder onChain = url -> url.startsWith("did:banyan:")
                    ? MethodFinder.onChain(new DidResolver(NodeSource.latest(rpc)))
                            .find(url)
                    : Optional.empty();
            var check = new CredentialCheck(
                    MethodFinder.DID_KEY.or(onChain),
                    url -> Optional.ofNullable(known.get(url)),
                    Instant.now().getEpochSecond());
            return report(document, check.check(document));
        }
    }

    private int report(ObjectNode document, List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            String word = switch (finding) {
                case Finding.Holds _ -> "holds";
                case Finding.Unproven _ -> "UNPROVEN";
                case Finding.Broken _ -> "BROKEN";
            };
            out.printf("  %-9s %-7s %s%n", word, finding.name(), finding.reason());
        }
        boolean wanted = isFromWanted(document, out);
        boolean open = findings.stream().anyMatch(Finding.Unproven.class::isInstance);
        boolean good = wanted && CredentialCheck.stands(findings) && !(strict && open);
        if (good) {
            out.printf("%n%s%n", open ? "Nothing is broken, but not all is proven." : "The credential holds.");
            for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> claim :
                    document.path("credentialSubject").properties()) {
                out.printf(
                        "  %s: %s%n",
                        Printable.text(claim.getKey()),
                        Printable.text(claim.getValue().asText(claim.getValue().toString())));
            }
        } else {
            out.printf("%nThe credential does NOT hold.%n");
        }
        out.flush();
        return good ? 0 : Banyan.FAILED;
    }

    private boolean isFromWanted(ObjectNode document, PrintWriter out) {
        if (issuer.isEmpty()) {
            return true;
        }
        String named = document.path("issuer").isObject()
                ? document.path("issuer").path("id").asText()
                : document.path("issuer").asText();
        if (named.equals(issuer.get())) {
            return true;
        }
        if (issuer.get().isBlank()) {
            throw new UserError("--issuer is empty.");
        }
        out.printf("  %-9s %-7s it names %s, not %s%n", "BROKEN", "issuer", Printable.text(named), issuer.get());
        return false;
    }
}
