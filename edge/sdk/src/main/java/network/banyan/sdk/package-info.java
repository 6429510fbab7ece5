// SPDX-License-Identifier: Apache-2.0
/** A JSON-RPC client and wallet for Java programs outside the node. */
@NullMarked
package network.banyan.sdk;

import org.jspecify.annotations.NullMarked;
