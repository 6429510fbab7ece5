// SPDX-License-Identifier: Apache-2.0
#include "mqtt_packet.h"

#include "bytes.h"

/* Section numbers are those of OASIS MQTT Version 5.0. */

#define VERSION 5u
#define CLEAN_START 0x02u
#define HAS_PASSWORD 0x40u
#define HAS_USER 0x80u
#define REMAINING_MAX 268435455u
/* Quality of service 1; retained messages are not wanted (3.8.3.1). */
#define SUBSCRIPTION_OPTIONS 0x21u
#define PUBLISH_QOS1_FLAGS 0x02u
#define SUBSCRIBE_FLAGS 0x02u

/* Properties (2.2.2.2). */
enum property {
    PAYLOAD_FORMAT = 0x01,
    MESSAGE_EXPIRY = 0x02,
    CONTENT_TYPE = 0x03,
    RESPONSE_TOPIC = 0x08,
    CORRELATION_DATA = 0x09,
    SUBSCRIPTION_ID = 0x0b,
    SESSION_EXPIRY = 0x11,
    ASSIGNED_CLIENT_ID = 0x12,
    SERVER_KEEP_ALIVE = 0x13,
    REQUEST_PROBLEM_INFORMATION = 0x17,
    RESPONSE_INFORMATION = 0x1a,
    SERVER_REFERENCE = 0x1c,
    REASON_STRING = 0x1f,
    RECEIVE_MAXIMUM = 0x21,
    TOPIC_ALIAS_MAXIMUM = 0x22,
    MAXIMUM_QOS = 0x24,
    RETAIN_AVAILABLE = 0x25,
    USER_PROPERTY = 0x26,
    MAXIMUM_PACKET_SIZE = 0x27,
    WILDCARDS_AVAILABLE = 0x28,
    SUBSCRIPTION_IDS_AVAILABLE = 0x29,
    SHARED_AVAILABLE = 0x2a
};

#define BIT(property) ((uint64_t)1 << (unsigned)(property))

/* Which properties the broker may send in which packet. Those that only answer what this client never asks for (topic
 * aliases, authentication) are missing. */
#define ALLOWED_ANSWER (BIT(REASON_STRING) | BIT(USER_PROPERTY))
#define ALLOWED_DISCONNECT (ALLOWED_ANSWER | BIT(SERVER_REFERENCE))
#define ALLOWED_PUBLISH                                                                                           \
    (BIT(PAYLOAD_FORMAT) | BIT(MESSAGE_EXPIRY) | BIT(CONTENT_TYPE) | BIT(RESPONSE_TOPIC) | BIT(CORRELATION_DATA) | \
     BIT(USER_PROPERTY))
#define ALLOWED_CONNACK                                                                                         \
    (ALLOWED_DISCONNECT | BIT(SESSION_EXPIRY) | BIT(ASSIGNED_CLIENT_ID) | BIT(SERVER_KEEP_ALIVE) |              \
     BIT(RESPONSE_INFORMATION) | BIT(RECEIVE_MAXIMUM) | BIT(TOPIC_ALIAS_MAXIMUM) | BIT(MAXIMUM_QOS) |           \
     BIT(RETAIN_AVAILABLE) | BIT(MAXIMUM_PACKET_SIZE) | BIT(WILDCARDS_AVAILABLE) | BIT(SUBSCRIPTION_IDS_AVAILABLE) | \
     BIT(SHARED_AVAILABLE))

/* ---- writing ---- */

struct writer {
    uint8_t *to;
    size_t capacity;
    size_t size;
    bool is_full;
};

static void put(struct writer *out, const uint8_t *from, size_t size) {
    if (out->is_full || size > out->capacity - out->size) {
        out->is_full = true;
        return;
    }
    banyan_copy(&out->to[out->size], from, size);
    out->size += size;
}

static void put_number(struct writer *out, uint32_t value, size_t size) {
    uint8_t bytes[4];
    banyan_put_be(bytes, value, size);
    put(out, bytes, size);
}

static void put_varint(struct writer *out, uint32_t value) {
    uint32_t left = value;
    do {
        uint32_t more = left >= 0x80u ? 0x80u : 0u;
        put_number(out, (left & 0x7fu) | more, 1);
        left >>= 7;
    } while (left != 0u);
}

static size_t length(const char *text) {
    size_t size = 0;
    while (size < BANYAN_MQTT_TEXT_MAX && text[size] != '\0') {
        size++;
    }
    return size;
}

