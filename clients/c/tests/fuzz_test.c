// SPDX-License-Identifier: Apache-2.0
/* A hostile broker: random bytes, and good packets with a few bytes changed. The sanitizers watch. */
#include <stdlib.h>
#include <string.h>

#include "banyan/mqtt.h"
#include "broker.h"
#include "check.h"
#include "mqtt_packet.h"

static const char *const samples[] = {
    "2003000000",
    "20120000" "0f" "210014" "2401" "2700000100" "130005" "2500",
    "40020001",
    "4003000110",
    "4009000187051f00024e6f",
    "900400020001",
    "3006000172004142",
    "3207000172030900" "41",
    "301a00017215" "0101" "0200000010" "2600016100016226000161000162" "43",
    "d000",
    "e0018d",
};

static bool is_inside(const uint8_t *part, size_t size, const uint8_t *whole, size_t whole_size) {
    return size == 0u || (part >= whole && part + size <= whole + whole_size);
}

/* A sample with bytes changed, cut off or added. */
static size_t mutate(struct random *random, uint8_t *to, size_t capacity) {
    size_t size = from_hex(samples[random_below(random, sizeof samples / sizeof samples[0])], to, capacity);
    for (size_t hits = random_below(random, 4); hits > 0u; hits--) {
        to[random_below(random, size)] = (uint8_t)random_next(random);
    }
    if (random_below(random, 4) == 0u) {
        size = 1u + random_below(random, size);
    }
    return size;
}

static void no_packet_leads_out_of_its_bytes(void) {
    struct random random = {4690};
    uint32_t rounds = check_is_long() ? 5000000u : 400000u;
    uint32_t good = 0;
    for (uint32_t i = 0; i < rounds; i++) {
        /* Exactly as large as the packet, so that the sanitizer sees a read beyond it. */
        uint8_t sample[64];
        struct banyan_mqtt_packet packet;
        uint32_t packet_size = 0;
        size_t size = mutate(&random, sample, sizeof sample);
        uint8_t *bytes = malloc(size);
        CHECK(bytes != NULL);
        memcpy(bytes, sample, size);
        check_note("round", i, 0);
        (void)banyan_mqtt_packet_size(bytes, size, &packet_size);
        if (banyan_mqtt_read(bytes, size, &packet) == BANYAN_OK) {
            CHECK(packet_size == size);
            CHECK(is_inside(packet.topic, packet.topic_size, bytes, size));
            CHECK(is_inside(packet.payload, packet.payload_size, bytes, size));
            good++;
        }
        free(bytes);
    }
    CHECK(good > rounds / 20u && good < rounds);
}

static void a_hostile_broker_only_ends_the_connection(void) {
    static const struct banyan_mqtt_settings settings = {.client_id = "d", .keep_alive_s = 10, .timeout_ms = 5000};
    static struct broker broker;
    static uint8_t out[128];
    static uint8_t in[128];
    const struct banyan_mqtt_buffers buffers = {out, sizeof out, in, sizeof in};
    struct random random = {1};
    struct banyan_mqtt mqtt;
    uint64_t now = 0;
    uint32_t connections = 0;
    broker_init(&broker);
    CHECK(banyan_mqtt_init(&mqtt, &broker.port, &settings, &buffers) == BANYAN_OK);
    for (uint32_t i = 0; i < (check_is_long() ? 2000000u : 200000u); i++) {
        struct banyan_mqtt_event event;
        uint8_t bytes[64];
        check_note("round", i, 0);
        now += random_below(&random, 1500);
        if (mqtt.state == BANYAN_MQTT_CLOSED) {
            CHECK(banyan_mqtt_connect(&mqtt, now) == BANYAN_OK);
            broker.most = random_below(&random, 20);
        }
        if (mqtt.state == BANYAN_MQTT_CONNECTED) {
            (void)banyan_mqtt_publish(&mqtt, "t", (const uint8_t *)"x", 1, now);
            (void)banyan_mqtt_subscribe(&mqtt, "r", now);
        }
        if (broker.is_open && broker.out_taken == broker.out_size) {
            broker.out_size = 0;
            broker.out_taken = 0;
            if (mqtt.state == BANYAN_MQTT_CONNECTING && random_below(&random, 2) == 0u) {
                broker_says(&broker, "2003000000");
            } else {
                broker.out_size = mutate(&random, bytes, sizeof bytes);
                memcpy(broker.out, bytes, broker.out_size);
            }
        }
        broker_ignore(&broker);
        enum banyan_result result = banyan_mqtt_poll(&mqtt, now, &event);
        CHECK((result != BANYAN_OK) == (mqtt.state == BANYAN_MQTT_CLOSED));
        CHECK(is_inside(event.topic, event.topic_size, in, sizeof in));
        CHECK(is_inside(event.payload, event.payload_size, in, sizeof in));
        CHECK(mqtt.in_size <= sizeof in && mqtt.out_size <= sizeof out && mqtt.out_sent <= mqtt.out_size);
        connections += event.type == BANYAN_MQTT_IS_CONNECTED ? 1u : 0u;
    }
    CHECK(connections > 1000u && broker.opened - broker.closed <= 1u);
}

const struct test fuzz_tests[] = {
    {"no packet leads out of its bytes", no_packet_leads_out_of_its_bytes},
    {"a hostile broker only ends the connection", a_hostile_broker_only_ends_the_connection},
    {NULL, NULL}};
