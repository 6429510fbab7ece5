// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Charges what a connection has sent and nobody has answered yet to the budget of all connections, so that many clients
 * with large half-sent requests cannot fill the memory. Stands in front of every decoder.
 */
final class InboundBudget extends ChannelInboundHandlerAdapter {
    /** Tells the handlers behind that there is no room for what came; the connection should end. */
    enum Event {
        NO_ROOM
    }

    private final ByteBudget budget;
    private long charged;
    private boolean refused;

    InboundBudget(ByteBudget budget) {
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            int size = bytes.readableBytes();
            if (refused || !budget.tryTake(size)) {
                ReferenceCountUtil.release(message);
                if (!refused) {
                    refused = true;
                    ctx.fireUserEventTriggered(Event.NO_ROOM);
                }
                return;
            }
            charged += size;
        }
        ctx.fireChannelRead(message);
    }

    /** What was sent has been answered. */
    void settle() {
        budget.giveBack(charged);
        charged = 0;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        settle();
    }
}
