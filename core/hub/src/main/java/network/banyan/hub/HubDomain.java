// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.nio.charset.StandardCharsets;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * For which root something is signed: EIP-712's domain of rule 48. Nothing signed under one domain means anything under
 * another.
 *
 * @param root the root's chain id, positive
 * @param chains where its {@code HubChains} stands
 */
public record HubDomain(long root, Address chains) {
    /** Where a genesis of ours places {@code HubChains}. */
    public static final Address CHAINS = Address.ofNumber(0x1020);

    private static final Hash TYPE =
            hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final Hash NAME = hash("Banyan Hub");
    private static final Hash VERSION = hash("1");

    public HubDomain {
        Invariant.check(root > 0, "a root with the chain id %d", root);
    }

    /** Of a root whose genesis placed the hub's contracts. */
    public static HubDomain of(long root) {
        return new HubDomain(root, CHAINS);
    }

    /** EIP-712's domain separator. */
    public Hash separator() {
        return Keccak.hash(AbiValue.encoded(
                AbiValue.of(TYPE), AbiValue.of(NAME), AbiValue.of(VERSION), AbiValue.of(root), AbiValue.of(chains)));
    }

    /** EIP-712's digest of a struct's hash: what is signed. */
    Hash digest(Hash structHash) {
        byte[] signed = new byte[2 + 2 * Hash.SIZE];
        signed[0] = 0x19;
        signed[1] = 0x01;
        separator().writeTo(signed, 2);
        structHash.writeTo(signed, 2 + Hash.SIZE);
        return Keccak.hash(signed);
    }

    /** Of a type's text, or of a string in a struct. */
    static Hash hash(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
