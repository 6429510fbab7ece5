// SPDX-License-Identifier: Apache-2.0
/**
 * Witnesses of logs (docs/spec/gateway.md, "Witnesses"). A log shows a {@link
 * network.banyan.evidence.witness.TreeHead} as a {@link network.banyan.evidence.witness.SignedNote}; a witness remembers the
 * last one it saw of each log, lets {@link network.banyan.evidence.witness.WitnessRule} judge every later one, and puts its
 * {@link network.banyan.evidence.witness.Cosignature} under those that only add to what it knew. So whoever wants a
 * witness's word sees the same history as everybody else who wants it.
 *
 * <p>Sources: C2SP signed-note, tlog-checkpoint, tlog-cosignature v1 and tlog-witness.
 */
@NullMarked
package network.banyan.evidence.witness;

import org.jspecify.annotations.NullMarked;
