// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Optional;
import network.banyan.primitives.Hash;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** Sees a connection's CONNECT first of all, and puts a {@link RecordHandler} before Artemis. */
final class Entrance implements MQTTInterceptor {
    private final RecordHandler.Door door;

    Entrance(RecordHandler.Door door) {
        this.door = door;
    }

    /** False ends the connection: no id, a will (which Artemis would publish itself), or a second CONNECT. */
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
        pipeline.addBefore(
                pipeline.context(MQTTProtocolHandler.class).name(),
                "banyan-records",
                new RecordHandler(device.get(), isMqtt5, door));
        return true;
    }
}
