// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** How to speak to the device registry that stands in every genesis (contracts/README.md). */
public final class RegistryContract {
    public static final Address ADDRESS = Address.ofNumber(0x1001);

    /** The longest name of a device, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 64;

    private static final String REGISTER = "register(address,bytes32,bytes32,string,bytes32,bytes32)";
    private static final String STANDING = "standing(bytes32,address)";
    private static final byte[] REGISTER_DOMAIN = "banyan.device.register.v1".getBytes(StandardCharsets.US_ASCII);

    private RegistryContract() {}

    /** A device's id for ever: Keccak-256 of the x and y of its first key. */
    public static Hash idOf(P256.PublicKey firstKey) {
        return Keccak.hash(Words.concat(new byte[0], firstKey.x(), firstKey.y()));
    }

    /** The 256 bytes that a device signs (ES256) to be registered to an owner on a chain. */
    public static byte[] registerMessage(long chainId, Address owner, P256.PublicKey key, String name) {
        byte[] domain = new byte[Hash.SIZE];
        System.arraycopy(REGISTER_DOMAIN, 0, domain, 0, REGISTER_DOMAIN.length);
        return Words.concat(
                domain,
                UInt256.of(chainId).toHash(),
                ADDRESS.toWord().toHash(),
                owner.toWord().toHash(),
                key.x(),
                key.y(),
                Sha256.hash(name.getBytes(StandardCharsets.UTF_8)),
                Hash.ZERO);
    }

    /**
     * Call data of {@code register}; anyone may send it.
     *
     * @param signature of {@link #registerMessage} by the key
     * @throws IllegalArgumentException if the name has over 64 bytes or the signature not 64
     */
    public static Bytes register(Address owner, P256.PublicKey key, String name, Bytes signature) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a device's name has at most 64 bytes, not " + text.length);
        }
        if (signature.size() != P256.SIGNATURE_SIZE) {
            throw new IllegalArgumentException("a P-256 signature has 64 bytes, not " + signature.size());
        }
        return AbiValue.call(
                REGISTER,
                AbiValue.of(owner),
                AbiValue.of(key.x()),
                AbiValue.of(key.y()),
                AbiValue.of(name),
                AbiValue.of(Hash.at(signature.unsafeArray(), 0)),
                AbiValue.of(Hash.at(signature.unsafeArray(), Hash.SIZE)));
    }

    /** Call data of {@code standing}: what the registry knows of a device, and whether an account may anchor for it. */
    public static Bytes standing(Hash device, Address sender) {
        return AbiValue.call(STANDING, AbiValue.of(device), AbiValue.of(sender));
    }

    /**
     * @param owner the account the device belongs to
     * @param key its present key; empty once it was revoked
     * @param mayAnchor whether the account asked about is its owner or operator
     */
    public record Standing(Address owner, Optional<P256.PublicKey> key, boolean mayAnchor) {}

    /**
     * Reads what {@code standing} returned; empty if the device is unknown.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static Optional<Standing> standing(Bytes returned) {
        var words = Words.ofOutput(returned);
        Address owner = words.address();
        var key = new P256.PublicKey(words.hash(), words.hash());
        boolean active = words.flag();
        boolean mayAnchor = words.flag();
        return owner.equals(Address.ZERO)
                ? Optional.empty()
                : Optional.of(new Standing(owner, active ? Optional.of(key) : Optional.empty(), mayAnchor));
    }

    /** The registry's storage slots of a device, for who reads the state without running the contract. */
    public record Slots(UInt256 standing, UInt256 keyX, UInt256 keyY) {
        public static Slots of(Hash device) {
            UInt256 base =
                    Keccak.hash(Words.concat(new byte[0], device, Hash.ZERO)).toUInt256();
            return new Slots(base, base.plus(UInt256.ONE), base.plus(UInt256.of(2)));
        }

        /** The owner in the low 20 bytes of the standing slot; zero if there is no such device. */
        public static Address owner(UInt256 standing) {
            return Address.ofWord(standing);
        }

        /** Whether the device is in service: byte 28 from the low end, above owner and time of registration. */
        public static boolean active(UInt256 standing) {
            return (standing.a() >>> 32 & 0xff) == 1;
        }
    }
}
