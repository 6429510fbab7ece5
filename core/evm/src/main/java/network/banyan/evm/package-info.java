// SPDX-License-Identifier: Apache-2.0
/** The EVM at Osaka level over a World port. */
@NullMarked
package network.banyan.evm;

import org.jspecify.annotations.NullMarked;
