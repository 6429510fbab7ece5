// SPDX-License-Identifier: Apache-2.0
/**
 * Who may vote in an epoch, and the commitment to them that headers carry.
 *
 * <p>Genesis names the first committee; later ones are {@linkplain network.banyan.election.Draw drawn} from candidates by a
 * beacon to which each proposer adds its {@linkplain network.banyan.election.Reveal reveal}. A
 * {@link network.banyan.election.Committee} has decoded its members' keys, {@link network.banyan.election.CommitteeRoot}
 * names it in 32 bytes, and {@link network.banyan.election.CertificateCheck} tells whether a certificate is its word.
 */
@NullMarked
package network.banyan.election;

import org.jspecify.annotations.NullMarked;
