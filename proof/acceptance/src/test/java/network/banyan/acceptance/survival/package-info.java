// SPDX-License-Identifier: Apache-2.0
/**
 * What must hold when processes die: real validators in JVMs of their own, killed without warning while clients and a
 * device go on. Waiting is polling against a deadline; nothing here asserts how fast something is.
 */
@NullMarked
package network.banyan.acceptance.survival;

import org.jspecify.annotations.NullMarked;
