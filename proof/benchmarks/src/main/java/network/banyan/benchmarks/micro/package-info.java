// SPDX-License-Identifier: Apache-2.0
/** JMH benches of single parts, for who makes one faster; {@code ./banyan bench micro} runs them. */
@NullMarked
package network.banyan.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
