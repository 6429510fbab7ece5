// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

/** How the committee of a chain, all of it unless it says otherwise, turns on its users, its root or other chains. */
enum Conduct {
    /** Its outbox takes more than the chain has. */
    OVERDRAW,
    /** Its outbox takes all that the chain has, and its users have nothing left: what tier S cannot prevent. */
    FORGED_OUTBOX,
    /** Its outbox asks for a sum twice, and its totals name it once. */
    SHORT_TOTALS,
    /** What was paid is claimed again, also by another index. */
    DOUBLE_WITHDRAWAL,
    /** Checkpoints from before, and out of their order. */
    STALE,
    /** Two checkpoints of one sequence. */
    CONFLICT,
    /** It does nothing any more. */
    DEAD,
    /** Its exit trees promise more than there is. */
    PUFFED_EXITS,
    /** It says that other messages came. */
    FORGED_INBOX,
    /** It passes a forced withdrawal without an answer. */
    IGNORED,
    /** It signs for another chain. */
    FOREIGN,
    /** Half of it signs. */
    TOO_FEW,
    /** It floods the others and the root with messages. */
    SPAM
}
