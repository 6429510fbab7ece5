// SPDX-License-Identifier: Apache-2.0
/**
 * One replica as a pure machine: consensus, execution, transaction pool and block sync behind ports. {@code node} drives
 * it with the real world, {@code proof/simulation} with a simulated one.
 *
 * <p>Two sides. The <em>write side</em> is {@code Replica.step(Input)}, called by one thread, answering with effects. The
 * <em>read side</em> is {@link network.banyan.replica.ChainView}, which any thread may ask about finalised blocks.
 */
@NullMarked
package network.banyan.replica;

import org.jspecify.annotations.NullMarked;
