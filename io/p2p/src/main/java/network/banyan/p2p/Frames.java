// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import network.banyan.primitives.Hash;

/** The frames of the wire, as this package's page lays them out. Big-endian throughout. */
final class Frames {
    static final int VERSION = 1;
    static final int HEADER_SIZE = 4;
    static final int PAYLOAD_MAX = 32 << 10;
    static final int LENGTH_SIZE = 4;

    static final int HELLO = 1;
    static final int KEEPALIVE = 2;
    private static final int CONSENSUS = 16;
    private static final int BLOCKS = 17;
    private static final int GOSSIP = 18;
    private static final int PEERS = 19;

    static final int HELLO_SIZE = 2 + Hash.SIZE;

    private Frames() {}

    /** How many bytes of a message fit into the part that starts at {@code offset} of it. */
    static int partCapacity(int offset) {
        return offset == 0 ? PAYLOAD_MAX - LENGTH_SIZE : PAYLOAD_MAX;
    }

    /** The lane of a message part; empty if the type is no message part. */
    static Optional<Lane> laneOf(int type) {
        return switch (type) {
            case CONSENSUS -> Optional.of(Lane.CONSENSUS);
            case BLOCKS -> Optional.of(Lane.BLOCKS);
            case GOSSIP -> Optional.of(Lane.GOSSIP);
            case PEERS -> Optional.of(Lane.PEERS);
            default -> Optional.empty();
        };
    }

    static ByteBuf hello(ByteBufAllocator allocator, Hash network) {
        return frame(allocator, HELLO, HELLO_SIZE).writeShort(VERSION).writeBytes(network.toArray());
    }

    static ByteBuf keepalive(ByteBufAllocator allocator) {
        return frame(allocator, KEEPALIVE, 0);
    }

    static int sizeOf(Outbox.Part part) {
        return HEADER_SIZE + (part.isFirst() ? LENGTH_SIZE : 0) + part.length();
    }

    static void append(ByteBuf out, Outbox.Part part) {
        int type = switch (part.lane()) {
            case CONSENSUS -> CONSENSUS;
            case BLOCKS -> BLOCKS;
            case GOSSIP -> GOSSIP;
            case PEERS -> PEERS;
        };
        out.writeByte(type).writeMedium(sizeOf(part) - HEADER_SIZE);
        if (part.isFirst()) {
            out.writeInt(part.message().length);
        }
        out.writeBytes(part.message(), part.offset(), part.length());
    }

    private static ByteBuf frame(ByteBufAllocator allocator, int type, int payloadSize) {
        return allocator.heapBuffer(HEADER_SIZE + payloadSize).writeByte(type).writeMedium(payloadSize);
    }
}
