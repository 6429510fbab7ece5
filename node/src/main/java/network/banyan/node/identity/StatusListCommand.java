// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.identity.SecretKey;
import network.banyan.identity.StatusList;
import network.banyan.identity.StatusListCredential;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan credential status-list}: begins a list in which nothing is revoked. */
@Command(
        name = "status-list",
        mixinStandardHelpOptions = true,
        description = {"Writes a new, signed status list of 131,072 entries, none of them set.", ""},
        footer = {
            "",
            "Example: banyan credential status-list status.json --id https://acme.example/status/1 "
                    + "--issuer did:banyan:468900:account:0x... --signing-key issuer.key"
        })
public final class StatusListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--id", required = true, paramLabel = "URL", description = "Where it will be published.")
    private String id = "";

    @Option(names = "--issuer", paramLabel = "DID", description = "As in the credentials.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--signing-key", required = true, paramLabel = "FILE", description = "The issuer's key.")
    private Path keyFile = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new UserError("%s is there already; a new list would undo what the old one revoked.".formatted(file));
        }
        SecretKey key = Documents.key(keyFile);
        var signer = new Issuer(issuer.orElseGet(() -> Issuer.didKey(key)), key);
        long now = Instant.now().getEpochSecond();
        Documents.replace(
                file, signer.sign(StatusListCredential.draft(id, signer.did(), now, StatusList.empty()), now));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s, with %d entries%n", file, StatusList.MIN_ENTRIES);
        out.flush();
        return 0;
    }
}
