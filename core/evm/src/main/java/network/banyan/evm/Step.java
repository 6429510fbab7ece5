// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/** What an instruction asks of the loop that runs its frame. */
enum Step {
    /** Go on with the next instruction. */
    NEXT,
    /** A child frame was entered; this one waits for it. */
    ENTER,
    /** The frame ended well, its output is set. */
    RETURN,
    /** The frame ended with REVERT, its output is set. */
    REVERT,
    /** The frame ended exceptionally, its halt is set. */
    HALT
}
