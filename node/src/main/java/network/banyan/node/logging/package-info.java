// SPDX-License-Identifier: Apache-2.0
/** How a line of the log is written: as text for people, or as JSON for machines. logback.xml names {@link LogLines}. */
@NullMarked
package network.banyan.node.logging;

import org.jspecify.annotations.NullMarked;
