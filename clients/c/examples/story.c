// SPDX-License-Identifier: Apache-2.0
#include "story.h"

#include <psa/crypto.h>
#include <stdbool.h>
#include <string.h>

#include "banyan/device.h"
#include "banyan/registration.h"

/* 2025-11-21T00:00:00.123Z. */
#define TIME_MS 1763683200123u
#define CHAIN_ID 4690u
#define RECORD_SIZE 1024u
#define IN_SIZE 256u
#define READINGS 64u
#define SECRET_SIZE 32u

struct story {
    const struct story_ports *ports;
    struct banyan_clock clock;
    uint32_t measurements;
    uint32_t measured;
};

static struct story story;
static struct banyan_device device;
static struct banyan_reading readings[READINGS];
static uint8_t record[RECORD_SIZE];
static uint8_t out[RECORD_SIZE + BANYAN_TOPIC_SIZE + BANYAN_MQTT_PUBLISH_OVERHEAD];
static uint8_t in[IN_SIZE];
static char line[2u * RECORD_SIZE + 32u];

static void show_hex(const char *what, const uint8_t *bytes, size_t size) {
    static const char digits[] = "0123456789abcdef";
    size_t at = strlen(what);
    memcpy(line, what, at);
    line[at++] = ' ';
    for (size_t i = 0; i < size; i++) {
        line[at++] = digits[bytes[i] >> 4];
        line[at++] = digits[bytes[i] & 0x0fu];
    }
    line[at] = '\0';
    story.ports->show(line);
}

void story_show_number(const struct story_ports *ports, const char *what, uint64_t value) {
    char digits[21];
    size_t at = sizeof digits - 1u;
    uint64_t left = value;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + (char)(left % 10u));
        left /= 10u;
    } while (left != 0u);
    size_t size = strlen(what);
    memcpy(line, what, size);
    line[size] = ' ';
    memcpy(&line[size + 1u], &digits[at], sizeof digits - at);
    ports->show(line);
}

/* Measurement n is of n seconds after the beginning. */
static uint64_t story_time(void *context) {
    const struct story *told = context;
    return TIME_MS + 1000u * ((uint64_t)told->measured + 1u);
}

static uint64_t real_uptime(void *context) {
    const struct story *told = context;
    return told->ports->clock->uptime_ms(told->ports->clock->context);
}

static enum banyan_result measure(void *context, struct banyan_reading *to, size_t capacity, size_t *count) {
    struct story *told = context;
    if (told->measured == told->measurements || capacity < 2u) {
        return BANYAN_NONE;
    }
    told->measured++;
    to[0] = (struct banyan_reading){"temperature", "Cel", 2050 + 100 * (int64_t)(told->measured % 10u), 2, 0};
    to[1] = (struct banyan_reading){"humidity", "%RH", 40 + (int64_t)told->measured, 0, 0};
    *count = 2;
    return BANYAN_OK;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_secret(const char *hex, uint8_t secret[SECRET_SIZE]) {
    bool good = strlen(hex) == 2u * SECRET_SIZE;
    for (size_t i = 0; good && i < SECRET_SIZE; i++) {
        int high = hex_digit(hex[2u * i]);
        int low = hex_digit(hex[2u * i + 1u]);
        good = high >= 0 && low >= 0;
        secret[i] = good ? (uint8_t)(16 * high + low) : 0u;
    }
    return good;
}

static uint32_t read_number(const char *digits) {
    uint32_t value = 0;
    for (size_t i = 0; digits[i] >= '0' && digits[i] <= '9' && i < 9u; i++) {
        value = 10u * value + (uint32_t)(digits[i] - '0');
    }
    return value;
}

static bool import_key(const uint8_t secret[SECRET_SIZE], struct banyan_key *key) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_key_id_t handle = 0;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256));
    return psa_import_key(&attributes, secret, SECRET_SIZE, &handle) == PSA_SUCCESS &&
           banyan_key_open(key, handle, NULL) == BANYAN_OK;
}

