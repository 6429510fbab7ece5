// SPDX-License-Identifier: Apache-2.0
/** Brings the log's root to the chain (docs/spec/gateway.md, rules 17 to 19). */
@NullMarked
package network.banyan.gateway.anchoring;

import org.jspecify.annotations.NullMarked;
