// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** A node of an {@link ExitTree} beside the way from a leaf to the root. */
public record Sibling(Hash hash, UInt256 sum, boolean isLeft) {}
