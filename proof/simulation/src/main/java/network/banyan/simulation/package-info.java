// SPDX-License-Identifier: Apache-2.0
/** Deterministic simulation of whole networks of replicas. */
@NullMarked
package network.banyan.simulation;

import org.jspecify.annotations.NullMarked;
