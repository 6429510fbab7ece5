// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final String ATTEST = "attest(bytes32,uint8,bytes32,(bytes32,bytes32))";
    private static final String PASSPORT_FIELDS = "passportFields(bytes32)";
    private static final String NONCE = "nonce(bytes32)";
    private static final String TENURE = "tenure(bytes32)";
    private static final Hash REGISTER_DOMAIN = domain("banyan.device.register.v1");
    private static final Hash ATTEST_DOMAIN = domain("banyan.device.attest.v1");

    private RegistryContract() {}

    /** A device's id for ever: Keccak-256 of the x and y of its first key. */
    public static Hash idOf(P256.PublicKey firstKey) {
        return Keccak.hash(Words.concat(new byte[0], firstKey.x(), firstKey.y()));
    }

    /** The 256 bytes that a device signs (ES256) to be registered to an owner on a chain. */
    public static byte[] registerMessage(long chainId, Address owner, P256.PublicKey key, String name) {
        return Words.concat(
                new byte[0],
                REGISTER_DOMAIN,
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
        return AbiValue.call(
                REGISTER,
                AbiValue.of(owner),
                AbiValue.of(key.x()),
                AbiValue.of(key.y()),
                AbiValue.of(name),
                r(signature),
                s(signature));
    }

    /**
     * The 256 bytes that a device signs (ES256) to put evidence on record.
     *
     * @param owner whom it belongs to now
     * @param nonce the registry's for this device now
     */
    public static byte[] attestMessage(
            long chainId, Address owner, Hash device, Passport.Attestation attestation, long nonce) {
        return Words.concat(
                new byte[0],
                ATTEST_DOMAIN,
                UInt256.of(chainId).toHash(),
                ADDRESS.toWord().toHash(),
                owner.toWord().toHash(),
                device,
                UInt256.of(attestation.kind()).toHash(),
                attestation.hash(),
                UInt256.of(nonce).toHash());
    }

    /**
     * Call data of {@code attest}; the owner sends it.
     *
     * @param signature of {@link #attestMessage} by the device's key
     * @throws IllegalArgumentException if the signature has not 64 bytes
     */
    public static Bytes attest(Hash device, Passport.Attestation attestation, Bytes signature) {
        return AbiValue.call(
                ATTEST,
                AbiValue.of(device),
                AbiValue.of(attestation.kind()),
                AbiValue.of(attestation.hash()),
                AbiValue.tuple(r(signature), s(signature)));
    }

    /** Call data of {@code passportFields}, which {@link Passport#ofFields} reads; it reverts for an unknown device. */
    public static Bytes passportFields(Hash device) {
        return AbiValue.call(PASSPORT_FIELDS, AbiValue.of(device));
    }

    /** Call data of {@code nonce}: the number that a device's next signature must name; 0 if it is unknown. */
    public static Bytes nonce(Hash device) {
        return AbiValue.call(NONCE, AbiValue.of(device));
    }

    /**
     * Reads what {@code nonce} returned.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static long nonceOf(Bytes returned) {
        return Words.ofOutput(returned).number(63);
    }

    /** Call data of {@code tenure}: how often a device changed its owner; 0 if it never did or is unknown. */
    public static Bytes tenure(Hash device) {
        return AbiValue.call(TENURE, AbiValue.of(device));
    }

    /**
     * Reads what {@code tenure} returned.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static long tenureOf(Bytes returned) {
        return Words.ofOutput(returned).number(63);
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

    private static AbiValue r(Bytes signature) {
        if (signature.size() != P256.SIGNATURE_SIZE) {
            throw new IllegalArgumentException("a P-256 signature has 64 bytes, not " + signature.size());
        }
        return AbiValue.of(Hash.at(signature.unsafeArray(), 0));
    }

    private static AbiValue s(Bytes signature) {
        return AbiValue.of(Hash.at(signature.unsafeArray(), Hash.SIZE));
    }

    /** A message's first word: what is signed, in ASCII, then zeros. */
    private static Hash domain(String action) {
        return Hash.of(Arrays.copyOf(action.getBytes(StandardCharsets.US_ASCII), Hash.SIZE));
    }
}
