// SPDX-License-Identifier: Apache-2.0
/** Device twins from the command line: {@code banyan twin} (docs/spec/twin.md). */
@NullMarked
package network.banyan.node.twin;

import org.jspecify.annotations.NullMarked;
