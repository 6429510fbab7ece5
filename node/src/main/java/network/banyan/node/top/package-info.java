// SPDX-License-Identifier: Apache-2.0
/**
 * {@code banyan top}: some nodes on a terminal, looked at once a second. {@link network.banyan.node.top.NodeProbe} asks and
 * bounds what comes, {@link network.banyan.node.top.Screen} turns it into lines without knowing where they go, {@link
 * network.banyan.node.top.Terminal} is the only one that touches a terminal.
 */
@NullMarked
package network.banyan.node.top;

import org.jspecify.annotations.NullMarked;
