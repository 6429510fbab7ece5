// SPDX-License-Identifier: Apache-2.0
/** From a parent state and a block to its outcome; proposal building; calls and estimates. */
@NullMarked
package network.banyan.execution;

import org.jspecify.annotations.NullMarked;
