// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import network.banyan.crypto.Secp256k1;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.node.cli.GivenFile;
import network.banyan.node.devnet.TestAccount;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.Owners.Ownership;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinException;
import network.banyan.twin.TwinVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan twin desire}: signs what a device should do, and hands it to the gateway. */
@Command(
        name = "desire",
        mixinStandardHelpOptions = true,
        description = {
            "Merges settings into what is desired of a device, signs the next version, and hands it to the"
                    + " gateway, which keeps it and tells the device.",
            "No transaction, no fee.",
            ""
        },
        footer = {
            "",
            "A value is JSON if it reads as such, else a text; null takes a setting away. On a devnet whose test account",
            "owns the device no key need be named.",
            "",
            "Examples:",
            "  banyan twin desire cold-cart interval=5s",
            "  banyan twin desire meter interval=1m 'led={\"on\":true}' --key owner.key",
            "  banyan twin desire meter --file settings.json --replace --key owner.key"
        })
public final class TwinDesireCommand implements Callable<Integer> {
    private static final int FILE_BYTES_MAX = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Mixin
    private TwinPlace place = new TwinPlace();

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Settings to merge.")
    private List<String> settings = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A JSON object to merge (RFC 7396), before the settings.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--replace", description = "Begin with an empty document instead of the present one.")
    private boolean replace;

    @Mixin
    private SigningKey signing = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (settings.isEmpty() && file.isEmpty() && !replace) {
            throw new UserError("Say what is desired: NAME=VALUE, or --file FILE.");
        }
        ObjectNode patch = patch();
        return place.act(twin -> {
            PrintWriter out = spec.commandLine().getOut();
            Ownership ownership = twin.owners()
                    .of(twin.device())
                    .orElseThrow(() -> new Declined("The device is not registered, or was revoked."));
            Hash key = key(twin, ownership.owner());
            Desired desired = next(twin, ownership, patch, key);
            twin.desire(desired);
            out.printf(
                    "%s is desired: %s%n",
                    desired.version(),
                    DeviceCommand.printable(desired.document().toString()));
            out.println("pending   " + TwinText.pending(twin.look()));
            out.flush();
            return 0;
        });
    }

    private Desired next(KeptTwin twin, Ownership ownership, ObjectNode patch, Hash key) {
        KeptTwin.Seen seen = twin.look();
        try {
            TwinDocument document = base(seen, ownership.tenure()).merged(TwinDocument.of(patch));
            var version = new TwinVersion(ownership.tenure(), seen.lastNumber(ownership.tenure()) + 1);
            return Desired.sign(
                    twin.owners().chainId(),
                    twin.device(),
                    version,
                    System.currentTimeMillis(),
                    document,
                    digest -> Secp256k1.sign(digest, key));
        } catch (TwinException refused) {
            throw new UserError("That is no document of a twin: " + refused.getMessage() + ".", refused);
        }
    }

    /** What is merged into is signed again, so it must have been the owner's own words. */
    private TwinDocument base(KeptTwin.Seen seen, long tenure) {
        if (replace
                || seen.desired()
                        .filter(last -> last.version().tenure() == tenure)
                        .isEmpty()) {
            return TwinDocument.EMPTY;
        }
        if (seen.doubt().isPresent()) {
            throw new Declined(
                    "The gateway shows a document that the owner did not sign (%s); say --replace to begin anew."
                            .formatted(DeviceCommand.printable(seen.doubt().get())));
        }
        return seen.desired().get().document();
    }

    private Hash key(KeptTwin twin, Address owner) {
        if (signing.isNamed()) {
            Hash secret = signing.secret();
            Address signer = Secp256k1.addressOf(secret);
            if (!signer.equals(owner) && !twin.owners().isDelegate(twin.device(), signer)) {
                throw new Declined("The device is account %s's, not %s's.".formatted(owner, signer));
            }
            return secret;
        }
        return Stream.concat(
                        TestAccount.all().stream(),
                        Stream.of(TestAccount.deviceOwner(), TestAccount.trackerOwner(), TestAccount.gatewayOwner()))
                .filter(account -> account.address().equals(owner))
                .findFirst()
                .map(TestAccount::privateKey)
                .orElseThrow(() -> new UserError(
                        "Say who signs: --key FILE with the key of account %s, who owns the device, or of a delegate."
                                .formatted(owner)));
    }

    private ObjectNode patch() {
        ObjectNode patch = file.map(TwinDesireCommand::read).orElseGet(JsonNodeFactory.instance::objectNode);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UserError("A setting is written NAME=VALUE, not \"%s\".".formatted(setting));
            }
            patch.set(setting.substring(0, equals), value(setting.substring(equals + 1)));
        }
        return patch;
    }

    private static JsonNode value(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : json;
        } catch (JsonProcessingException words) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return TwinDocument.read(Bytes.wrap(GivenFile.read(file, "document of a twin", FILE_BYTES_MAX)))
                    .json();
        } catch (TwinException noDocument) {
            throw new UserError(
                    "The file %s is no document of a twin: %s.".formatted(file, noDocument.getMessage()), noDocument);
        }
    }
}
