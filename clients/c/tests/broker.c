// SPDX-License-Identifier: Apache-2.0
#include "broker.h"

#include <string.h>

static size_t limited(const struct broker *broker, size_t size) {
    return broker->most != 0u && size > broker->most ? broker->most : size;
}

static enum banyan_result open_broker(void *context) {
    struct broker *broker = context;
    if (broker->is_broken) {
        return BANYAN_TRANSPORT;
    }
    broker->is_open = true;
    broker->opened++;
    broker->in_size = 0;
    broker->out_size = 0;
    broker->out_taken = 0;
    return BANYAN_OK;
}

static enum banyan_result send_bytes(void *context, const uint8_t *from, size_t size, size_t *sent) {
    struct broker *broker = context;
    if (broker->is_broken) {
        return BANYAN_TRANSPORT;
    }
    CHECK(broker->is_open);
    size_t room = sizeof broker->in - broker->in_size;
    *sent = limited(broker, size < room ? size : room);
    memcpy(&broker->in[broker->in_size], from, *sent);
    broker->in_size += *sent;
    return BANYAN_OK;
}

static enum banyan_result receive_bytes(void *context, uint8_t *to, size_t capacity, size_t *received) {
    struct broker *broker = context;
    if (broker->is_broken) {
        return BANYAN_TRANSPORT;
    }
    CHECK(broker->is_open);
    size_t left = broker->out_size - broker->out_taken;
    *received = limited(broker, capacity < left ? capacity : left);
    memcpy(to, &broker->out[broker->out_taken], *received);
    broker->out_taken += *received;
    return BANYAN_OK;
}

static void close_broker(void *context) {
    struct broker *broker = context;
    broker->is_open = false;
    broker->closed++;
}

void broker_init(struct broker *broker) {
    memset(broker, 0, sizeof *broker);
    broker->port = (struct banyan_transport){broker, open_broker, send_bytes, receive_bytes, close_broker};
}

static void say(struct broker *broker, const uint8_t *bytes, size_t size) {
    CHECK(size <= sizeof broker->out - broker->out_size);
    memcpy(&broker->out[broker->out_size], bytes, size);
    broker->out_size += size;
}

void broker_says(struct broker *broker, const char *hex) {
    uint8_t bytes[BROKER_BYTES];
    say(broker, bytes, from_hex(hex, bytes, sizeof bytes));
}

void broker_ignore(struct broker *broker) {
    broker->in_size = 0;
}

static void on_publish(struct broker *broker, const uint8_t *body, size_t size) {
    size_t topic = (size_t)body[0] << 8 | body[1];
    const uint8_t *id = &body[2u + topic];
    CHECK(id[2] == 0u);
    broker->payload_size = size - topic - 5u;
    memcpy(broker->payload, &id[3], broker->payload_size);
    broker->published++;
    const uint8_t answer[] = {0x40, 0x03, id[0], id[1], broker->reason};
    if (!broker->is_silent) {
        say(broker, answer, sizeof answer);
    }
}

static void answer(struct broker *broker, uint8_t first, const uint8_t *body, size_t size) {
    const uint8_t suback[] = {0x90, 0x04, body[0], body[1], 0x00, 0x01};
    switch (first) {
        case 0x10:
            CHECK(size > 12u && memcmp(body, "\0\4MQTT\5", 7) == 0);
            broker_says(broker, "2003000000");
            break;
        case 0x82:
            say(broker, suback, sizeof suback);
            break;
        case 0x32:
            on_publish(broker, body, size);
            break;
        case 0xc0:
            broker_says(broker, "d000");
            break;
        case 0x40:
        case 0xe0:
            break;
        default:
            CHECK(false);
    }
}

bool broker_step(struct broker *broker) {
    size_t remaining = 0;
    size_t head = 1;
    bool more = true;
    for (; more && head < broker->in_size; head++) {
        remaining |= (size_t)(broker->in[head] & 0x7fu) << (7u * (head - 1u));
        more = (broker->in[head] & 0x80u) != 0u;
    }
    if (more || broker->in_size < head + remaining) {
        return false;
    }
    uint8_t body[BROKER_BYTES] = {0};
    memcpy(body, &broker->in[head], remaining);
    uint8_t first = broker->in[0];
    broker->in_size -= head + remaining;
    memmove(broker->in, &broker->in[head + remaining], broker->in_size);
    answer(broker, first, body, remaining);
    return true;
}
