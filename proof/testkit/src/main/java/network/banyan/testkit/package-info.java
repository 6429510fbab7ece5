// SPDX-License-Identifier: Apache-2.0
/** What tests and proofs share: where the official vectors are, a state in maps, a trie straight from its definition. */
@NullMarked
package network.banyan.testkit;

import org.jspecify.annotations.NullMarked;
