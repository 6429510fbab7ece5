// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

/**
 * A message between two sidechains.
 *
 * @param to the number of the chain it is for
 * @param sentMicros when it was final where it comes from
 */
record Parcel(int to, long sentMicros) {}
