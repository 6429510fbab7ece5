// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.identity.Credential;
import network.banyan.identity.IdentityException;
import network.banyan.identity.Json;
import network.banyan.identity.SecretKey;
import network.banyan.identity.Times;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan credential issue}: signs what an issuer says of a subject. */
@Command(
        name = "issue",
        mixinStandardHelpOptions = true,
        description = {"Signs a credential and prints it. It needs no network.", ""},
        footer = {
            "",
            "The issuer's DID must name the key for assertionMethod (banyan did add-key) before others can verify it;",
            "without --issuer it is the did:key of the key, which needs nothing.",
            "Example: banyan credential issue --signing-key issuer.key --subject did:banyan:468900:device:0x... "
                    + "--claim hardware=ATECC608B"
        })
public final class CredentialIssueCommand implements Callable<Integer> {
    private static final String UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2";

    @Option(names = "--signing-key", required = true, paramLabel = "FILE", description = "A key of `did new-key`.")
    private Path keyFile = Path.of("");

    @Option(names = "--issuer", paramLabel = "DID", description = "Whose word it is.")
    private Optional<String> issuer = Optional.empty();

    @Option(names = "--subject", required = true, paramLabel = "DID", description = "Of whom or what it is said.")
    private String subject = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What sort of credential it is, besides VerifiableCredential; may be repeated.")
    private List<String> types = List.of();

    @Option(names = "--claim", paramLabel = "NAME=TEXT", description = "What is said; may be repeated.")
    private List<String> claims = List.of();

    @Option(names = "--claims", paramLabel = "FILE", description = "A JSON object with more of what is said.")
    private Optional<Path> claimsFile = Optional.empty();

    @Option(names = "--valid-until", paramLabel = "TIME", description = "Such as 2027-01-01T00:00:00Z.")
    private Optional<String> validUntil = Optional.empty();

    @Option(names = "--status", paramLabel = "URL", description = "The id of the status list that can revoke it.")
    private Optional<String> status = Optional.empty();

    @Option(names = "--index", paramLabel = "N", description = "Its entry there; each credential needs one of its own.")
    private Optional<Long> index = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SecretKey key = Documents.key(keyFile);
        var signer = new Issuer(issuer.orElseGet(() -> Issuer.didKey(key)), key);
        long now = Instant.now().getEpochSecond();
        ObjectNode draft = draft(signer.did(), now);
        try {
            Credential.of(draft);
        } catch (IdentityException malformed) {
            throw new UserError("That makes no credential: %s.".formatted(malformed.getMessage()), malformed);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(Json.pretty(signer.sign(draft, now)));
        out.flush();
        return 0;
    }

    private ObjectNode draft(String issuerDid, long now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("@context").add(Credential.CONTEXT).add(UNDEFINED_TERMS);
        List<String> all = new ArrayList<>(List.of(Credential.TYPE));
        all.addAll(types);
        var type = json.putArray("type");
        all.forEach(type::add);
        json.put("issuer", issuerDid);
        json.put("validFrom", Times.text(now));
        validUntil.ifPresent(time -> json.put("validUntil", Times.text(Terms.seconds(time))));
        ObjectNode said = json.putObject("credentialSubject").put("id", subject);
        claimsFile.ifPresent(file -> said.setAll(Documents.read(file)));
        for (String claim : claims) {
            int equals = claim.indexOf('=');
            if (equals < 1) {
                throw new UserError("--claim takes NAME=TEXT, not \"%s\".".formatted(claim));
            }
            said.put(claim.substring(0, equals), claim.substring(equals + 1));
        }
        said.put("id", subject);
        if (status.isPresent() != index.isPresent()) {
            throw new UserError("--status and --index go together: which list, and which entry of it.");
        }
        status.ifPresent(url -> json.putObject("credentialStatus")
                .put("id", url + "#" + index.orElseThrow())
                .put("type", "BitstringStatusListEntry")
                .put("statusPurpose", "revocation")
                .put("statusListIndex", Long.toString(index.orElseThrow()))
                .put("statusListCredential", url));
        return json;
    }
}
