// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.nio.charset.StandardCharsets;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The identity that a delegate applies with, and its proofs (rule 12 of docs/spec/staking.md).
 *
 * @param operator the account that acts for the node
 * @param nodeKey Ed25519, 32 bytes
 * @param blsKey 48 bytes, compressed
 * @param proof of possession, 96 bytes
 * @param binding 96 bytes: the key's signature of {@link Claim#statement}
 */
public record Application(Address operator, Hash nodeKey, Bytes blsKey, Bytes proof, Bytes binding) {
    private static final byte[] DOMAIN = "BANYAN-DELEGATE-V1".getBytes(StandardCharsets.US_ASCII);

    /** For whom a key speaks: what the binding signs, and nobody else can use. */
    public record Claim(long chainId, Address owner, Address operator, Hash nodeKey, String name) {
        /**
         * @throws IllegalArgumentException unless the name has 3 to 32 of a-z, 0-9 and the hyphen
         */
        public Claim {
            if (!DelegatesContract.isName(name)) {
                throw new IllegalArgumentException("a delegate's name has 3 to 32 of a-z, 0-9 and -");
            }
        }

        /** The 150 bytes that are signed. */
        public byte[] statement() {
            byte[] statement = new byte[DOMAIN.length + 8 + 3 * Address.SIZE + 2 * Hash.SIZE];
            System.arraycopy(DOMAIN, 0, statement, 0, DOMAIN.length);
            int at = DOMAIN.length;
            BigEndian.putLong(statement, at, chainId);
            DelegatesContract.ADDRESS.writeTo(statement, at + 8);
            owner.writeTo(statement, at + 28);
            operator.writeTo(statement, at + 48);
            nodeKey.writeTo(statement, at + 68);
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, statement, at + 100, text.length);
            return statement;
        }
    }

    /** Proves possession of a key and binds it to a claim. */
    public static Application sign(Claim claim, Bls.SecretKey key) {
        return new Application(
                claim.operator(), claim.nodeKey(), key.publicKey(), key.provePossession(), key.sign(claim.statement()));
    }

    AbiValue encoded() {
        return AbiValue.tuple(
                AbiValue.of(operator),
                AbiValue.of(nodeKey),
                AbiValue.of(Invariant.present(BlsPoints.ofKey(blsKey).orElse(null))),
                AbiValue.of(Invariant.present(BlsPoints.ofSignature(proof).orElse(null))),
                AbiValue.of(Invariant.present(BlsPoints.ofSignature(binding).orElse(null))));
    }
}
