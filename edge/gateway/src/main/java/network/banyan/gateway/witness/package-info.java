// SPDX-License-Identifier: Apache-2.0
/**
 * Both sides of witnessing a log (docs/spec/gateway.md, "Witnesses"). A {@link network.banyan.gateway.witness.WitnessServer}
 * answers those who show it heads, and remembers them in a {@link network.banyan.gateway.witness.WitnessFolder} first; a
 * gateway's {@link network.banyan.gateway.witness.Witnessing} shows its anchored heads to the witnesses that it was given, and
 * keeps their cosignatures as {@link network.banyan.gateway.witness.CosignedHeads}.
 */
@NullMarked
package network.banyan.gateway.witness;

import org.jspecify.annotations.NullMarked;
