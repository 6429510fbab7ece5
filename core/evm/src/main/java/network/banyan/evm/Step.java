// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/** What an instruction asks of the loop that runs its frame. */
enum Step {
    /** Go on with the next instruction. */
    NEXT(0),
    /** A child frame was entered; this one waits for it. */
    ENTER(-2),
    /** The frame ended well, its output is set. */
    RETURN(-3),
    /** The frame ended with REVERT, its output is set. */
    REVERT(-4),
    /** The frame ended exceptionally, its halt is set. */
    HALT(-5);

    /** How compiled code, which answers numbers, says it; see {@link CompiledCode#run}. */
    final int answer;

    Step(int answer) {
        this.answer = answer;
    }
}
