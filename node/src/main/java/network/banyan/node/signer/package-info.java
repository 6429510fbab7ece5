// SPDX-License-Identifier: Apache-2.0
/** What signs votes, and the guard that keeps it from contradicting itself, in a process of its own (docs/spec/signer.md). */
@NullMarked
package network.banyan.node.signer;

import org.jspecify.annotations.NullMarked;
