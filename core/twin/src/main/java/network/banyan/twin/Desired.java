// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static network.banyan.twin.TwinException.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What an owner wants of a device, signed as EIP-712 data with an account's key. It has one byte form.
 *
 * <p>Source: docs/spec/twin.md, rules 2, 3 and 5; EIP-712.
 *
 * @param timeMillis milliseconds since 1970 by the signer's clock, which nobody vouches for
 * @param signature r || s || v with s in the lower half
 */
public record Desired(
        long chainId, Hash device, TwinVersion version, long timeMillis, TwinDocument document, Bytes signature) {
    /** Longer texts are refused before anything is parsed. */
    public static final int MAX_BYTES = 16_384;

    private static final String FORMAT = "banyan-desired-1";
    private static final int SIGNATURE_SIZE = 65;
    private static final int V_EVEN = 27;
    private static final int MEMBERS = 8;

    private static final Hash DOMAIN_TYPE =
            ascii("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final Hash TYPE =
            ascii("Desired(bytes32 device,uint64 tenure,uint64 version,uint64 timeMillis,string document)");
    private static final Hash NAME = ascii("Banyan Device Twin");
    private static final Hash DOMAIN_VERSION = ascii("1");

    /**
     * @throws TwinException if a part is outside its range, or the signature is none in its one form
     */
    public Desired {
        require(chainId >= 1 && chainId <= TwinVersion.MAX, "a chain id lies between 1 and 2^53 - 1");
        require(!version.isNone(), "a version lies between 1 and 2^53 - 1");
        require(
                timeMillis >= DeviceRecord.MIN_TIME_MILLIS && timeMillis <= DeviceRecord.MAX_TIME_MILLIS,
                "a document's time lies between the years 1978 and 9999");
        require(
                signature.size() == SIGNATURE_SIZE && parts(signature).isCanonical(),
                "a signature is r || s || v, 65 bytes, s in the lower half, v 27 or 28");
    }

    /** @param signer signs a digest with an account's key */
    public static Desired sign(
            long chainId,
            Hash device,
            TwinVersion version,
            long timeMillis,
            TwinDocument document,
            Function<Hash, Secp256k1.Signature> signer) {
        Secp256k1.Signature by = signer.apply(digest(chainId, device, version, timeMillis, document));
        byte[] signature = new byte[SIGNATURE_SIZE];
        by.r().writeTo(signature, 0);
        by.s().writeTo(signature, Hash.SIZE);
        signature[SIGNATURE_SIZE - 1] = (byte) (V_EVEN + by.yParity());
        return new Desired(chainId, device, version, timeMillis, document, Bytes.wrap(signature));
    }

    /** What a wallet signs (EIP-712). */
    static Hash digest(long chainId, Hash device, TwinVersion version, long timeMillis, TwinDocument document) {
        Hash domain = words(
                DOMAIN_TYPE,
                NAME,
                DOMAIN_VERSION,
                UInt256.of(chainId).toHash(),
                RegistryContract.ADDRESS.toWord().toHash());
        Hash content = words(
                TYPE,
                device,
                UInt256.of(version.tenure()).toHash(),
                UInt256.of(version.number()).toHash(),
                UInt256.of(timeMillis).toHash(),
                Keccak.hash(document.canonical()));
        byte[] signed = new byte[2 + 2 * Hash.SIZE];
        signed[0] = 0x19;
        signed[1] = 0x01;
        domain.writeTo(signed, 2);
        content.writeTo(signed, 2 + Hash.SIZE);
        return Keccak.hash(signed);
    }

    /** The account whose key signed this; empty if none did. */
    public Optional<Address> signer() {
        return Secp256k1.recoverAddress(digest(chainId, device, version, timeMillis, document), parts(signature));
    }

    /** The text that travels. */
    public Bytes encode() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("chainId", chainId)
                .put("device", device.toHex())
                .put("tenure", version.tenure())
                .put("version", version.number())
                .put("timeMillis", timeMillis)
                .put("signature", signature.toHex());
        json.set("document", document.json());
        return TwinJson.canonical(json);
    }

    /**
     * Reads a text, not believing a word of it; {@link DesiredJudge} tells whether to.
     *
     * @throws TwinException if the bytes are anything but one desired document in its one form
     */
    public static Desired decode(Bytes encoded) {
        ObjectNode json = TwinJson.canonical(encoded, MAX_BYTES);
        require(json.size() == MEMBERS, "a desired document has %d members, not %d", MEMBERS, json.size());
        require(TwinJson.text(json, "format").equals(FORMAT), "its format is not %s", FORMAT);
        return new Desired(
                TwinJson.number(json, "chainId"),
                TwinJson.hash(json, "device"),
                new TwinVersion(TwinJson.number(json, "tenure"), TwinJson.number(json, "version")),
                TwinJson.number(json, "timeMillis"),
                TwinDocument.of(TwinJson.object(json, "document")),
                TwinJson.hex(json, "signature", SIGNATURE_SIZE));
    }

    private static Secp256k1.Signature parts(Bytes signature) {
        byte[] bytes = signature.unsafeArray();
        return new Secp256k1.Signature(
                bytes[SIGNATURE_SIZE - 1] - V_EVEN, UInt256.at(bytes, 0), UInt256.at(bytes, Hash.SIZE));
    }

    private static Hash words(Hash... words) {
        byte[] all = new byte[words.length * Hash.SIZE];
        for (int i = 0; i < words.length; i++) {
            words[i].writeTo(all, i * Hash.SIZE);
        }
        return Keccak.hash(all);
    }

    private static Hash ascii(String text) {
        return Keccak.hash(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
