// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Optional;
import network.banyan.primitives.Hash;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** Sees a connection's CONNECT first of all, and puts a {@link RecordHandler} before Artemis. */
final class Entrance implements MQTTInterceptor {
    /** MQTT 5, section 3.2.2.3. */
    private static final int SERVER_REFERENCE = 0x1c;

    private static final int REASON_STRING = 0x1f;

    private final RecordHandler.Door door;
    private final Neighbours neighbours;

    Entrance(RecordHandler.Door door, Neighbours neighbours) {
        this.door = door;
        this.neighbours = neighbours;
    }

    /**
     * False ends the connection: no id, a will (which Artemis would publish itself), a second CONNECT,
     * or a device that belongs elsewhere, which is told where.
     */
    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        if (!(packet instanceof MqttConnectMessage connect)) {
            return true;
        }
        Optional<Hash> device = Topics.device(
                Optional.ofNullable(connect.payload().clientIdentifier()).orElse(""));
        if (device.isEmpty()
                || connect.variableHeader().isWillFlag()
                || !(connection.getTransportConnection() instanceof NettyConnection transport)) {
            return false;
        }
        ChannelPipeline pipeline = transport.getNettyChannel().pipeline();
        if (pipeline.get(RecordHandler.class) != null) {
            return false;
        }
        boolean isMqtt5 = connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
        Optional<Neighbours.Elsewhere> elsewhere = neighbours.of(device.get());
        if (elsewhere.isPresent()) {
            var _ = transport
                    .getNettyChannel()
                    .writeAndFlush(isMqtt5 ? moved(elsewhere.get()) : REJECTED)
                    .addListener(ChannelFutureListener.CLOSE);
            return false;
        }
        pipeline.addBefore(
                pipeline.context(MQTTProtocolHandler.class).name(),
                "banyan-records",
                new RecordHandler(device.get(), isMqtt5, door));
        return true;
    }

    /** MQTT 3.1.1 has no better word. */
    private static final MqttConnAckMessage REJECTED =
            connack(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED, MqttProperties.NO_PROPERTIES);

    private static MqttConnAckMessage moved(Neighbours.Elsewhere elsewhere) {
        var properties = new MqttProperties();
        elsewhere
                .server()
                .ifPresent(server -> properties.add(new MqttProperties.StringProperty(SERVER_REFERENCE, server)));
        properties.add(new MqttProperties.StringProperty(REASON_STRING, "elsewhere: " + elsewhere.reason()));
        return connack(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_MOVED, properties);
    }

    private static MqttConnAckMessage connack(MqttConnectReturnCode code, MqttProperties properties) {
        return new MqttConnAckMessage(
                new MqttFixedHeader(MqttMessageType.CONNACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttConnAckVariableHeader(code, false, properties));
    }
}
