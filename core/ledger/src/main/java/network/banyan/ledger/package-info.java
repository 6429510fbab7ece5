// SPDX-License-Identifier: Apache-2.0
/**
 * What the chain is made of, byte for byte: transactions, headers, blocks, receipts, certificates, genesis, and their
 * codecs. Everything Ethereum also has is encoded exactly as Ethereum does at Osaka level, so its tools read our chain.
 *
 * <p>How our chains use header fields that Ethereum's consensus layer used to fill:
 *
 * <ul>
 *   <li>{@code extraData}: 18 bytes, epoch (8) || view (8) || milliseconds within the second (2); see
 *       {@link network.banyan.ledger.Slot}. A block thereby names the one view it may stand in.
 *   <li>{@code parentBeaconBlockRoot}: the commitment to the committee that certifies this block's children, readable by
 *       contracts through EIP-4788; see {@code network.banyan.election}.
 *   <li>{@code mixHash}: the beacon's randomness (PREVRANDAO).
 *   <li>difficulty, nonce, ommers, withdrawals, blob fields: zero or empty, as post-merge rules demand.
 * </ul>
 *
 * <p>A certificate stands beside a block, never inside its hash: different quorums may certify the same block.
 */
@NullMarked
package network.banyan.ledger;

import org.jspecify.annotations.NullMarked;
