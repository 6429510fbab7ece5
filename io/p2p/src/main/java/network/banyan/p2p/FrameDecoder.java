// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts what came out of TLS into frames. Checks type and length before it waits for the payload, so that it never holds
 * more than one frame and one read.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** Takes frames one by one. */
    interface Sink {
        /**
         * @param payload exactly the frame's payload; valid during the call
         * @throws ProtocolViolation if the peer must not send this
         */
        void frame(int type, ByteBuf payload);
    }

    private final Throttle throttle;
    private final Sink sink;
    private boolean broken;

    FrameDecoder(Throttle throttle, Sink sink) {
        this.throttle = throttle;
        this.sink = sink;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        throttle.countPlaintext();
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decode(in);
        } catch (ProtocolViolation violation) {
            broken = true;
            throw violation;
        }
    }

    private void decode(ByteBuf in) {
        while (in.readableBytes() >= Frames.HEADER_SIZE) {
            int type = in.getUnsignedByte(in.readerIndex());
            int size = in.getUnsignedMedium(in.readerIndex() + 1);
            if (size > sizeMax(type)) {
                throw new ProtocolViolation("a frame of type " + type + " has " + size + " bytes");
            }
            if (in.readableBytes() < Frames.HEADER_SIZE + size) {
                return;
            }
            in.skipBytes(Frames.HEADER_SIZE);
            Frames.laneOf(type)
                    .ifPresentOrElse(lane -> throttle.countPart(lane, Frames.HEADER_SIZE + size), throttle::countFrame);
            sink.frame(type, in.readSlice(size));
        }
    }

    private static int sizeMax(int type) {
        return switch (type) {
            case Frames.HELLO -> Frames.HELLO_SIZE;
            case Frames.KEEPALIVE -> 0;
            default -> {
                if (Frames.laneOf(type).isEmpty()) {
                    throw new ProtocolViolation("unknown frame type " + type);
                }
                yield Frames.PAYLOAD_MAX;
            }
        };
    }
}
