// SPDX-License-Identifier: Apache-2.0
#include "banyan/mqtt.h"

#include "bytes.h"
#include "mqtt_packet.h"

#define MILLIS 1000u

static bool is_text(const char *text) {
    size_t size = 0;
    while (text != NULL && size <= BANYAN_MQTT_TEXT_MAX && text[size] != '\0') {
        size++;
    }
    return text != NULL && size <= BANYAN_MQTT_TEXT_MAX;
}

enum banyan_result banyan_mqtt_init(struct banyan_mqtt *mqtt, const struct banyan_transport *transport,
                                    const struct banyan_mqtt_settings *settings,
                                    const struct banyan_mqtt_buffers *buffers) {
    *mqtt = (struct banyan_mqtt){0};
    if (transport == NULL || buffers->out == NULL || buffers->in == NULL ||
        buffers->out_capacity < BANYAN_MQTT_BUFFER_MIN || buffers->in_capacity < BANYAN_MQTT_BUFFER_MIN ||
        buffers->in_capacity > UINT32_MAX || settings->timeout_ms == 0u || !is_text(settings->client_id) ||
        (settings->user != NULL && !is_text(settings->user)) ||
        (settings->password != NULL && !is_text(settings->password))) {
        return BANYAN_RANGE;
    }
    mqtt->transport = transport;
    mqtt->settings = settings;
    mqtt->buffers = *buffers;
    mqtt->state = BANYAN_MQTT_CLOSED;
    return BANYAN_OK;
}

static void drop(struct banyan_mqtt *mqtt) {
    if (mqtt->state != BANYAN_MQTT_CLOSED) {
        mqtt->transport->close(mqtt->transport->context);
    }
    mqtt->state = BANYAN_MQTT_CLOSED;
    mqtt->out_size = 0;
    mqtt->out_sent = 0;
    mqtt->in_size = 0;
    mqtt->publish_id = 0;
    mqtt->subscribe_id = 0;
    mqtt->owed_id = 0;
    mqtt->ping_waits = false;
}

enum banyan_result banyan_mqtt_connect(struct banyan_mqtt *mqtt, uint64_t now_ms) {
    if (mqtt->state != BANYAN_MQTT_CLOSED) {
        return BANYAN_STATE;
    }
    mqtt->state = BANYAN_MQTT_OPENING;
    mqtt->asked_at_ms = now_ms;
    mqtt->keep_alive_ms = (uint32_t)mqtt->settings->keep_alive_s * MILLIS;
    mqtt->packet_max = UINT32_MAX;
    return BANYAN_OK;
}

static bool can_write(const struct banyan_mqtt *mqtt) {
    return mqtt->out_size == 0u;
}

static bool is_waiting(const struct banyan_mqtt *mqtt) {
    return mqtt->state == BANYAN_MQTT_OPENING || mqtt->state == BANYAN_MQTT_CONNECTING || mqtt->publish_id != 0u ||
           mqtt->subscribe_id != 0u || mqtt->ping_waits || !can_write(mqtt);
}

/* A packet begins its way out; from now on an answer may take as long as it may take. */
static void begin_packet(struct banyan_mqtt *mqtt, size_t size, uint64_t now_ms) {
    if (!is_waiting(mqtt)) {
        mqtt->asked_at_ms = now_ms;
    }
    mqtt->out_size = size;
    mqtt->out_sent = 0;
    mqtt->sent_at_ms = now_ms;
}

static uint16_t next_id(struct banyan_mqtt *mqtt) {
    mqtt->last_id = mqtt->last_id == UINT16_MAX ? 1u : (uint16_t)(mqtt->last_id + 1u);
    return mqtt->last_id;
}

