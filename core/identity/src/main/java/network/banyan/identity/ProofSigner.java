// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import network.banyan.primitives.Bytes;

/** Where a signing key lives: in a file, in a device's secure element. */
public interface ProofSigner {
    PublicKey publicKey();

    /** Signs a message, hashed as the key's algorithm demands. */
    Bytes sign(byte[] message);
}
