// SPDX-License-Identifier: Apache-2.0
/** The command line: one class a command, thin over what the other packages do. */
@NullMarked
package network.banyan.node.cli;

import org.jspecify.annotations.NullMarked;