enum banyan_result banyan_mqtt_subscribe(struct banyan_mqtt *mqtt, const char *topic, uint64_t now_ms) {
    size_t size = 0;
    if (!is_text(topic)) {
        return BANYAN_RANGE;
    }
    if (mqtt->state != BANYAN_MQTT_CONNECTED || mqtt->subscribe_id != 0u || !can_write(mqtt)) {
        return BANYAN_STATE;
    }
    uint16_t id = next_id(mqtt);
    enum banyan_result result =
        banyan_mqtt_write_subscribe(topic, id, mqtt->buffers.out, mqtt->buffers.out_capacity, &size);
    if (result == BANYAN_OK) {
        begin_packet(mqtt, size, now_ms);
        mqtt->subscribe_id = id;
    }
    return result;
}

enum banyan_result banyan_mqtt_publish(struct banyan_mqtt *mqtt, const char *topic, const uint8_t *payload, size_t size,
                                       uint64_t now_ms) {
    size_t packet_size = 0;
    if (!is_text(topic)) {
        return BANYAN_RANGE;
    }
    if (mqtt->state != BANYAN_MQTT_CONNECTED || mqtt->publish_id != 0u || !can_write(mqtt)) {
        return BANYAN_STATE;
    }
    struct banyan_mqtt_publication publication = {topic, payload, size, next_id(mqtt)};
    enum banyan_result result = banyan_mqtt_write_publish(&publication, mqtt->buffers.out, mqtt->buffers.out_capacity,
                                                          &packet_size);
    if (result == BANYAN_OK && packet_size > mqtt->packet_max) {
        result = BANYAN_REFUSED;
    }
    if (result == BANYAN_OK) {
        begin_packet(mqtt, packet_size, now_ms);
        mqtt->publish_id = publication.id;
    }
    return result;
}

static enum banyan_result send_connect(struct banyan_mqtt *mqtt) {
    enum banyan_result result = mqtt->transport->open(mqtt->transport->context);
    if (result != BANYAN_OK) {
        return result == BANYAN_NONE ? BANYAN_OK : BANYAN_TRANSPORT;
    }
    mqtt->state = BANYAN_MQTT_CONNECTING;
    return banyan_mqtt_write_connect(mqtt->settings, (uint32_t)mqtt->buffers.in_capacity, mqtt->buffers.out,
                                     mqtt->buffers.out_capacity, &mqtt->out_size);
}

static enum banyan_result flush(struct banyan_mqtt *mqtt) {
    while (mqtt->out_sent < mqtt->out_size) {
        size_t sent = 0;
        size_t left = mqtt->out_size - mqtt->out_sent;
        if (mqtt->transport->send(mqtt->transport->context, &mqtt->buffers.out[mqtt->out_sent], left, &sent) !=
                BANYAN_OK ||
            sent > left) {
            return BANYAN_TRANSPORT;
        }
        if (sent == 0u) {
            return BANYAN_OK;
        }
        mqtt->out_sent += sent;
    }
    mqtt->out_size = 0;
    mqtt->out_sent = 0;
    return BANYAN_OK;
}

/* What the client itself has to say: acknowledgements that it owes, and that it is alive. */
static enum banyan_result speak(struct banyan_mqtt *mqtt, uint64_t now_ms) {
    size_t size = 0;
    if (mqtt->state != BANYAN_MQTT_CONNECTED || !can_write(mqtt)) {
        return BANYAN_OK;
    }
    if (mqtt->owed_id != 0u) {
        (void)banyan_mqtt_write_puback(mqtt->owed_id, mqtt->buffers.out, mqtt->buffers.out_capacity, &size);
        begin_packet(mqtt, size, now_ms);
        mqtt->owed_id = 0;
    } else if (mqtt->keep_alive_ms != 0u && !mqtt->ping_waits &&
               now_ms - mqtt->sent_at_ms >= mqtt->keep_alive_ms / 2u) {
        (void)banyan_mqtt_write_empty(BANYAN_MQTT_PINGREQ, mqtt->buffers.out, mqtt->buffers.out_capacity, &size);
        begin_packet(mqtt, size, now_ms);
        mqtt->ping_waits = true;
    } else {
        return BANYAN_OK;
    }
    return flush(mqtt);
}

