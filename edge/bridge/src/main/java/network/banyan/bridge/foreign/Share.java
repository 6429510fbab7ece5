// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import network.banyan.crypto.Bls;
import network.banyan.primitives.Bytes;

/**
 * What a process says one of its keys signed.
 *
 * @param signature 96 bytes; nobody has verified them
 */
public record Share(Bls.PublicKey key, Bytes signature) {}
