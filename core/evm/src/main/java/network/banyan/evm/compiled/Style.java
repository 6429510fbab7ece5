// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

/**
 * How to translate.
 *
 * @param countsLeadingZeros whether CLZ exists (EIP-7939)
 * @param leavesAfterEveryBlock whether to give the frame back after every block, so that a test may go on with another
 *     engine there
 */
public record Style(boolean countsLeadingZeros, boolean leavesAfterEveryBlock) {}
