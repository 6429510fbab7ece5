// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.X25519;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.AgreementKey;
import network.banyan.identity.Did;
import network.banyan.identity.DidRegistryContract;
import network.banyan.identity.DidRegistryContract.Service;
import network.banyan.identity.PublicKey;
import network.banyan.identity.Relationship;
import network.banyan.identity.SecretKey;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.staking.Addresses;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan did}: reads DIDs from the chain, and changes one's own. */
@Command(
        name = "did",
        mixinStandardHelpOptions = true,
        description = {
            "Decentralised identifiers of devices, people and applications.",
            "They are written did:banyan:<chain id>:device:0x... and did:banyan:<chain id>:account:0x...;"
                    + " docs/spec/did.md is the method's specification.",
            ""
        },
        subcommands = {DidResolveCommand.class, DidShowCommand.class},
        footer = {
            "",
            "Examples, on a devnet:",
            "  banyan did new-key issuer.key --type ed25519",
            "  banyan did add-key did:banyan:468900:account:0x... z6Mk... --account 1",
            "  banyan did show did:banyan:468900:account:0x...",
            "  banyan did resolve did:banyan:468900:device:0x..."
        })
public final class DidCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: did resolve, show, add-key, delegate, revoke, ...");
    }

    @Command(
            name = "new-key",
            mixinStandardHelpOptions = true,
            description = {"Makes a key that signs credentials or receives data, in a file that only you may read.", ""
            },
            footer = {"", "Example: banyan did new-key issuer.key --type p256"})
    int newKey(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--type",
                            paramLabel = "TYPE",
                            defaultValue = "ed25519",
                            description = "ed25519, p256, p384, or x25519 to receive data (default: ${DEFAULT-VALUE}).")
                    String type) {
        ObjectNode made = switch (type) {
            case "ed25519" -> signing(SecretKey.Kind.ED25519);
            case "p256" -> signing(SecretKey.Kind.P256);
            case "p384" -> signing(SecretKey.Kind.P384);
            case "x25519" -> new AgreementKey(chance(X25519.SIZE)).toJson();
            default -> throw new UserError("--type is ed25519, p256, p384 or x25519, not \"%s\".".formatted(type));
        };
        Documents.create(file, made);
        PrintWriter out = out();
        out.printf("%s%n", made.path("publicKeyMultibase").asText());
        out.flush();
        return 0;
    }

    private static ObjectNode signing(SecretKey.Kind kind) {
        return new SecretKey(kind, chance(kind.size())).toJson();
    }

    private static Bytes chance(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Command(
            name = "add-key",
            mixinStandardHelpOptions = true,
            description = {"Adds a key to a DID's document, or says anew what it is for.", ""},
            footer = {
                "",
                "Example: banyan did add-key did:banyan:468900:account:0x... z6Mk... --for assertionMethod --account 1"
            })
    int addKey(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "MULTIKEY", converter = KeyArgument.class) PublicKey key,
            @Mixin Terms terms,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        Relationship usual = key instanceof PublicKey.X25519Key ? Relationship.AGREEMENT : Relationship.ASSERTION;
        var entry = new DidRegistryContract.Key(
                key.chainKind(), terms.purposes(usual), terms.validUntil(), key.chainBytes());
        return change(
                did, DidRegistryContract.ADDRESS, DidRegistryContract.setKey(did.subject(), entry), signing, node);
    }

    @Command(
            name = "remove-key",
            mixinStandardHelpOptions = true,
            description = {
                "Removes a key from a DID's document. What it signed can no longer be verified by resolving.",
                ""
            },
            footer = {"", "Example: banyan did remove-key did:banyan:468900:account:0x... z6Mk... --account 1"})
    int removeKey(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "MULTIKEY", converter = KeyArgument.class) PublicKey key,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        Bytes call = DidRegistryContract.removeKey(did.subject(), key.chainKind(), key.chainBytes());
        return change(did, DidRegistryContract.ADDRESS, call, signing, node);
    }

    @Command(
            name = "delegate",
            mixinStandardHelpOptions = true,
            description = {"Lets another account act for a DID.", "It cannot change the document.", ""},
            footer = {
                "",
                "Example: banyan did delegate did:banyan:468900:account:0x... 0x... --for capabilityInvocation "
                        + "--until 2027-01-01T00:00:00Z --account 1"
            })
    int delegate(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "ACCOUNT", converter = Addresses.class) Address delegate,
            @Mixin Terms terms,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        var entry = new DidRegistryContract.Key(
                DidRegistryContract.ACCOUNT,
                terms.purposes(Relationship.INVOCATION),
                terms.validUntil(),
                delegate.toBytes());
        return change(
                did, DidRegistryContract.ADDRESS, DidRegistryContract.setKey(did.subject(), entry), signing, node);
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {"Takes a delegate's right away.", ""},
            footer = {"", "Example: banyan did revoke did:banyan:468900:account:0x... 0x... --account 1"})
    int revoke(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "ACCOUNT", converter = Addresses.class) Address delegate,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        Bytes call = DidRegistryContract.removeKey(did.subject(), DidRegistryContract.ACCOUNT, delegate.toBytes());
        return change(did, DidRegistryContract.ADDRESS, call, signing, node);
    }

    @Command(
            name = "add-service",
            mixinStandardHelpOptions = true,
            description = {"Adds a service to a DID's document, or replaces the one of that name.", ""},
            footer = {
                "",
                "Example: banyan did add-service did:banyan:468900:device:0x... data SensorData"
                        + " https://gateway.example --account 1"
            })
    int addService(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "TYPE") String type,
            @Parameters(paramLabel = "ENDPOINT") String endpoint,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        Bytes call = DidRegistryContract.setService(did.subject(), new Service(name, type, endpoint));
        return change(did, DidRegistryContract.ADDRESS, call, signing, node);
    }

    @Command(
            name = "remove-service",
            mixinStandardHelpOptions = true,
            description = {"Removes a service from a DID's document.", ""},
            footer = {"", "Example: banyan did remove-service did:banyan:468900:device:0x... data --account 1"})
    int removeService(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "NAME") String name,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        Bytes call = DidRegistryContract.removeService(did.subject(), name);
        return change(did, DidRegistryContract.ADDRESS, call, signing, node);
    }

    @Command(
            name = "transfer",
            mixinStandardHelpOptions = true,
            description = {
                "Hands a device, or an account's DID, to another account.",
                "Keys, services and delegates of its document end with that.",
                ""
            },
            footer = {"", "Example: banyan did transfer did:banyan:468900:device:0x... 0x... --account 1"})
    int transfer(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Parameters(paramLabel = "ACCOUNT", converter = Addresses.class) Address to,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        return switch (did) {
            case Did.Device device ->
                change(
                        did,
                        RegistryContract.ADDRESS,
                        AbiValue.call("transfer(bytes32,address)", AbiValue.of(device.id()), AbiValue.of(to)),
                        signing,
                        node);
            case Did.Account _ ->
                change(
                        did,
                        DidRegistryContract.ADDRESS,
                        DidRegistryContract.changeController(did.subject(), to),
                        signing,
                        node);
        };
    }

    @Command(
            name = "deactivate",
            mixinStandardHelpOptions = true,
            description = {"Revokes a device, or closes an account's DID, for good.", ""},
            footer = {"", "Example: banyan did deactivate did:banyan:468900:account:0x... --account 1"})
    int deactivate(
            @Parameters(paramLabel = "DID", converter = DidArgument.class) Did did,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        return switch (did) {
            case Did.Device device ->
                change(
                        did,
                        RegistryContract.ADDRESS,
                        AbiValue.call("revoke(bytes32)", AbiValue.of(device.id())),
                        signing,
                        node);
            case Did.Account _ ->
                change(did, DidRegistryContract.ADDRESS, DidRegistryContract.deactivate(did.subject()), signing, node);
        };
    }

    private int change(Did did, Address contract, Bytes call, SigningKey signing, NodeUrl node) {
        var wallet = signing.wallet();
        try (ChainClient chain = new ChainClient(node.client())) {
            long chainId = chain.chainId();
            if (did.chainId() != chainId) {
                throw new UserError(
                        "That DID is of chain %d; this node's is chain %d.".formatted(did.chainId(), chainId));
            }
            new Sending(chain, out(), IdentityRefusals::sentence).send(wallet, contract, UInt256.ZERO, call);
            return 0;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
