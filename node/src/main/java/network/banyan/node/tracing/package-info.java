// SPDX-License-Identifier: Apache-2.0
/**
 * What a node's work took, as spans that go to a collector by OpenTelemetry's protocol, if its operator names one.
 *
 * <p>There are two kinds. A block's trace has the first 16 bytes of the block's hash for its id, so that what all nodes say
 * of one block is one trace without any of them telling another; a share of the blocks is drawn by that id, and so by all
 * nodes alike. A request by JSON-RPC is a span of its caller's trace, or of one of its own.
 *
 * <p>Nobody waits for a collector: spans stand in a bounded queue, and what does not fit, or is not taken, is lost and told
 * in the log.
 */
@NullMarked
package network.banyan.node.tracing;

import org.jspecify.annotations.NullMarked;
