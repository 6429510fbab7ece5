// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.ingest.Outcome;
import network.banyan.primitives.Hash;

/** What a PUBACK or PUBREC says: a reason code of MQTT 5 (section 3.4.2.1) and, if it refuses, a sentence. */
record Acknowledgement(int code, String reason) {
    private static final int SUCCESS = 0x00;
    private static final int IMPLEMENTATION_SPECIFIC = 0x83;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    /** MQTT 5, section 3.4.2.2.2. */
    private static final int REASON_STRING = 0x1f;

    static final Acknowledgement TAKEN = new Acknowledgement(SUCCESS, "");
    static final Acknowledgement NO_ROOM =
            new Acknowledgement(QUOTA_EXCEEDED, "busy: the gateway has no room at the moment; send it again");
    static final Acknowledgement TOO_LARGE =
            new Acknowledgement(PAYLOAD_FORMAT_INVALID, "malformed: a message has at most 256 KiB");

    static final Acknowledgement REPORT_TOO_LARGE =
            new Acknowledgement(PAYLOAD_FORMAT_INVALID, "malformed: a report has at most 16 KiB");

    static Acknowledgement wrongTopic(Hash device) {
        return new Acknowledgement(
                NOT_AUTHORIZED,
                "spoofed: this connection may publish to %s and %s only"
                        .formatted(Topics.records(device), Topics.reported(device)));
    }

    /** That of the first record refused. */
    static Acknowledgement of(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused(var _, Refusal refusal, String reason)) {
                return refused(refusal, reason);
            }
        }
        return TAKEN;
    }

    static Acknowledgement refused(Refusal refusal, String reason) {
        return new Acknowledgement(code(refusal), refusal.code() + ": " + reason);
    }

    private static int code(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED -> PAYLOAD_FORMAT_INVALID;
            case SPOOFED, UNREGISTERED, BAD_SIGNATURE -> NOT_AUTHORIZED;
            case BUSY -> QUOTA_EXCEEDED;
            case OUT_OF_ORDER, FORK, TOO_OLD -> IMPLEMENTATION_SPECIFIC;
        };
    }

    /** @param isMqtt5 older ones have neither codes nor reasons; who speaks them reads the receipts topic */
    MqttMessage packet(int packetId, MqttQoS quality, boolean isMqtt5) {
        MqttMessageType type = quality == MqttQoS.EXACTLY_ONCE ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
        var header = new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
        if (!isMqtt5) {
            return new MqttMessage(header, MqttMessageIdVariableHeader.from(packetId));
        }
        var properties = MqttProperties.NO_PROPERTIES;
        if (!reason.isEmpty()) {
            properties = new MqttProperties();
            properties.add(new MqttProperties.StringProperty(REASON_STRING, reason));
        }
        return new MqttMessage(header, new MqttPubReplyMessageVariableHeader(packetId, (byte) code, properties));
    }
}
