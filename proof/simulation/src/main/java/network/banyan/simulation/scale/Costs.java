// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

/**
 * What things cost. Times are microseconds of one core of one node; docs/performance.md has the runs that they are from.
 *
 * @param transferMicros all that a node does for a transfer: taking it in, gossip, executing, storing, answering
 * @param transferSerialMicros the part of that in which nothing else of a block can go on
 * @param checkpointMicros all that a node of the root does for a checkpoint
 * @param checkpointSerialMicros the part of that in which nothing else of a block can go on
 * @param nanosPerGas of any other transaction, beyond what a transfer costs
 * @param blockMicros of a block, whatever is in it
 */
public record Costs(
        long transferMicros,
        long transferSerialMicros,
        long checkpointMicros,
        long checkpointSerialMicros,
        long nanosPerGas,
        long blockMicros) {
    private static final long TRANSFER_GAS = 21_000;

    /** As docs/performance.md, "Between root and sidechains", has the gas of each, and a fifth more, which its sender adds. */
    private static final long CHECKPOINT_GAS = 481_000;

    private static final long CLAIM_GAS = 66_000;
    private static final long SEND_GAS = 165_000;
    private static final long SHARE_GAS = 52_000;
    private static final long WORD_GAS = 74_000;
    private static final long HANDLE_GAS = 155_000;

    /** One transaction. */
    record Price(long gas, long micros, long serialMicros) {}

    Price transfer() {
        return new Price(TRANSFER_GAS, transferMicros, transferSerialMicros);
    }

    /** What brings a chain's checkpoint to the root. */
    Price checkpoint() {
        return new Price(CHECKPOINT_GAS, checkpointMicros, checkpointSerialMicros);
    }

    /** What hands a message of a checkpoint on to the chain it is for, on the root. */
    Price claim() {
        return call(CLAIM_GAS);
    }

    /** What sends a message away, on a chain. */
    Price send() {
        return call(SEND_GAS);
    }

    /** A member's signature of a checkpoint, on its chain. */
    Price share() {
        return call(SHARE_GAS);
    }

    /** A member's word of what is in the inbox, on its chain. */
    Price word() {
        return call(WORD_GAS);
    }

    /** Handling one message, on the chain it is for. */
    Price handle() {
        return call(HANDLE_GAS);
    }

    private Price call(long gas) {
        long more = (gas - TRANSFER_GAS) * nanosPerGas / 1_000;
        return new Price(gas, transferMicros + more, transferSerialMicros + more);
    }
}