static void put_text(struct writer *out, const char *text) {
    size_t size = length(text);
    put_number(out, (uint32_t)size, 2);
    put(out, (const uint8_t *)text, size);
}

static struct writer begin(enum banyan_mqtt_type type, uint32_t flags, size_t remaining, uint8_t *to, size_t capacity) {
    struct writer out = {to, capacity, 0, remaining > REMAINING_MAX};
    put_number(&out, ((uint32_t)type << 4) | flags, 1);
    put_varint(&out, (uint32_t)remaining);
    return out;
}

static enum banyan_result finish(const struct writer *out, size_t *size) {
    *size = out->is_full ? 0u : out->size;
    return out->is_full ? BANYAN_SPACE : BANYAN_OK;
}

enum banyan_result banyan_mqtt_write_connect(const struct banyan_mqtt_settings *settings, uint32_t packet_max,
                                             uint8_t *to, size_t capacity, size_t *size) {
    /* Receive maximum 3, problem information 2, maximum packet size 5. */
    const size_t properties = 10;
    size_t remaining = 6u + 1u + 1u + 2u + 1u + properties + 2u + length(settings->client_id);
    uint32_t flags = CLEAN_START;
    if (settings->user != NULL) {
        remaining += 2u + length(settings->user);
        flags |= HAS_USER;
    }
    if (settings->password != NULL) {
        remaining += 2u + length(settings->password);
        flags |= HAS_PASSWORD;
    }
    struct writer out = begin(BANYAN_MQTT_CONNECT, 0, remaining, to, capacity);
    put_text(&out, "MQTT");
    put_number(&out, VERSION, 1);
    put_number(&out, flags, 1);
    put_number(&out, settings->keep_alive_s, 2);
    put_varint(&out, (uint32_t)properties);
    put_number(&out, RECEIVE_MAXIMUM, 1);
    put_number(&out, 1, 2);
    put_number(&out, REQUEST_PROBLEM_INFORMATION, 1);
    put_number(&out, 0, 1);
    put_number(&out, MAXIMUM_PACKET_SIZE, 1);
    put_number(&out, packet_max, 4);
    put_text(&out, settings->client_id);
    if (settings->user != NULL) {
        put_text(&out, settings->user);
    }
    if (settings->password != NULL) {
        put_text(&out, settings->password);
    }
    return finish(&out, size);
}

enum banyan_result banyan_mqtt_write_publish(const struct banyan_mqtt_publication *publication, uint8_t *to,
                                             size_t capacity, size_t *size) {
    size_t remaining = 2u + length(publication->topic) + 2u + 1u + publication->size;
    struct writer out = begin(BANYAN_MQTT_PUBLISH, PUBLISH_QOS1_FLAGS, remaining, to, capacity);
    put_text(&out, publication->topic);
    put_number(&out, publication->id, 2);
    put_varint(&out, 0);
    put(&out, publication->payload, publication->size);
    return finish(&out, size);
}

enum banyan_result banyan_mqtt_write_subscribe(const char *topic, uint16_t id, uint8_t *to, size_t capacity,
                                               size_t *size) {
    size_t remaining = 2u + 1u + 2u + length(topic) + 1u;
    struct writer out = begin(BANYAN_MQTT_SUBSCRIBE, SUBSCRIBE_FLAGS, remaining, to, capacity);
    put_number(&out, id, 2);
    put_varint(&out, 0);
    put_text(&out, topic);
    put_number(&out, SUBSCRIPTION_OPTIONS, 1);
    return finish(&out, size);
}

enum banyan_result banyan_mqtt_write_puback(uint16_t id, uint8_t *to, size_t capacity, size_t *size) {
    struct writer out = begin(BANYAN_MQTT_PUBACK, 0, 2, to, capacity);
    put_number(&out, id, 2);
    return finish(&out, size);
}

enum banyan_result banyan_mqtt_write_empty(enum banyan_mqtt_type type, uint8_t *to, size_t capacity, size_t *size) {
    struct writer out = begin(type, 0, 0, to, capacity);
    return finish(&out, size);
}

/* ---- reading ---- */

/* What is left of a packet. A read beyond its end makes it bad for good. */
struct reader {
    const uint8_t *from;
    size_t size;
    bool is_bad;
};

static const uint8_t *take(struct reader *in, size_t size) {
    const uint8_t *taken = in->from;
    if (in->is_bad || size > in->size) {
        in->is_bad = true;
        return NULL;
    }
    in->from = &in->from[size];
    in->size -= size;
    return taken;
}

