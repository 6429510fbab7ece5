// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final List<String> frames = new ArrayList<>();

    @Test
    void framesAreTheSameHoweverTheBytesAreCut() {
        Random random = new Random(1);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int type = new int[] {2, 16, 17, 18}[random.nextInt(4)];
            byte[] payload = new byte[type == 2 ? 0 : random.nextInt(500)];
            random.nextBytes(payload);
            wire.writeBytes(RawPeer.frame(type, payload));
            sent.add(type + ":" + ByteBufUtil.hexDump(payload));
        }
        for (int most : new int[] {1, 7, 1_000, 100_000}) {
            frames.clear();
            EmbeddedChannel channel = channel();
            ByteBuf all = Unpooled.wrappedBuffer(wire.toByteArray());
            while (all.isReadable()) {
                channel.writeInbound(all.readBytes(Math.min(all.readableBytes(), 1 + random.nextInt(most))));
            }
            assertThat(frames).isEqualTo(sent);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aLengthIsJudgedBeforeItsPayloadComes() {
        EmbeddedChannel channel = channel();

        Throwable thrown = catchThrowable(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {17, 1, 0, 0})));

        assertThat(thrown).isInstanceOf(DecoderException.class).hasCauseInstanceOf(ProtocolViolation.class);
        assertThat(thrown.getCause()).hasMessage("a frame of type 17 has 65536 bytes");
        assertThat(thrown.getCause().getStackTrace()).isEmpty();
        channel.writeInbound(Unpooled.wrappedBuffer(RawPeer.frame(2)));
        assertThat(frames).as("after the violation").isEmpty();
        channel.finishAndReleaseAll();
    }

    @Test
    void anyBytesEitherAreFramesOrAViolation() {
        Random random = new Random(2);
        for (int round = 0; round < 1_000; round++) {
            EmbeddedChannel channel = channel();
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = (byte) random.nextInt(20);
                noise[1] = 0;
            }
            Throwable thrown = catchThrowable(() -> channel.writeInbound(Unpooled.wrappedBuffer(noise)));
            if (thrown != null) {
                assertThat(thrown).hasCauseInstanceOf(ProtocolViolation.class);
            }
            channel.finishAndReleaseAll();
        }
    }

    private EmbeddedChannel channel() {
        Throttle uncounted = new Throttle(Limits.defaults(), new Meter(), () -> 0);
        return new EmbeddedChannel(
                new FrameDecoder(uncounted, (type, payload) -> frames.add(type + ":" + ByteBufUtil.hexDump(payload))));
    }
}
