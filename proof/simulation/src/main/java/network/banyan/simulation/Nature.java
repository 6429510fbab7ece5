// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What a member is like. */
enum Nature {
    HONEST,
    /** Runs twice with one key, and shows each half of the others another face. */
    TWO_FACED,
    /** Follows the protocol, and sends what its {@link Forger} makes up besides. */
    FORGING
}