static uint32_t take_number(struct reader *in, size_t size) {
    const uint8_t *bytes = take(in, size);
    uint32_t value = 0;
    for (size_t i = 0; bytes != NULL && i < size; i++) {
        value = (value << 8) | bytes[i];
    }
    return value;
}

/* 1 to 4 bytes, in the shortest form (1.5.5). */
static uint32_t take_varint(struct reader *in) {
    uint32_t value = 0;
    uint32_t byte = 0x80u;
    unsigned count = 0;
    while (!in->is_bad && count < 4u && (byte & 0x80u) != 0u) {
        byte = take_number(in, 1);
        value |= (byte & 0x7fu) << (7u * count);
        count++;
    }
    in->is_bad = in->is_bad || (byte & 0x80u) != 0u || (count > 1u && byte == 0u);
    return value;
}

static void take_string(struct reader *in, const uint8_t **string, size_t *size) {
    *size = take_number(in, 2);
    *string = take(in, *size);
}

static void skip_string(struct reader *in) {
    const uint8_t *string = NULL;
    size_t size = 0;
    take_string(in, &string, &size);
}

static uint32_t take_flag(struct reader *in) {
    uint32_t flag = take_number(in, 1);
    in->is_bad = in->is_bad || flag > 1u;
    return flag;
}

static void take_property(struct reader *in, enum property property, struct banyan_mqtt_packet *packet) {
    switch (property) {
        case PAYLOAD_FORMAT:
        case RETAIN_AVAILABLE:
        case WILDCARDS_AVAILABLE:
        case SUBSCRIPTION_IDS_AVAILABLE:
        case SHARED_AVAILABLE:
            (void)take_flag(in);
            break;
        case MAXIMUM_QOS:
            packet->lacks_qos1 = take_flag(in) == 0u;
            break;
        case TOPIC_ALIAS_MAXIMUM:
            (void)take_number(in, 2);
            break;
        case SERVER_KEEP_ALIVE:
            packet->keep_alive_s = (uint16_t)take_number(in, 2);
            packet->has_keep_alive = true;
            break;
        case RECEIVE_MAXIMUM:
            in->is_bad = take_number(in, 2) == 0u || in->is_bad;
            break;
        case MESSAGE_EXPIRY:
        case SESSION_EXPIRY:
            (void)take_number(in, 4);
            break;
        case MAXIMUM_PACKET_SIZE:
            packet->packet_max = take_number(in, 4);
            in->is_bad = in->is_bad || packet->packet_max == 0u;
            break;
        case USER_PROPERTY:
            skip_string(in);
            skip_string(in);
            break;
        case CONTENT_TYPE:
        case RESPONSE_TOPIC:
        case CORRELATION_DATA:
        case ASSIGNED_CLIENT_ID:
        case RESPONSE_INFORMATION:
        case SERVER_REFERENCE:
        case REASON_STRING:
            skip_string(in);
            break;
        case SUBSCRIPTION_ID:
        case REQUEST_PROBLEM_INFORMATION:
            /* Not allowed in what a broker sends to us; take_properties keeps them out. */
            in->is_bad = true;
            break;
    }
}

/* Those of `allowed`, each at most once but for user properties. */
static void take_properties(struct reader *in, uint64_t allowed, struct banyan_mqtt_packet *packet) {
    uint32_t size = take_varint(in);
    struct reader properties = {in->from, size, in->is_bad};
    uint64_t left = allowed;
    (void)take(in, size);
    properties.is_bad = in->is_bad;
    while (!properties.is_bad && properties.size > 0u) {
        uint32_t id = take_varint(&properties);
        uint64_t bit = id < 64u ? BIT(id) : 0u;
        if ((left & bit) == 0u) {
            properties.is_bad = true;
        } else {
            take_property(&properties, (enum property)id, packet);
            left &= id == (uint32_t)USER_PROPERTY ? UINT64_MAX : ~bit;
        }
    }
    in->is_bad = in->is_bad || properties.is_bad;
}

/* Reason and properties may be left out at a packet's end. */
static void take_reason_and_properties(struct reader *in, uint64_t allowed, struct banyan_mqtt_packet *packet) {
    if (in->size > 0u) {
        packet->reason = (uint8_t)take_number(in, 1);
    }
    if (in->size > 0u) {
        take_properties(in, allowed, packet);
    }
}

static bool is_end(const struct reader *in) {
    return !in->is_bad && in->size == 0u;
}

static bool is_failure(uint8_t reason) {
    return reason >= BANYAN_MQTT_FAILURE;
}

