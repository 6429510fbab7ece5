// SPDX-License-Identifier: Apache-2.0
/**
 * {@code banyan sidechain}: chains that hang on a root (docs/spec/hub.md) and run Banyan's EVM (docs/spec/outpost.md).
 *
 * <p>A {@link network.banyan.node.sidechain.Charter} says what a chain is to be on its root. Its genesis has the outpost's
 * contracts, with what {@link network.banyan.node.sidechain.OutpostGenesis} writes into them, and its delegates are its
 * committee.
 */
@NullMarked
package network.banyan.node.sidechain;

import org.jspecify.annotations.NullMarked;
