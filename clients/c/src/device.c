// SPDX-License-Identifier: Apache-2.0
#include "banyan/device.h"

#include "banyan/cose.h"
#include "banyan/record.h"
#include "bytes.h"

/* Failures in a row beyond which waiting grows no longer. */
#define DOUBLINGS_MAX 6u

static size_t put_text(char *to, size_t at, const char *text) {
    size_t i = 0;
    while (text[i] != '\0') {
        to[at + i] = text[i];
        i++;
    }
    to[at + i] = '\0';
    return at + i;
}

static size_t put_id(char *to, size_t begin, const uint8_t *device) {
    static const char digits[] = "0123456789abcdef";
    size_t at = put_text(to, begin, "0x");
    for (size_t i = 0; i < BANYAN_HASH_SIZE; i++) {
        to[at + 2u * i] = digits[device[i] >> 4];
        to[at + 2u * i + 1u] = digits[device[i] & 0x0fu];
    }
    to[at + 2u * BANYAN_HASH_SIZE] = '\0';
    return at + 2u * BANYAN_HASH_SIZE;
}

static void put_topic(char to[BANYAN_TOPIC_SIZE], const uint8_t *device, const char *what) {
    size_t at = put_text(to, 0, "banyan/v1/");
    at = put_id(to, at, device);
    (void)put_text(to, at, what);
}

static bool fits(const struct banyan_device_settings *settings, const struct banyan_device_memory *memory) {
    return settings->interval_ms >= 1u && settings->measurements_per_record >= 1u && settings->retry_ms >= 1u &&
           settings->retry_ms <= UINT32_MAX >> DOUBLINGS_MAX && settings->resend_ms >= 1u &&
           memory->readings != NULL && memory->readings_capacity >= 1u &&
           memory->readings_capacity <= BANYAN_READINGS_MAX && memory->record != NULL &&
           memory->record_capacity > BANYAN_SIGNATURE_SIZE && memory->mqtt.out_capacity >= BANYAN_MQTT_BUFFER_MIN &&
           memory->record_capacity <=
               memory->mqtt.out_capacity - BANYAN_TOPIC_SIZE - BANYAN_MQTT_PUBLISH_OVERHEAD;
}

/* Steps 2 to 4 of the store: the body in the device's buffer gets its number, its signature and its place. */
static enum banyan_result sign(struct banyan_device *device, size_t size) {
    uint8_t digest[BANYAN_HASH_SIZE];
    uint8_t name[BANYAN_HASH_SIZE];
    uint8_t *body = device->memory.record;
    uint8_t *signature = &body[size];
    enum banyan_result result = banyan_store_prepare(&device->store, body, size);
    if (result == BANYAN_OK) {
        result = banyan_cose_digest(body, size, digest);
    }
    if (result == BANYAN_OK) {
        result = banyan_key_sign(device->key, digest, signature);
    }
    if (result == BANYAN_OK) {
        result = banyan_record_name(body, size, signature, name);
    }
    return result == BANYAN_OK ? banyan_store_commit(&device->store, signature, name) : result;
}

/* Signs the body that a power failure left without signature, exactly as it stands. */
static enum banyan_result sign_pending(struct banyan_device *device) {
    size_t size = 0;
    enum banyan_result result = banyan_store_pending(&device->store, device->memory.record,
                                                     device->memory.record_capacity - BANYAN_SIGNATURE_SIZE, &size);
    if (result == BANYAN_NONE) {
        return BANYAN_OK;
    }
    return result == BANYAN_OK ? sign(device, size) : result;
}

enum banyan_result banyan_device_open(struct banyan_device *device, const struct banyan_key *key,
                                      const struct banyan_device_ports *ports,
                                      const struct banyan_device_settings *settings,
                                      const struct banyan_device_memory *memory) {
    *device = (struct banyan_device){0};
    if (!fits(settings, memory)) {
        return BANYAN_RANGE;
    }
    device->key = key;
    device->ports = *ports;
    device->settings = *settings;
    device->memory = *memory;
    (void)put_id(device->client_id, 0, key->device);
    put_topic(device->records_topic, key->device, "/records");
    put_topic(device->receipts_topic, key->device, "/receipts");
    if (device->settings.mqtt.client_id == NULL) {
        device->settings.mqtt.client_id = device->client_id;
    }
    enum banyan_result result =
        banyan_mqtt_init(&device->mqtt, ports->transport, &device->settings.mqtt, &memory->mqtt);
    if (result == BANYAN_OK) {
        result = banyan_store_open(&device->store, ports->flash);
    }
    if (result != BANYAN_OK) {
        return result;
    }
    device->next = device->store.counter.released + 1u;
    result = sign_pending(device);
    /* A full ring lets go as soon as something is acknowledged. */
    return result == BANYAN_FULL ? BANYAN_OK : result;
}

