// SPDX-License-Identifier: Apache-2.0
/**
 * How fast blocks are imported: a chain is built on a large state, then imported by a fresh node's own code into a fresh
 * database, and each stage of the way is timed.
 *
 * <p>One thread decodes the next blocks and recovers their senders, with the help of other cores; another executes,
 * computes roots and stores, block after block. A node divides the work between its inbox and its replica in the same way.
 */
@NullMarked
package network.banyan.benchmarks.blocks;

import org.jspecify.annotations.NullMarked;
