// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One lane's message in the making. Memory grows with the bytes that really came, so that announcing a large message costs
 * the sender as much as it costs us. Owned by the network's thread.
 */
final class Assembly {
    private static final int FIRST_CAPACITY = 128 << 10;

    private final int bytesMax;
    private final ReceiveBudget budget;
    private byte @Nullable [] buffer;
    private int total;
    private int filled;
    private boolean abandoned;

    Assembly(int bytesMax, ReceiveBudget budget) {
        this.bytesMax = bytesMax;
        this.budget = budget;
    }

    /**
     * Adds a part.
     *
     * @return the message if this part was its last, and the message was not abandoned
     * @throws ProtocolViolation if the part does not fit the rules
     */
    byte @Nullable [] add(ByteBuf part) {
        if (total == 0) {
            begin(part);
        }
        int expected = Math.min(filled == 0 ? Frames.partCapacity(0) : Frames.PAYLOAD_MAX, total - filled);
        if (part.readableBytes() != expected) {
            throw new ProtocolViolation("a message part has " + part.readableBytes() + " bytes, not " + expected);
        }
        if (!abandoned) {
            keep(part, expected);
        }
        filled += expected;
        return filled == total ? finish() : null;
    }

    /** Gives the memory back; the rest of the message will be skipped. */
    void abandon() {
        abandoned = true;
        buffer = null;
    }

    /** Forgets everything, with the connection. */
    void close() {
        budget.release(this);
        abandon();
    }

    private void begin(ByteBuf part) {
        if (part.readableBytes() < Frames.LENGTH_SIZE) {
            throw new ProtocolViolation("a message begins without its length");
        }
        long announced = part.readUnsignedInt();
        if (announced == 0 || announced > bytesMax) {
            throw new ProtocolViolation("a message of " + announced + " bytes, where at most " + bytesMax + " are due");
        }
        total = (int) announced;
        filled = 0;
        abandoned = false;
    }

    private void keep(ByteBuf part, int length) {
        byte[] target = buffer;
        if (target == null || target.length < filled + length) {
            int capacity = (int) Math.min(total, Math.max(FIRST_CAPACITY, 2L * (target == null ? 0 : target.length)));
            // A message of one part never waits, so it needs no budget.
            if (length < total && !budget.grow(this, capacity)) {
                return;
            }
            target = target == null ? new byte[capacity] : Arrays.copyOf(target, capacity);
            buffer = target;
        }
        part.readBytes(target, filled, length);
    }

    private byte @Nullable [] finish() {
        byte[] message = buffer;
        budget.release(this);
        buffer = null;
        total = 0;
        return message;
    }
}
