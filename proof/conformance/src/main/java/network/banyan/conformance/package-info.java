// SPDX-License-Identifier: Apache-2.0
/**
 * The EVM held against others: Ethereum's official suites, programs drawn at random run through every engine, and the time
 * it takes, beside that of other clients.
 */
@NullMarked
package network.banyan.conformance;

import org.jspecify.annotations.NullMarked;
