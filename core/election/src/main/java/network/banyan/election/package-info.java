// SPDX-License-Identifier: Apache-2.0
/**
 * Who may vote in an epoch, and the commitment to them that headers carry.
 *
 * <p>{@link network.banyan.election.Election} is the port that consensus asks; today
 * {@link network.banyan.election.FixedElection} answers with the committee of genesis. A
 * {@link network.banyan.election.Committee} has verified its members' keys, {@link network.banyan.election.CommitteeRoot}
 * names it in 32 bytes, and {@link network.banyan.election.CertificateCheck} tells whether a certificate is its word.
 */
@NullMarked
package network.banyan.election;

import org.jspecify.annotations.NullMarked;
