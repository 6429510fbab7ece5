// SPDX-License-Identifier: Apache-2.0
/** Simplex as a pure step function. */
@NullMarked
package network.banyan.consensus;

import org.jspecify.annotations.NullMarked;