static bool show_registration(const struct banyan_key *key) {
    static const uint8_t owner[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    uint8_t message[BANYAN_REGISTRATION_SIZE];
    uint8_t signature[BANYAN_SIGNATURE_SIZE];
    bool good = banyan_registration_message(key, CHAIN_ID, owner, "greenhouse 7", message) == BANYAN_OK &&
                banyan_registration_sign(key, message, signature) == BANYAN_OK;
    if (good) {
        show_hex("device", key->device, sizeof key->device);
        show_hex("key-x", key->x, sizeof key->x);
        show_hex("key-y", key->y, sizeof key->y);
        show_hex("registration", message, sizeof message);
        show_hex("registration-signature", signature, sizeof signature);
    }
    return good;
}

static bool open_device(const struct banyan_key *key, uint32_t measurements_per_record) {
    static const struct banyan_sensor sensor = {&story, measure};
    story.clock = (struct banyan_clock){&story, story_time, real_uptime};
    const struct banyan_device_ports ports = {story.ports->flash, &story.clock, story.ports->transport, &sensor};
    const struct banyan_device_settings settings = {
        .interval_ms = 1,
        .measurements_per_record = measurements_per_record,
        .retry_ms = 50,
        .resend_ms = 2000,
        .does_puback_release = true,
        .mqtt = {.keep_alive_s = 30, .timeout_ms = 5000},
    };
    const struct banyan_device_memory memory = {
        readings, READINGS, record, sizeof record, {out, sizeof out, in, sizeof in}};
    return banyan_device_open(&device, key, &ports, &settings, &memory) == BANYAN_OK;
}

static void show_record(uint64_t sequence) {
    size_t size = 0;
    if (banyan_store_read(&device.store, sequence, record, sizeof record, &size) == BANYAN_OK) {
        show_hex("record", record, size);
    }
}

static bool is_told(uint64_t acknowledgements) {
    bool signed_all = story.measured == story.measurements && device.batch_readings == 0u;
    return signed_all && device.store.counter.released >= acknowledgements;
}

static bool tell(uint64_t acknowledgements, uint64_t most_ms) {
    uint64_t begin = real_uptime(&story);
    uint64_t shown = device.store.newest;
    bool good = true;
    while (good && !is_told(acknowledgements)) {
        enum banyan_result result = BANYAN_OK;
        if (story.measured == story.measurements) {
            result = banyan_device_seal(&device);
        }
        if (result == BANYAN_OK) {
            result = acknowledgements > 0u || story.measured < story.measurements ? banyan_device_step(&device) : result;
        }
        good = (result == BANYAN_OK || result == BANYAN_FULL) && real_uptime(&story) - begin < most_ms;
        if (device.store.newest > shown) {
            shown = device.store.newest;
            show_record(shown);
        } else {
            story.ports->rest();
        }
    }
    return good;
}

int story_tell(const struct story_ports *ports, int count, const char *const *arguments) {
    uint8_t secret[SECRET_SIZE];
    struct banyan_key key;
    story = (struct story){0};
    story.ports = ports;
    if (count != 5 || !read_secret(arguments[0], secret)) {
        ports->show("error: five arguments are needed: key, measurements, of these a record, acknowledgements, ms");
        return 2;
    }
    story.measurements = read_number(arguments[1]);
    if (psa_crypto_init() != PSA_SUCCESS || !import_key(secret, &key) || !show_registration(&key)) {
        ports->show("error: the crypto provider refuses");
        return 1;
    }
    if (!open_device(&key, read_number(arguments[2]))) {
        ports->show("error: the device does not open");
        return 1;
    }
    bool good = tell(read_number(arguments[3]), read_number(arguments[4]));
    banyan_mqtt_close(&device.mqtt);
    story_show_number(ports, "signed", device.store.newest);
    story_show_number(ports, "released", device.store.counter.released);
    ports->show(good ? "done" : "error: not all of it came to pass");
    return good ? 0 : 1;
}