/* Reads bytes up to `wanted` of the packet that is coming in. */
static enum banyan_result fill(struct banyan_mqtt *mqtt, size_t wanted, bool *is_there) {
    *is_there = mqtt->in_size >= wanted;
    while (mqtt->in_size < wanted) {
        size_t received = 0;
        size_t left = wanted - mqtt->in_size;
        if (mqtt->transport->receive(mqtt->transport->context, &mqtt->buffers.in[mqtt->in_size], left, &received) !=
                BANYAN_OK ||
            received > left) {
            return BANYAN_TRANSPORT;
        }
        if (received == 0u) {
            return BANYAN_OK;
        }
        mqtt->in_size += received;
        *is_there = mqtt->in_size == wanted;
    }
    return BANYAN_OK;
}

/* Looks for one whole packet; `size` is 0 while it is not there. The fixed header is read byte by byte, because nothing of
 * the next packet may be taken. */
static enum banyan_result receive(struct banyan_mqtt *mqtt, uint32_t *size) {
    enum banyan_result result = BANYAN_NONE;
    bool is_there = true;
    uint32_t packet_size = 0;
    *size = 0;
    while (is_there && result == BANYAN_NONE) {
        result = banyan_mqtt_packet_size(mqtt->buffers.in, mqtt->in_size, &packet_size);
        if (result == BANYAN_NONE) {
            enum banyan_result filled = fill(mqtt, mqtt->in_size + 1u, &is_there);
            if (filled != BANYAN_OK) {
                return filled;
            }
        }
    }
    if (result == BANYAN_NONE) {
        return BANYAN_OK;
    }
    if (result != BANYAN_OK || packet_size > mqtt->buffers.in_capacity) {
        return BANYAN_PROTOCOL;
    }
    result = fill(mqtt, packet_size, &is_there);
    if (result == BANYAN_OK && is_there) {
        *size = packet_size;
    }
    return result;
}

static enum banyan_result on_connack(struct banyan_mqtt *mqtt, const struct banyan_mqtt_packet *packet, uint64_t now_ms,
                                     struct banyan_mqtt_event *event) {
    if (mqtt->state != BANYAN_MQTT_CONNECTING) {
        return BANYAN_PROTOCOL;
    }
    if (packet->reason != BANYAN_MQTT_SUCCESS || packet->lacks_qos1) {
        return BANYAN_REFUSED;
    }
    mqtt->state = BANYAN_MQTT_CONNECTED;
    mqtt->sent_at_ms = now_ms;
    mqtt->packet_max = packet->packet_max != 0u ? packet->packet_max : UINT32_MAX;
    if (packet->has_keep_alive) {
        mqtt->keep_alive_ms = (uint32_t)packet->keep_alive_s * MILLIS;
    }
    event->type = BANYAN_MQTT_IS_CONNECTED;
    return BANYAN_OK;
}

static enum banyan_result on_puback(struct banyan_mqtt *mqtt, const struct banyan_mqtt_packet *packet, uint64_t now_ms,
                                    struct banyan_mqtt_event *event) {
    if (packet->id != mqtt->publish_id) {
        return BANYAN_PROTOCOL;
    }
    mqtt->publish_id = 0;
    mqtt->asked_at_ms = now_ms;
    event->type = BANYAN_MQTT_PUBLISHED;
    event->reason = packet->reason;
    return BANYAN_OK;
}

static enum banyan_result on_suback(struct banyan_mqtt *mqtt, const struct banyan_mqtt_packet *packet, uint64_t now_ms,
                                    struct banyan_mqtt_event *event) {
    if (packet->id != mqtt->subscribe_id) {
        return BANYAN_PROTOCOL;
    }
    if (packet->reason >= BANYAN_MQTT_FAILURE) {
        return BANYAN_REFUSED;
    }
    mqtt->subscribe_id = 0;
    mqtt->asked_at_ms = now_ms;
    event->type = BANYAN_MQTT_SUBSCRIBED;
    return BANYAN_OK;
}

