// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Calls of the device registry that are about vendors, and its answers (docs/spec/did.md, rule 15). */
public final class VendorContract {
    public static final Address ADDRESS = RegistryContract.ADDRESS;

    public static final int MAX_NAME_BYTES = 64;

    private VendorContract() {}

    /**
     * What a vendor said of a batch; times in seconds since 1970, 0 for never.
     *
     * @param evidence SHA-256 of the vendor's document
     */
    public record Standing(Hash evidence, long endorsedAt, long withdrawnAt, long count) {
        public boolean stands() {
            return endorsedAt != 0 && withdrawnAt == 0;
        }
    }

    public static Bytes nameVendor(String name) {
        return AbiValue.call("nameVendor(string)", AbiValue.of(name));
    }

    public static Bytes vendorName(Address vendor) {
        return AbiValue.call("vendorName(address)", AbiValue.of(vendor));
    }

    /** Reads what {@code vendorName} returned: hostile text, empty for who is no vendor. */
    public static String vendorName(Bytes returned) {
        return AbiReader.ofOutput(returned).text(MAX_NAME_BYTES);
    }

    public static Bytes endorse(Hash root, long count, Hash evidence) {
        return AbiValue.call(
                "endorse(bytes32,uint32,bytes32)", AbiValue.of(root), AbiValue.of(count), AbiValue.of(evidence));
    }

    public static Bytes withdraw(Hash root) {
        return AbiValue.call("withdraw(bytes32)", AbiValue.of(root));
    }

    public static Bytes batchOf(Address vendor, Hash root) {
        return AbiValue.call("batchOf(address,bytes32)", AbiValue.of(vendor), AbiValue.of(root));
    }

    public static Standing batchOf(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned);
        return new Standing(in.word(), in.number(63), in.number(63), in.number(32));
    }

    /**
     * Registers a device of the sender's and records the batch as its evidence, in one transaction.
     *
     * @param signature of {@link RegistryContract#registerMessage} by the key, 64 bytes
     */
    public static Bytes registerFromBatch(
            P256.PublicKey key, String name, Bytes signature, Address vendor, Hash root, List<Hash> proof) {
        return AbiValue.call(
                "registerFromBatch(bytes32,bytes32,string,(bytes32,bytes32),address,bytes32,bytes32[])",
                AbiValue.of(key.x()),
                AbiValue.of(key.y()),
                AbiValue.of(name),
                AbiValue.tuple(half(signature, 0), half(signature, 1)),
                AbiValue.of(vendor),
                AbiValue.of(root),
                path(proof));
    }

    /** Records the batch as evidence of a device that is registered already; for its owner. */
    public static Bytes presentBatch(Hash device, Address vendor, Hash root, List<Hash> proof) {
        return AbiValue.call(
                "presentBatch(bytes32,address,bytes32,bytes32[])",
                AbiValue.of(device),
                AbiValue.of(vendor),
                AbiValue.of(root),
                path(proof));
    }

    private static AbiValue path(List<Hash> proof) {
        return new AbiValue.Items(proof.stream().map(AbiValue::of).toList());
    }

    private static AbiValue half(Bytes signature, int which) {
        return AbiValue.of(Hash.of(
                signature.slice(which * Hash.SIZE, (which + 1) * Hash.SIZE).toArray()));
    }
}
