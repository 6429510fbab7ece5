// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.List;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** How to speak to the DID registry that stands in every genesis (contracts/README.md). */
public final class DidRegistryContract {
    public static final Address ADDRESS = Address.ofNumber(0x1009);

    /** The kind of a key that is an account. */
    public static final int ACCOUNT = 4;

    private static final int MAX_KEYS = 16;
    private static final int MAX_SERVICES = 8;
    private static final int MAX_MATERIAL = 96;
    private static final int MAX_NAME = 32;
    private static final int MAX_TYPE = 64;
    private static final int MAX_ENDPOINT = 256;

    private DidRegistryContract() {}

    /**
     * A key or delegate.
     *
     * @param kind of docs/spec/did.md
     * @param purposes bits of {@link Relationship}
     * @param validUntil seconds since 1970, exclusive; 0 if without end
     */
    public record Key(int kind, int purposes, long validUntil, Bytes material) {
        /** Whether it stands at a time. */
        public boolean standsAt(long seconds) {
            return validUntil == 0 || seconds < validUntil;
        }
    }

    public record Service(String name, String type, String endpoint) {}

    /**
     * All that stands there of a subject.
     *
     * @param version how many changes were made
     * @param updatedAt when the last was, in seconds since 1970; 0 if none was
     */
    public record Sheet(
            Address controller,
            boolean deactivated,
            long version,
            long updatedAt,
            List<Key> keys,
            List<Service> services) {
        public Sheet {
            keys = List.copyOf(keys);
            services = List.copyOf(services);
        }
    }

    public static Bytes setKey(Hash subject, Key key) {
        return AbiValue.call(
                "setKey(bytes32,uint8,uint8,uint64,bytes)",
                AbiValue.of(subject),
                AbiValue.of(key.kind()),
                AbiValue.of(key.purposes()),
                AbiValue.of(key.validUntil()),
                AbiValue.of(key.material()));
    }

    public static Bytes removeKey(Hash subject, int kind, Bytes material) {
        return AbiValue.call(
                "removeKey(bytes32,uint8,bytes)", AbiValue.of(subject), AbiValue.of(kind), AbiValue.of(material));
    }

    public static Bytes setService(Hash subject, Service service) {
        return AbiValue.call(
                "setService(bytes32,string,string,string)",
                AbiValue.of(subject),
                AbiValue.of(service.name()),
                AbiValue.of(service.type()),
                AbiValue.of(service.endpoint()));
    }

    public static Bytes removeService(Hash subject, String name) {
        return AbiValue.call("removeService(bytes32,string)", AbiValue.of(subject), AbiValue.of(name));
    }

    public static Bytes changeController(Hash subject, Address to) {
        return AbiValue.call("changeController(bytes32,address)", AbiValue.of(subject), AbiValue.of(to));
    }

    public static Bytes deactivate(Hash subject) {
        return AbiValue.call("deactivate(bytes32)", AbiValue.of(subject));
    }

    /** Call data of {@code speaksFor}: whether an account may act for a subject now, by its controller's word. */
    public static Bytes mayAct(Hash subject, Address account) {
        return AbiValue.call(
                "speaksFor(bytes32,uint8,uint8,bytes)",
                AbiValue.of(subject),
                AbiValue.of(ACCOUNT),
                AbiValue.of(Relationship.INVOCATION.bit()),
                AbiValue.of(account.toBytes()));
    }

    /**
     * Reads what {@code speaksFor} returned.
     *
     * @throws IdentityException if the bytes are no such answer
     */
    public static boolean mayActOf(Bytes returned) {
        try {
            return AbiReader.ofOutput(returned).flag();
        } catch (AbiException refused) {
            throw new IdentityException("what the DID registry said: " + refused.getMessage());
        }
    }

    /** Call data of {@code document}; it reverts for a device that does not exist. */
    public static Bytes document(Hash subject) {
        return AbiValue.call("document(bytes32)", AbiValue.of(subject));
    }

    /**
     * Reads what {@code document} returned.
     *
     * @throws IdentityException if the bytes are no such answer
     */
    public static Sheet sheet(Bytes returned) {
        try {
            AbiReader in = AbiReader.ofOutput(returned);
            return new Sheet(
                    in.address(),
                    in.flag(),
                    in.number(63),
                    in.number(63),
                    in.list(MAX_KEYS, DidRegistryContract::key),
                    in.list(MAX_SERVICES, DidRegistryContract::service));
        } catch (AbiException refused) {
            throw new IdentityException("what the DID registry said: " + refused.getMessage());
        }
    }

    private static Key key(AbiReader in) {
        AbiReader key = in.struct();
        return new Key((int) key.number(8), (int) key.number(8), key.number(63), key.bytes(MAX_MATERIAL));
    }

    private static Service service(AbiReader in) {
        AbiReader service = in.struct();
        return new Service(service.text(MAX_NAME), service.text(MAX_TYPE), service.text(MAX_ENDPOINT));
    }
}
