// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.banyan.identity.Credential;
import network.banyan.identity.IdentityException;
import network.banyan.identity.StatusListCredential;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan credential revoke}: sets a credential's bit and signs the list anew. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Sets a credential's bit in the status list and signs the list anew. Publish the list then: verifiers see it.",
            ""
        },
        footer = {"", "Example: banyan credential revoke device.vc.json --list status.json --signing-key issuer.key"})
public final class CredentialRevokeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The credential.")
    private Path file = Path.of("");

    @Option(names = "--list", required = true, paramLabel = "FILE", description = "The list of `status-list`.")
    private Path listFile = Path.of("");

    @Option(names = "--signing-key", required = true, paramLabel = "FILE", description = "The issuer's key.")
    private Path keyFile = Path.of("");

    @Option(names = "--undo", description = "Clears the bit: the credential holds again.")
    private boolean undo;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            Credential credential = Credential.of(Documents.read(file));
            StatusListCredential list = StatusListCredential.of(Credential.of(Documents.read(listFile)));
            String id = list.credential()
                    .id()
                    .orElseThrow(
                            () -> new UserError("%s has no id, so no credential can name it.".formatted(listFile)));
            Credential.Status status = credential.statuses().stream()
                    .filter(one -> one.listUrl().equals(id) && one.purpose().equals("revocation"))
                    .findFirst()
                    .orElseThrow(() ->
                            new UserError("%s does not name the list %s for its revocation.".formatted(file, id)));
            if (!list.credential().issuer().equals(credential.issuer())) {
                throw new UserError("The list is another issuer's than the credential.");
            }
            long now = Instant.now().getEpochSecond();
            ObjectNode draft = StatusListCredential.draft(
                    id, credential.issuer(), now, list.list().with(status.index(), !undo));
            Documents.replace(listFile, new Issuer(credential.issuer(), Documents.key(keyFile)).sign(draft, now));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("entry %d of %s is %s%n", status.index(), id, undo ? "clear" : "set");
            out.flush();
            return 0;
        } catch (IdentityException malformed) {
            throw new UserError("That does not go together: %s.".formatted(malformed.getMessage()), malformed);
        }
    }
}
