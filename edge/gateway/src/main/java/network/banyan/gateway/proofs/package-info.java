// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps what proves the gateway's records (docs/spec/gateway.md, rules 23 to 25): for each anchor the evidence of its block,
 * and of each device that wrote before it the registration in that block's state. Nodes forget old states; the gateway does
 * not.
 */
@NullMarked
package network.banyan.gateway.proofs;

import org.jspecify.annotations.NullMarked;
