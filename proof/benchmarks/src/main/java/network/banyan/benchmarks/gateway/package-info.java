// SPDX-License-Identifier: Apache-2.0
/** How many signed records a gateway takes a second. */
@NullMarked
package network.banyan.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