enum banyan_result banyan_device_record(struct banyan_device *device, uint64_t time_ms,
                                        const struct banyan_reading *readings, size_t count) {
    size_t size = 0;
    enum banyan_result result = sign_pending(device);
    if (result != BANYAN_OK) {
        return result;
    }
    struct banyan_record_place place = {device->key->device, device->store.newest + 1u, device->store.newest_name};
    size_t most = device->memory.record_capacity - BANYAN_SIGNATURE_SIZE;
    size_t flash_most = banyan_store_body_max(device->ports.flash);
    result = banyan_record_body(&place, time_ms, readings, count, device->memory.record,
                                most < flash_most ? most : flash_most, &size);
    return result == BANYAN_OK ? sign(device, size) : result;
}

enum banyan_result banyan_device_seal(struct banyan_device *device) {
    if (device->batch_readings == 0u) {
        return BANYAN_OK;
    }
    enum banyan_result result =
        banyan_device_record(device, device->batch_time_ms, device->memory.readings, device->batch_readings);
    if (result != BANYAN_FULL) {
        /* Signed, or waiting in flash for its signature; or no record at all, which waiting would not change. */
        device->batch_readings = 0;
        device->batch_measurements = 0;
    }
    return result;
}

/* Whether a measurement of now can go into the record to come: not if the clock was set back, stands still, or has run on
 * for a day. */
static bool can_join(const struct banyan_device *device, uint64_t time_ms) {
    uint64_t last = device->batch_time_ms;
    if (device->batch_readings > 0u) {
        last += device->memory.readings[device->batch_readings - 1u].after_ms;
    }
    return device->batch_measurements < device->settings.measurements_per_record &&
           device->memory.readings_capacity - device->batch_readings >= device->measurement_max && time_ms > last &&
           time_ms - device->batch_time_ms <= BANYAN_AFTER_MS_MAX;
}

static void join(struct banyan_device *device, uint64_t time_ms) {
    struct banyan_reading *readings = &device->memory.readings[device->batch_readings];
    size_t capacity = device->memory.readings_capacity - device->batch_readings;
    const struct banyan_sensor *sensor = device->ports.sensor;
    size_t count = 0;
    if (sensor->measure(sensor->context, readings, capacity, &count) != BANYAN_OK || count == 0u || count > capacity) {
        return;
    }
    if (device->batch_readings == 0u) {
        device->batch_time_ms = time_ms;
    }
    for (size_t i = 0; i < count; i++) {
        readings[i].after_ms = (uint32_t)(time_ms - device->batch_time_ms);
    }
    device->batch_readings += count;
    device->measurement_max = count > device->measurement_max ? count : device->measurement_max;
    device->batch_measurements++;
}

static enum banyan_result measure(struct banyan_device *device, uint64_t now_ms) {
    uint64_t time_ms = device->ports.clock->unix_ms(device->ports.clock->context);
    if (now_ms < device->measure_at_ms || time_ms == 0u) {
        return BANYAN_OK;
    }
    enum banyan_result result = BANYAN_OK;
    if (device->batch_readings > 0u && !can_join(device, time_ms)) {
        result = banyan_device_seal(device);
    }
    if (result != BANYAN_OK) {
        return result;
    }
    join(device, time_ms);
    device->measure_at_ms = now_ms + device->settings.interval_ms;
    if (device->batch_measurements == device->settings.measurements_per_record) {
        result = banyan_device_seal(device);
    }
    return result;
}

/* How long to wait after so many failures in a row. A part that differs by device keeps a fleet from coming back at once. */
static uint64_t patience(struct banyan_device *device) {
    uint32_t doublings = device->failures < DOUBLINGS_MAX ? device->failures : DOUBLINGS_MAX;
    uint64_t wait = (uint64_t)device->settings.retry_ms << doublings;
    device->failures = doublings + 1u;
    return wait + (wait * device->key->device[0]) / 512u;
}

enum banyan_result banyan_device_release(struct banyan_device *device, uint64_t sequence) {
    enum banyan_result result = banyan_store_release(&device->store, sequence);
    if (result == BANYAN_OK && device->next <= sequence) {
        device->next = sequence + 1u;
    }
    return result;
}

