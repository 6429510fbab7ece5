// SPDX-License-Identifier: Apache-2.0
/** What becomes of a record beyond being kept (docs/spec/gateway.md, rules 20 and 21). */
@NullMarked
package network.banyan.gateway.rules;

import org.jspecify.annotations.NullMarked;
