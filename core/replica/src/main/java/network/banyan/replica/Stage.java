// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

/** What a block goes through between its bytes and the disk, in this order. */
public enum Stage {
    /** From bytes to a block and its transactions. */
    DECODE,
    /** Recovering who signed the transactions. */
    SENDERS,
    /** What the header says of its parent and of the body: rules, transactions root. */
    BODY,
    /** Running the transactions. */
    EXECUTION,
    /** The state root. */
    STATE_ROOT,
    /** What the header says of the outcome: receipts root, bloom. */
    RECEIPTS,
    /** Writing block, receipts, indexes and state, until they are durable. */
    COMMIT
}