static enum banyan_result on_published(struct banyan_device *device, uint8_t reason, uint64_t now_ms) {
    if (reason != BANYAN_MQTT_SUCCESS) {
        /* Refused, or taken by nobody: a broker drops what has no subscribers. */
        device->publish_at_ms = now_ms + patience(device);
        return BANYAN_OK;
    }
    device->failures = 0;
    uint64_t sequence = device->next;
    device->next = sequence + 1u;
    device->published_at_ms = now_ms;
    return device->settings.does_puback_release ? banyan_device_release(device, sequence) : BANYAN_OK;
}

static void on_message(const struct banyan_device *device, const struct banyan_mqtt_event *event) {
    /* The last byte of the array is the text's end. */
    bool is_ours = event->topic_size == BANYAN_TOPIC_SIZE - 1u &&
                   banyan_is_equal(event->topic, (const uint8_t *)device->receipts_topic, event->topic_size);
    if (is_ours && device->settings.on_receipt != NULL) {
        device->settings.on_receipt(device->settings.on_receipt_context, event->payload, event->payload_size);
    }
}

static enum banyan_result on_event(struct banyan_device *device, const struct banyan_mqtt_event *event,
                                   uint64_t now_ms) {
    switch (event->type) {
        case BANYAN_MQTT_IS_CONNECTED:
            device->next = device->store.counter.released + 1u;
            device->publish_at_ms = now_ms;
            break;
        case BANYAN_MQTT_SUBSCRIBED:
            device->is_subscribed = true;
            break;
        case BANYAN_MQTT_PUBLISHED:
            return on_published(device, event->reason, now_ms);
        case BANYAN_MQTT_MESSAGE:
            on_message(device, event);
            break;
        case BANYAN_MQTT_NOTHING:
            break;
    }
    return BANYAN_OK;
}

static enum banyan_result publish_next(struct banyan_device *device, uint64_t now_ms) {
    size_t size = 0;
    uint64_t released = device->store.counter.released;
    if (device->next > device->store.newest && released < device->store.newest &&
        now_ms - device->published_at_ms >= device->settings.resend_ms) {
        device->next = released + 1u;
    }
    if (device->next > device->store.newest || now_ms < device->publish_at_ms || device->mqtt.publish_id != 0u) {
        return BANYAN_OK;
    }
    enum banyan_result result = banyan_store_read(&device->store, device->next, device->memory.record,
                                                  device->memory.record_capacity, &size);
    if (result != BANYAN_OK) {
        /* What is not acknowledged must be there. */
        return result == BANYAN_NONE ? BANYAN_DAMAGED : result;
    }
    result = banyan_mqtt_publish(&device->mqtt, device->records_topic, device->memory.record, size, now_ms);
    if (result == BANYAN_REFUSED) {
        /* Larger than the broker takes. */
        device->publish_at_ms = now_ms + patience(device);
    }
    return result == BANYAN_STATE || result == BANYAN_REFUSED ? BANYAN_OK : result;
}

static enum banyan_result subscribe(struct banyan_device *device, uint64_t now_ms) {
    enum banyan_result result = BANYAN_OK;
    if (!device->is_subscribing) {
        result = banyan_mqtt_subscribe(&device->mqtt, device->receipts_topic, now_ms);
        device->is_subscribing = result == BANYAN_OK;
    }
    return result == BANYAN_STATE ? BANYAN_OK : result;
}

static enum banyan_result communicate(struct banyan_device *device, uint64_t now_ms) {
    struct banyan_mqtt_event event;
    if (device->mqtt.state == BANYAN_MQTT_CLOSED) {
        if (now_ms < device->connect_at_ms) {
            return BANYAN_OK;
        }
        device->is_subscribed = false;
        device->is_subscribing = false;
        (void)banyan_mqtt_connect(&device->mqtt, now_ms);
    }
    if (banyan_mqtt_poll(&device->mqtt, now_ms, &event) != BANYAN_OK) {
        device->connect_at_ms = now_ms + patience(device);
        return BANYAN_OK;
    }
    enum banyan_result result = on_event(device, &event, now_ms);
    if (result == BANYAN_OK && device->mqtt.state == BANYAN_MQTT_CONNECTED) {
        /* Receipts first: the first one may come before the publication is acknowledged. */
        result = device->is_subscribed ? publish_next(device, now_ms) : subscribe(device, now_ms);
    }
    return result;
}

enum banyan_result banyan_device_step(struct banyan_device *device) {
    uint64_t now_ms = device->ports.clock->uptime_ms(device->ports.clock->context);
    enum banyan_result measured = measure(device, now_ms);
    enum banyan_result communicated = communicate(device, now_ms);
    return communicated != BANYAN_OK ? communicated : measured;
}

bool banyan_device_is_idle(const struct banyan_device *device) {
    return device->batch_readings == 0u && !device->store.is_pending &&
           device->store.counter.released == device->store.newest;
}
