// SPDX-License-Identifier: Apache-2.0
/** {@code banyan stake} and {@code banyan delegate}: docs/spec/staking.md from the command line (docs/staking.md). */
@NullMarked
package network.banyan.node.staking;

import org.jspecify.annotations.NullMarked;
