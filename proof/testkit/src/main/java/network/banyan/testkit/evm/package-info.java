// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of the EVM share: the engines that must agree, programs drawn at random, how they are mutated, and inputs that
 * the precompiles take.
 */
@NullMarked
package network.banyan.testkit.evm;

import org.jspecify.annotations.NullMarked;
