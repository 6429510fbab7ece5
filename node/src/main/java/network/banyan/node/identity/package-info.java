// SPDX-License-Identifier: Apache-2.0
/** The commands about identities: {@code banyan did} and {@code banyan credential}. */
@NullMarked
package network.banyan.node.identity;

import org.jspecify.annotations.NullMarked;
