// SPDX-License-Identifier: Apache-2.0
/** What devices should do and say they do, kept and carried (docs/spec/twin.md, rules 8 to 11). */
@NullMarked
package network.banyan.gateway.twin;

import org.jspecify.annotations.NullMarked;