static enum banyan_result on_publish(struct banyan_mqtt *mqtt, const struct banyan_mqtt_packet *packet,
                                     struct banyan_mqtt_event *event) {
    /* We take one at a time, and said so: a second one before our acknowledgement is the broker's fault. */
    if (packet->qos == 1u && mqtt->owed_id != 0u) {
        return BANYAN_PROTOCOL;
    }
    mqtt->owed_id = packet->id;
    event->type = BANYAN_MQTT_MESSAGE;
    event->topic = packet->topic;
    event->topic_size = packet->topic_size;
    event->payload = packet->payload;
    event->payload_size = packet->payload_size;
    return BANYAN_OK;
}

static enum banyan_result handle(struct banyan_mqtt *mqtt, uint32_t size, uint64_t now_ms,
                                 struct banyan_mqtt_event *event) {
    struct banyan_mqtt_packet packet;
    enum banyan_result result = banyan_mqtt_read(mqtt->buffers.in, size, &packet);
    mqtt->in_size = 0;
    if (result != BANYAN_OK) {
        return result;
    }
    if (packet.type == BANYAN_MQTT_CONNACK) {
        return on_connack(mqtt, &packet, now_ms, event);
    }
    if (packet.type == BANYAN_MQTT_DISCONNECT) {
        return BANYAN_TRANSPORT;
    }
    if (mqtt->state != BANYAN_MQTT_CONNECTED) {
        return BANYAN_PROTOCOL;
    }
    if (packet.type == BANYAN_MQTT_PUBACK) {
        return on_puback(mqtt, &packet, now_ms, event);
    }
    if (packet.type == BANYAN_MQTT_SUBACK) {
        return on_suback(mqtt, &packet, now_ms, event);
    }
    if (packet.type == BANYAN_MQTT_PUBLISH) {
        return on_publish(mqtt, &packet, event);
    }
    /* A PINGRESP, or one that was not asked for. */
    result = mqtt->ping_waits ? BANYAN_OK : BANYAN_PROTOCOL;
    mqtt->ping_waits = false;
    return result;
}

static enum banyan_result step(struct banyan_mqtt *mqtt, uint64_t now_ms, struct banyan_mqtt_event *event) {
    uint32_t size = 0;
    enum banyan_result result = BANYAN_OK;
    if (mqtt->state == BANYAN_MQTT_OPENING) {
        result = send_connect(mqtt);
    }
    if (result == BANYAN_OK && mqtt->state != BANYAN_MQTT_OPENING) {
        result = flush(mqtt);
    }
    if (result == BANYAN_OK) {
        result = speak(mqtt, now_ms);
    }
    /* What we owe goes out first, so a broker that sends without end cannot make us owe more than one. */
    if (result == BANYAN_OK && mqtt->state != BANYAN_MQTT_OPENING && mqtt->owed_id == 0u) {
        result = receive(mqtt, &size);
    }
    if (result == BANYAN_OK && size > 0u) {
        result = handle(mqtt, size, now_ms, event);
    }
    if (result == BANYAN_OK && is_waiting(mqtt) && now_ms - mqtt->asked_at_ms >= mqtt->settings->timeout_ms) {
        result = BANYAN_TRANSPORT;
    }
    return result;
}

enum banyan_result banyan_mqtt_poll(struct banyan_mqtt *mqtt, uint64_t now_ms, struct banyan_mqtt_event *event) {
    *event = (struct banyan_mqtt_event){0};
    if (mqtt->state == BANYAN_MQTT_CLOSED) {
        return BANYAN_OK;
    }
    enum banyan_result result = step(mqtt, now_ms, event);
    if (result != BANYAN_OK) {
        *event = (struct banyan_mqtt_event){0};
        drop(mqtt);
    }
    return result;
}

void banyan_mqtt_close(struct banyan_mqtt *mqtt) {
    size_t size = 0;
    if (mqtt->state == BANYAN_MQTT_CONNECTED && can_write(mqtt)) {
        (void)banyan_mqtt_write_empty(BANYAN_MQTT_DISCONNECT, mqtt->buffers.out, mqtt->buffers.out_capacity, &size);
        mqtt->out_size = size;
        (void)flush(mqtt);
    }
    drop(mqtt);
}
