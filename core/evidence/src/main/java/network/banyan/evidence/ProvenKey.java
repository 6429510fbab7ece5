// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.crypto.P256;

/**
 * The key that signed a proven record, as the registry held it in the block of the anchor.
 *
 * @param attestation what evidence the device had given of where the key lives; empty if the bundle does not say, as those
 *     of devices that anchor their own records
 * @param anchoredMillis time of that block, milliseconds since 1970
 */
public record ProvenKey(P256.PublicKey key, Optional<Passport.Attestation> attestation, long anchoredMillis) {}
