// SPDX-License-Identifier: Apache-2.0
/** The gateway's Merkle log on its own disk (docs/spec/gateway.md, rules 10 to 16). */
@NullMarked
package network.banyan.gateway.log;

import org.jspecify.annotations.NullMarked;
