// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

/**
 * When something happened.
 *
 * @param block of the chain it happened on
 * @param seconds the block's time, since 1970
 */
public record Moment(long block, long seconds) {}
