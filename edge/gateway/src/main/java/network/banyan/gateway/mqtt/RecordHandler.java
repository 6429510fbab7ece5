// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import network.banyan.gateway.ingest.Message;
import network.banyan.gateway.ingest.Outcome;
import network.banyan.gateway.ingest.Sender;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Reported;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Artemis on one connection and takes every PUBLISH: hands it to the pipeline, and acknowledges it when the
 * pipeline has answered, in the order the client sent them (MQTT 5, 4.6). While too much is on its way it stops reading, and
 * TCP slows the client down.
 *
 * <p>All of it runs on the connection's event loop.
 */
final class RecordHandler extends ChannelDuplexHandler {
    /** Messages of one connection on their way; from the first number on nothing more is read until there are fewer. */
    private static final int MAX_IN_FLIGHT = 512;

    private static final int RESUME_AT = 256;

    /** So often a client that publishes without pause is reported alive to Artemis, which sees none of it. */
    private static final long ALIVE_NANOS = 1_000_000_000;

    private final Hash device;
    private final Sender sender;
    private final boolean isMqtt5;
    private final Door door;
    private final Deque<MqttPublishMessage> early = new ArrayDeque<>();
    private final Deque<Slot> slots = new ArrayDeque<>();
    private boolean isConnected;
    private boolean isAnnouncing;
    private boolean isFlushing;

    /** It asked for what is desired of it, and Artemis has not answered yet. */
    private boolean isListening;

    private long announcedNanos = System.nanoTime();

    /** What the handler needs of the house behind it. */
    interface Door {
        boolean submit(Message message);

        /** Sends answers to the device's receipts topic, if anybody listens there. */
        void answer(Hash device, List<Outcome> outcomes);

        /** Takes a report of the device's twin; false if there is no room, and no reply then. */
        boolean report(Hash device, Bytes message, Consumer<Acknowledgement> reply);

        /** The device listens to what is desired of it. */
        void listens(Hash device);
    }

    /** A message that is to be acknowledged, or with QoS 0 only counted. */
    private static final class Slot {
        final int packetId;
        final MqttQoS quality;

        @Nullable
        Acknowledgement done;

        Slot(int packetId, MqttQoS quality) {
            this.packetId = packetId;
            this.quality = quality;
        }
    }

    RecordHandler(Hash device, boolean isMqtt5, Door door) {
        this.device = device;
        this.sender = new Sender(device);
        this.isMqtt5 = isMqtt5;
        this.door = door;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        if (packet instanceof MqttSubscribeMessage subscribe
                && !subscribe.decoderResult().isFailure()) {
            isListening |= subscribe.payload().topicSubscriptions().stream()
                    .anyMatch(topic -> topic.topicFilter().equals(Topics.desired(device)));
        }
        if (!(packet instanceof MqttPublishMessage publish)
                || publish.decoderResult().isFailure()) {
            context.fireChannelRead(packet);
        } else if (isConnected) {
            take(context, publish);
        } else {
            // A client may publish before it was let in; nothing is looked at until it is.
            early.add(publish);
            context.channel().config().setAutoRead(early.size() < MAX_IN_FLIGHT);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
        if (isAnnouncing
                && packet instanceof MqttMessage reply
                && reply.fixedHeader().messageType() == MqttMessageType.PINGRESP) {
            promise.trySuccess();
            return;
        }
        var _ = context.write(packet, promise);
        if (isListening && packet instanceof MqttSubAckMessage) {
            isListening = false;
            door.listens(device);
        }
        if (packet instanceof MqttConnAckMessage reply
                && reply.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            isConnected = true;
            while (!early.isEmpty()) {
                take(context, early.poll());
            }
            context.channel().config().setAutoRead(slots.size() < MAX_IN_FLIGHT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        context.fireChannelInactive();
    }

    private void take(ChannelHandlerContext context, MqttPublishMessage publish) {
        var slot = new Slot(
                publish.variableHeader().packetId(), publish.fixedHeader().qosLevel());
        slots.add(slot);
        String topic = publish.variableHeader().topicName();
        boolean isReport = topic.equals(Topics.reported(device));
        byte[] payload;
        try {
            int size = publish.payload().readableBytes();
            if (!isReport && !topic.equals(Topics.records(device))) {
                settle(context, slot, Acknowledgement.wrongTopic(device));
                return;
            }
            if (size > (isReport ? Reported.MAX_BYTES : Message.MAX_BYTES)) {
                settle(context, slot, isReport ? Acknowledgement.REPORT_TOO_LARGE : Acknowledgement.TOO_LARGE);
                return;
            }
            payload = new byte[size];
            publish.payload().readBytes(payload);
        } finally {
            publish.release();
        }
        if (!submit(context, slot, Bytes.wrap(payload), isReport)) {
            settle(context, slot, Acknowledgement.NO_ROOM);
        }
        if (slots.size() >= MAX_IN_FLIGHT) {
            context.channel().config().setAutoRead(false);
        }
        announce(context);
    }

    private boolean submit(ChannelHandlerContext context, Slot slot, Bytes payload, boolean isReport) {
        return isReport
                ? door.report(
                        device,
                        payload,
                        acknowledgement -> context.executor().execute(() -> settle(context, slot, acknowledgement)))
                : door.submit(new Message(sender, payload, outcomes -> answered(context, slot, outcomes)));
    }

    /** Called by the pipeline's thread. */
    private void answered(ChannelHandlerContext context, Slot slot, List<Outcome> outcomes) {
        Acknowledgement acknowledgement = Acknowledgement.of(outcomes);
        context.executor().execute(() -> {
            settle(context, slot, acknowledgement);
            if (context.channel().isActive()) {
                door.answer(device, outcomes);
            }
        });
    }

    private void settle(ChannelHandlerContext context, Slot settled, Acknowledgement acknowledgement) {
        settled.done = acknowledgement;
        for (Slot slot = slots.peek(); slot != null && slot.done != null; slot = slots.peek()) {
            slots.remove();
            if (slot.quality != MqttQoS.AT_MOST_ONCE) {
                var _ = context.write(slot.done.packet(slot.packetId, slot.quality, isMqtt5), context.voidPromise());
            }
        }
        if (slots.size() <= RESUME_AT) {
            context.channel().config().setAutoRead(true);
        }
        if (!isFlushing) {
            // One flush for all that is settled in this turn of the loop.
            isFlushing = true;
            context.executor().execute(() -> {
                isFlushing = false;
                context.flush();
            });
        }
    }

    /** Artemis closes connections it hears nothing of. A ping, whose reply is kept back, says what it has missed. */
    private void announce(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (now - announcedNanos >= ALIVE_NANOS) {
            announcedNanos = now;
            isAnnouncing = true;
            context.fireChannelRead(new MqttMessage(
                    new MqttFixedHeader(MqttMessageType.PINGREQ, false, MqttQoS.AT_MOST_ONCE, false, 0)));
            isAnnouncing = false;
        }
    }
}