static bool read_connack(struct reader *in, struct banyan_mqtt_packet *packet) {
    uint32_t session_present = take_number(in, 1);
    packet->reason = (uint8_t)take_number(in, 1);
    take_properties(in, ALLOWED_CONNACK, packet);
    /* We asked for no session, so there cannot be one. */
    return is_end(in) && session_present == 0u && (packet->reason == BANYAN_MQTT_SUCCESS || is_failure(packet->reason));
}

static bool read_puback(struct reader *in, struct banyan_mqtt_packet *packet) {
    packet->id = (uint16_t)take_number(in, 2);
    take_reason_and_properties(in, ALLOWED_ANSWER, packet);
    return is_end(in) && packet->id != 0u &&
           (packet->reason == BANYAN_MQTT_SUCCESS || packet->reason == BANYAN_MQTT_NO_SUBSCRIBERS ||
            is_failure(packet->reason));
}

static bool read_suback(struct reader *in, struct banyan_mqtt_packet *packet) {
    packet->id = (uint16_t)take_number(in, 2);
    take_properties(in, ALLOWED_ANSWER, packet);
    packet->reason = (uint8_t)take_number(in, 1);
    return is_end(in) && packet->id != 0u && (packet->reason <= 1u || is_failure(packet->reason));
}

static bool read_publish(struct reader *in, uint32_t flags, struct banyan_mqtt_packet *packet) {
    bool is_duplicate = (flags & 0x08u) != 0u;
    packet->qos = (uint8_t)((flags >> 1) & 0x03u);
    take_string(in, &packet->topic, &packet->topic_size);
    if (packet->qos == 1u) {
        packet->id = (uint16_t)take_number(in, 2);
    }
    take_properties(in, ALLOWED_PUBLISH, packet);
    packet->payload_size = in->size;
    packet->payload = take(in, in->size);
    return is_end(in) && packet->topic_size > 0u && packet->qos <= 1u && (packet->qos == 1u || !is_duplicate) &&
           (packet->qos == 0u || packet->id != 0u);
}

static bool read_disconnect(struct reader *in, struct banyan_mqtt_packet *packet) {
    take_reason_and_properties(in, ALLOWED_DISCONNECT, packet);
    return is_end(in);
}

enum banyan_result banyan_mqtt_packet_size(const uint8_t *from, size_t size, uint32_t *packet_size) {
    uint32_t remaining = 0;
    *packet_size = 0;
    for (size_t i = 1; i < size && i <= 4u; i++) {
        remaining |= (uint32_t)(from[i] & 0x7fu) << (7u * (i - 1u));
        if ((from[i] & 0x80u) == 0u) {
            *packet_size = remaining + 1u + (uint32_t)i;
            return i > 1u && from[i] == 0u ? BANYAN_PROTOCOL : BANYAN_OK;
        }
    }
    return size > 4u ? BANYAN_PROTOCOL : BANYAN_NONE;
}

enum banyan_result banyan_mqtt_read(const uint8_t *from, size_t size, struct banyan_mqtt_packet *packet) {
    struct reader in = {from, size, false};
    *packet = (struct banyan_mqtt_packet){0};
    uint32_t first = take_number(&in, 1);
    uint32_t remaining = take_varint(&in);
    uint32_t flags = first & 0x0fu;
    bool good = !in.is_bad && in.size == remaining;
    packet->type = (enum banyan_mqtt_type)(first >> 4);
    good = good && (flags == 0u || packet->type == BANYAN_MQTT_PUBLISH);
    switch (packet->type) {
        case BANYAN_MQTT_CONNACK:
            good = good && read_connack(&in, packet);
            break;
        case BANYAN_MQTT_PUBLISH:
            good = good && read_publish(&in, flags, packet);
            break;
        case BANYAN_MQTT_PUBACK:
            good = good && read_puback(&in, packet);
            break;
        case BANYAN_MQTT_SUBACK:
            good = good && read_suback(&in, packet);
            break;
        case BANYAN_MQTT_PINGRESP:
            good = good && is_end(&in);
            break;
        case BANYAN_MQTT_DISCONNECT:
            good = good && read_disconnect(&in, packet);
            break;
        case BANYAN_MQTT_CONNECT:
        case BANYAN_MQTT_SUBSCRIBE:
        case BANYAN_MQTT_PINGREQ:
        default:
            good = false;
            break;
    }
    return good ? BANYAN_OK : BANYAN_PROTOCOL;
}
