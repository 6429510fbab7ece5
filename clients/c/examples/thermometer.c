// SPDX-License-Identifier: Apache-2.0
/* The shortest whole device, for this machine: FLASH-FILE HOST PORT. It makes a key at its first start, which mbedTLS keeps
 * in the working folder, and publishes a temperature every second until it is ended. On a board only the ports and the
 * sensor are others. */
#include <psa/crypto.h>
#include <stdio.h>

#include "banyan/device.h"
#include "host.h"

#define KEY_ID ((psa_key_id_t)1)
#define RECORD_SIZE 512u

static struct banyan_reading readings[16];
static uint8_t record[RECORD_SIZE];
static uint8_t out[RECORD_SIZE + BANYAN_TOPIC_SIZE + BANYAN_MQTT_PUBLISH_OVERHEAD];
static uint8_t in[256];
static struct banyan_device device;

static enum banyan_result measure(void *context, struct banyan_reading *to, size_t capacity, size_t *count) {
    int64_t *hundredths = context;
    if (capacity < 1u) {
        return BANYAN_NONE;
    }
    *hundredths = 2000 + (*hundredths + 7) % 500;
    to[0] = (struct banyan_reading){.name = "temperature", .unit = "Cel", .digits = *hundredths, .decimals = 2};
    *count = 1;
    return BANYAN_OK;
}

static enum banyan_result open_key(struct banyan_key *key) {
    psa_key_id_t handle = KEY_ID;
    if (psa_crypto_init() != PSA_SUCCESS) {
        return BANYAN_CRYPTO;
    }
    enum banyan_result result = banyan_key_open(key, handle, NULL);
    if (result == BANYAN_CRYPTO && banyan_key_generate(KEY_ID, &handle) == BANYAN_OK) {
        result = banyan_key_open(key, handle, NULL);
    }
    return result;
}

int main(int count, char **arguments) {
    struct host_flash flash;
    struct host_socket stream;
    struct banyan_key key;
    int64_t hundredths = 0;
    const struct banyan_sensor sensor = {&hundredths, measure};
    if (count != 4 || host_flash_open(&flash, arguments[1], 4096, 16) != BANYAN_OK || open_key(&key) != BANYAN_OK) {
        (void)fputs("usage: thermometer FLASH-FILE HOST PORT\n", stderr);
        return 2;
    }
    host_socket_init(&stream, arguments[2], arguments[3]);
    const struct banyan_device_ports ports = {&flash.port, &host_clock, &stream.port, &sensor};
    const struct banyan_device_memory memory = {readings, 16, record, sizeof record, {out, sizeof out, in, sizeof in}};
    const struct banyan_device_settings settings = {
        .interval_ms = 1000,
        .measurements_per_record = 1,
        .retry_ms = 1000,
        .resend_ms = 60000,
        .does_puback_release = true,
        .mqtt = {.keep_alive_s = 60, .timeout_ms = 10000},
    };
    enum banyan_result result = banyan_device_open(&device, &key, &ports, &settings, &memory);
    while (result == BANYAN_OK || result == BANYAN_FULL) {
        host_rest();
        result = banyan_device_step(&device);
    }
    (void)fprintf(stderr, "stopped: %d\n", (int)result);
    return 1;
}
