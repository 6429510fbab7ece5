// SPDX-License-Identifier: Apache-2.0
/* MQTT 5 packets as bytes: what a device sends, and what it may be sent. Internal to the client. */
#ifndef BANYAN_MQTT_PACKET_H
#define BANYAN_MQTT_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/mqtt.h"
#include "banyan/result.h"

enum banyan_mqtt_type {
    BANYAN_MQTT_CONNECT = 1,
    BANYAN_MQTT_CONNACK = 2,
    BANYAN_MQTT_PUBLISH = 3,
    BANYAN_MQTT_PUBACK = 4,
    BANYAN_MQTT_SUBSCRIBE = 8,
    BANYAN_MQTT_SUBACK = 9,
    BANYAN_MQTT_PINGREQ = 12,
    BANYAN_MQTT_PINGRESP = 13,
    BANYAN_MQTT_DISCONNECT = 14
};

struct banyan_mqtt_publication {
    const char *topic;
    const uint8_t *payload;
    size_t size;
    uint16_t id;
};

/* Each writes one packet to `to`, or BANYAN_SPACE. */
enum banyan_result banyan_mqtt_write_connect(const struct banyan_mqtt_settings *settings, uint32_t packet_max,
                                             uint8_t *to, size_t capacity, size_t *size);
enum banyan_result banyan_mqtt_write_publish(const struct banyan_mqtt_publication *publication, uint8_t *to,
                                             size_t capacity, size_t *size);
enum banyan_result banyan_mqtt_write_subscribe(const char *topic, uint16_t id, uint8_t *to, size_t capacity,
                                               size_t *size);
enum banyan_result banyan_mqtt_write_puback(uint16_t id, uint8_t *to, size_t capacity, size_t *size);
/* A packet without content: PINGREQ or DISCONNECT. */
enum banyan_result banyan_mqtt_write_empty(enum banyan_mqtt_type type, uint8_t *to, size_t capacity, size_t *size);

/* How long the packet is that begins with these bytes, fixed header included. BANYAN_NONE while too few bytes are there
 * to tell, BANYAN_PROTOCOL if no packet begins so. */
enum banyan_result banyan_mqtt_packet_size(const uint8_t *from, size_t size, uint32_t *packet_size);

/* What a packet of the broker's says; fields that its type does not have are 0. */
struct banyan_mqtt_packet {
    enum banyan_mqtt_type type;
    uint16_t id;
    uint8_t reason;
    uint8_t qos;
    const uint8_t *topic;
    size_t topic_size;
    const uint8_t *payload;
    size_t payload_size;
    /* From CONNACK: 0 where the broker did not say. */
    uint32_t packet_max;
    uint16_t keep_alive_s;
    bool has_keep_alive;
    bool lacks_qos1;
};

/* Reads one whole packet. BANYAN_PROTOCOL if it is malformed or none that a broker may send to this client. */
enum banyan_result banyan_mqtt_read(const uint8_t *from, size_t size, struct banyan_mqtt_packet *packet);

#endif
