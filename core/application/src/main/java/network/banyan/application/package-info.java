// SPDX-License-Identifier: Apache-2.0
/**
 * What a chain's native application is: logic in Java that stands at an address of the chain's genesis, beside the contracts
 * and in their place (docs/spec/application.md). This is all that a builder needs; {@link MemoryStore} tests one without a node.
 */
@NullMarked
package network.banyan.application;

import org.jspecify.annotations.NullMarked;
