// SPDX-License-Identifier: Apache-2.0
/** What the change of an epoch costs, with many delegates and many more buckets. */
@NullMarked
package network.banyan.benchmarks.epochs;

import org.jspecify.annotations.NullMarked;
