// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.outpost;

import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** {@code OutpostOutbox}: what a sidechain sends, run by run. */
public final class OutboxContract {
    public static final Address ADDRESS = Address.ofNumber(0x1032);

    private OutboxContract() {}

    /**
     * What a checkpoint that ends with a closed run says of it.
     *
     * @param cursor how many messages of the inbox were handled
     * @param count messages in the outbox
     * @param nonce of the first of them
     * @param totals hash of what the outbox takes out
     */
    public record Run(long cursor, long count, long nonce, Hash inboxHash, Hash outboxRoot, Hash totals) {}

    /** What the protocol calls after the last transaction of each block (docs/spec/outpost.md, rule 15). */
    public static Bytes endBlock() {
        return AbiValue.call("endBlock()");
    }

    public static Bytes record(long run) {
        return AbiValue.call("record(uint64)", AbiValue.of(run));
    }

    /** Reads what {@code record} returned. */
    public static Run record(Bytes returned) {
        return run(AbiReader.ofOutput(returned));
    }

    /** Whether a closed run ends with a block, and what a checkpoint that ends there says of it. */
    public static Bytes recordAt(long block) {
        return AbiValue.call("recordAt(uint64)", AbiValue.of(block));
    }

    /** Reads what {@code recordAt} returned; empty if no run ends there. */
    public static Optional<Run> recordAt(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned);
        boolean ends = in.flag();
        Run run = run(in);
        return ends ? Optional.of(run) : Optional.empty();
    }

    private static Run run(AbiReader in) {
        return new Run(in.number(63), in.number(32), in.number(63), in.word(), in.word(), in.word());
    }
}
