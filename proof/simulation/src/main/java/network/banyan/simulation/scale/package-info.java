// SPDX-License-Identifier: Apache-2.0
/**
 * How much a root with so many sidechains does, if each member has a machine of its own: a model of costs, since no machine of
 * ours runs eight chains at once. {@link network.banyan.simulation.scale.Costs} says what was measured, and where; nothing is
 * executed or signed here. {@link network.banyan.simulation.scale.Sidechain} and {@link network.banyan.simulation.scale.Root} fill
 * blocks with what waits, and a block lasts as long as its costs say; {@link network.banyan.simulation.scale.World} lets them take
 * turns and counts. The same numbers give the same figures.
 */
@NullMarked
package network.banyan.simulation.scale;

import org.jspecify.annotations.NullMarked;
