// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.node.cli.Sentences;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the DID registry and the device registry refuse, in sentences. */
final class IdentityRefusals {
    private static final Sentences SENTENCES = new Sentences(said());

    private IdentityRefusals() {}

    static Optional<String> sentence(Address called, Bytes revert) {
        return SENTENCES.of(revert);
    }

    private static SortedMap<String, String> said() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotController(bytes32,address)", "This account does not control the DID.");
        said.put("NotOwner(bytes32,address)", "The device is not this account's.");
        said.put("UnknownSubject(bytes32)", "No such device is registered.");
        said.put("UnknownDevice(bytes32)", "No such device is registered.");
        said.put("IsDeactivated(bytes32)", "The DID is closed, for good.");
        said.put("NotActive(bytes32)", "The device is revoked, for good.");
        said.put("ZeroController()", "Nobody has the zero address.");
        said.put("ZeroOwner()", "Nobody has the zero address.");
        said.put(
                "BadKey(uint8,uint8,uint256)",
                "Such a key is not for that: keys that sign do not agree on secrets, and the other way round.");
        said.put(
                "BadService()",
                "A service's name has 1 to 32 of A-Z a-z 0-9 - . _, its type 1 to 64 bytes, its endpoint 1 to 256.");
        said.put("NoSuchKey(bytes32)", "The DID has no such key of its own; `banyan did show` lists them.");
        said.put("NoSuchService(bytes32)", "The DID has no such service; `banyan did show` lists them.");
        said.put("TooMany(uint256)", "The document is full: it holds 16 keys and delegates, and 8 services.");
        said.put("NotVendor(address)", "This account is no vendor yet: `banyan vendor name` first.");
        said.put("VendorNameLength(uint256)", "A vendor's name has 1 to 64 bytes.");
        said.put("BatchKnown(address,bytes32)", "The batch is endorsed already.");
        said.put("NoBatch(address,bytes32)", "The vendor did not endorse this batch, or withdrew it.");
        said.put("NotInBatch(bytes32,bytes32)", "The batch does not name this device under the key it has.");
        said.put("BadSignature(bytes32)", "The device's signature is not its own.");
        said.put("KeyTaken(bytes32)", "The key belongs to a registered device.");
        return said;
    }
}
