// SPDX-License-Identifier: Apache-2.0
/** How fast is it: benches, and load against real networks. */
@NullMarked
package network.banyan.benchmarks;

import org.jspecify.annotations.NullMarked;
