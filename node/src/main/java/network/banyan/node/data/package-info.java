// SPDX-License-Identifier: Apache-2.0
/** {@code banyan data}: what owners and grantees do with a vault (docs/spec/vault.md). */
@NullMarked
package network.banyan.node.data;

import org.jspecify.annotations.NullMarked;
