// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.DidDocument.Material;
import network.banyan.identity.DidDocument.Method;
import network.banyan.identity.DidRegistryContract.Sheet;
import network.banyan.primitives.Address;

/** Makes DID documents from the state of a chain (docs/spec/did.md, Read). */
public final class DidResolver {
    private static final List<Relationship> DEVICE_PURPOSES =
            List.of(Relationship.AUTHENTICATION, Relationship.ASSERTION);
    private static final List<Relationship> ACCOUNT_PURPOSES = List.of(
            Relationship.AUTHENTICATION, Relationship.ASSERTION, Relationship.INVOCATION, Relationship.DELEGATION);

    private final ChainSource chain;

    public DidResolver(ChainSource chain) {
        this.chain = chain;
    }

    /** Any text is answered. */
    public Resolution resolve(String text) {
        return switch (Did.parse(text)) {
            case Did.Parsed.Refused refused -> refused.problem();
            case Did.Parsed.Ours ours -> resolve(ours.did());
        };
    }

    public Resolution resolve(Did did) {
        if (did.chainId() != chain.chainId()) {
            return new Resolution.Problem(
                    Resolution.Reason.NOT_FOUND,
                    "that DID is of chain %d; this is chain %d".formatted(did.chainId(), chain.chainId()));
        }
        try {
            return switch (did) {
                case Did.Device device -> device(device);
                case Did.Account account -> account(account);
            };
        } catch (IdentityException | EvidenceFormatException unreadable) {
            return new Resolution.Problem(
                    Resolution.Reason.INTERNAL_ERROR, "the chain's answer cannot be read: " + unreadable.getMessage());
        }
    }

    private Resolution device(Did.Device device) {
        Optional<Passport> passport = chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(device.id()))
                .map(Passport::ofFields);
        Optional<Sheet> sheet = sheet(device);
        if (passport.isEmpty() || sheet.isEmpty()) {
            return new Resolution.Problem(Resolution.Reason.NOT_FOUND, "no such device is registered");
        }
        Passport facts = passport.get();
        DidDocument document = facts.active()
                ? new DidDocument(
                        device,
                        List.of(new Did.Account(device.chainId(), facts.owner())),
                        methods(keyMethod(new PublicKey.P256Key(facts.key()), DEVICE_PURPOSES), sheet.get()),
                        services(sheet.get()),
                        false)
                : DidDocument.closed(device);
        return new Resolution.Resolved(
                document,
                OptionalLong.of(facts.registeredAt()),
                updatedAt(sheet.get()),
                Optional.of(facts.attestation()));
    }

    private Resolution account(Did.Account account) {
        Optional<Sheet> found = sheet(account);
        if (found.isEmpty()) {
            return new Resolution.Problem(Resolution.Reason.NOT_FOUND, "this chain has no DID registry");
        }
        Sheet sheet = found.get();
        Address controller = sheet.controller();
        List<Did> controllers = controller.equals(account.address())
                ? List.of()
                : List.of(new Did.Account(account.chainId(), controller));
        var own = new Method("account", new Material.Account(controller), ACCOUNT_PURPOSES);
        DidDocument document = sheet.deactivated()
                ? DidDocument.closed(account)
                : new DidDocument(account, controllers, methods(own, sheet), services(sheet), false);
        return new Resolution.Resolved(document, OptionalLong.empty(), updatedAt(sheet), Optional.empty());
    }

    private Optional<Sheet> sheet(Did did) {
        return chain.call(DidRegistryContract.ADDRESS, DidRegistryContract.document(did.subject()))
                .map(DidRegistryContract::sheet);
    }

    /** The one that is there anyway, and those that were added and stand now. */
    private List<Method> methods(Method own, Sheet sheet) {
        List<Method> methods = new ArrayList<>();
        methods.add(own);
        for (DidRegistryContract.Key key : sheet.keys()) {
            method(key)
                    .filter(_ -> key.standsAt(chain.timestamp()))
                    .filter(method ->
                            methods.stream().noneMatch(other -> other.fragment().equals(method.fragment())))
                    .ifPresent(methods::add);
        }
        return methods;
    }

    /** Empty for what is no key: the registry holds bytes of the right length, and no more is checked there. */
    private static Optional<Method> method(DidRegistryContract.Key key) {
        List<Relationship> purposes = Relationship.ofBits(key.purposes());
        if (key.kind() == DidRegistryContract.ACCOUNT) {
            Address delegate = Address.of(key.material().toArray());
            return Optional.of(new Method("delegate-" + delegate.toHex(), new Material.Account(delegate), purposes));
        }
        try {
            return Optional.of(keyMethod(PublicKey.ofChain(key.kind(), key.material()), purposes));
        } catch (IdentityException notAKey) {
            return Optional.empty();
        }
    }

    private static Method keyMethod(PublicKey key, List<Relationship> purposes) {
        return new Method(key.multikey(), new Material.Key(key), purposes);
    }

    private static List<DidDocument.Service> services(Sheet sheet) {
        return sheet.services().stream()
                .map(service -> new DidDocument.Service(service.name(), service.type(), service.endpoint()))
                .toList();
    }

    private static OptionalLong updatedAt(Sheet sheet) {
        return sheet.updatedAt() == 0 ? OptionalLong.empty() : OptionalLong.of(sheet.updatedAt());
    }
}
