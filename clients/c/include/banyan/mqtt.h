// SPDX-License-Identifier: Apache-2.0
/* An MQTT 5 client for one publication at a time, with quality of service 1 (OASIS MQTT Version 5.0).
 *
 * It holds one packet out and one packet in, in buffers of the caller's. It never waits: banyan_mqtt_poll does what can be
 * done now. The broker is not trusted: packets that are longer than the buffer, malformed or out of turn close the
 * connection. Sessions are not kept, because the store knows what is to be sent again. */
#ifndef BANYAN_MQTT_H
#define BANYAN_MQTT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/port.h"
#include "banyan/result.h"

/* Smaller buffers do not even hold a CONNACK with a few properties. */
#define BANYAN_MQTT_BUFFER_MIN 128u
/* What a publication adds to topic and payload. */
#define BANYAN_MQTT_PUBLISH_OVERHEAD 10u
#define BANYAN_MQTT_TEXT_MAX 256u

/* Reasons in acknowledgements; from 0x80 on they are failures. */
#define BANYAN_MQTT_SUCCESS 0x00u
#define BANYAN_MQTT_NO_SUBSCRIBERS 0x10u
#define BANYAN_MQTT_FAILURE 0x80u

struct banyan_mqtt_settings {
    /* Texts are ASCII of at most BANYAN_MQTT_TEXT_MAX characters. */
    const char *client_id;
    /* NULL for none. */
    const char *user;
    const char *password;
    uint16_t keep_alive_s;
    /* How long an answer may take before the connection counts as dead. */
    uint32_t timeout_ms;
};

struct banyan_mqtt_buffers {
    uint8_t *out;
    size_t out_capacity;
    uint8_t *in;
    size_t in_capacity;
};

enum banyan_mqtt_state { BANYAN_MQTT_CLOSED, BANYAN_MQTT_OPENING, BANYAN_MQTT_CONNECTING, BANYAN_MQTT_CONNECTED };

struct banyan_mqtt {
    const struct banyan_transport *transport;
    const struct banyan_mqtt_settings *settings;
    struct banyan_mqtt_buffers buffers;
    enum banyan_mqtt_state state;
    size_t out_size;
    size_t out_sent;
    size_t in_size;
    /* The largest packet that the broker takes. */
    uint32_t packet_max;
    uint32_t keep_alive_ms;
    uint16_t last_id;
    /* What waits for its acknowledgement, 0 for nothing. */
    uint16_t publish_id;
    uint16_t subscribe_id;
    bool ping_waits;
    /* A received publication that we have not acknowledged, 0 for none. */
    uint16_t owed_id;
    uint64_t asked_at_ms;
    uint64_t sent_at_ms;
};

enum banyan_mqtt_event_type {
    BANYAN_MQTT_NOTHING,
    BANYAN_MQTT_IS_CONNECTED,
    BANYAN_MQTT_SUBSCRIBED,
    /* `reason` says whether the broker took it. */
    BANYAN_MQTT_PUBLISHED,
    BANYAN_MQTT_MESSAGE
};

/* Topic and payload lie in the buffer for packets in, until the next poll. */
struct banyan_mqtt_event {
    enum banyan_mqtt_event_type type;
    uint8_t reason;
    const uint8_t *topic;
    size_t topic_size;
    const uint8_t *payload;
    size_t payload_size;
};

/* `transport` and `settings` are kept by reference. */
enum banyan_result banyan_mqtt_init(struct banyan_mqtt *mqtt, const struct banyan_transport *transport,
                                    const struct banyan_mqtt_settings *settings,
                                    const struct banyan_mqtt_buffers *buffers);

/* Begins to connect; BANYAN_STATE unless closed. */
enum banyan_result banyan_mqtt_connect(struct banyan_mqtt *mqtt, uint64_t now_ms);

/* One subscription at a time, of quality of service 1. */
enum banyan_result banyan_mqtt_subscribe(struct banyan_mqtt *mqtt, const char *topic, uint64_t now_ms);

/* One publication at a time; BANYAN_STATE while one is under way. */
enum banyan_result banyan_mqtt_publish(struct banyan_mqtt *mqtt, const char *topic, const uint8_t *payload, size_t size,
                                       uint64_t now_ms);

/* Sends and receives what it can, and tells at most one event. Whatever is not BANYAN_OK closed the connection. */
enum banyan_result banyan_mqtt_poll(struct banyan_mqtt *mqtt, uint64_t now_ms, struct banyan_mqtt_event *event);

/* Says goodbye if that goes without waiting, and closes. */
void banyan_mqtt_close(struct banyan_mqtt *mqtt);

#endif
