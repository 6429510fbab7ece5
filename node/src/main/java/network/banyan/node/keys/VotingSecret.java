// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A secret that a voting key is made from: the seed of our plain files, or the number that keystores hold. */
public sealed interface VotingSecret {
    Bls.SecretKey key();

    /** @param bytes 32, from which the key is derived */
    record Seed(Bytes bytes) implements VotingSecret {
        @Override
        public Bls.SecretKey key() {
            return Bls.SecretKey.ofSeed(bytes.toArray());
        }

        @Override
        public String toString() {
            return "the seed of a voting key";
        }
    }

    /** @param value the key itself, between 1 and the group's order */
    record Scalar(Hash value) implements VotingSecret {
        @Override
        public Bls.SecretKey key() {
            return Bls.SecretKey.ofScalar(value);
        }

        @Override
        public String toString() {
            return "a voting key";
        }
    }
}
