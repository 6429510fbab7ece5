// SPDX-License-Identifier: Apache-2.0
/* A device: measures, signs, stores, publishes, and frees what was acknowledged. One call of banyan_device_step after
 * another runs it; none of them waits. */
#ifndef BANYAN_DEVICE_H
#define BANYAN_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/key.h"
#include "banyan/mqtt.h"
#include "banyan/port.h"
#include "banyan/result.h"
#include "banyan/senml.h"
#include "banyan/store.h"

/* The device's id as "0x" and 64 hexadecimal digits, and the end of the text. */
#define BANYAN_CLIENT_ID_SIZE 67u
/* "banyan/v1/", the id, "/records" or "/receipts", and the end of the text. */
#define BANYAN_TOPIC_SIZE 86u

struct banyan_sensor {
    void *context;
    /* Fills in up to `capacity` readings of this moment, each with another name; `after_ms` is set by the caller. Names
     * and units must stay where they are. Whatever is not BANYAN_OK means that there is nothing to be seen now. */
    enum banyan_result (*measure)(void *context, struct banyan_reading *readings, size_t capacity, size_t *count);
};

struct banyan_device_settings {
    /* From one measurement to the next. */
    uint32_t interval_ms;
    /* How many measurements share a record and its signature. */
    uint32_t measurements_per_record;
    /* After a refusal or a lost connection: doubled each time, up to 64 times this. */
    uint32_t retry_ms;
    /* A record that is published but not released after this time is published again. */
    uint32_t resend_ms;
    /* A record is released once the broker acknowledged it. That is right for a Banyan gateway, which acknowledges what
     * it keeps. With any other broker the application calls banyan_device_release when it holds a receipt. */
    bool does_puback_release;
    /* Receipts and refusals; may be NULL. The bytes are whatever the broker sent. */
    void (*on_receipt)(void *context, const uint8_t *receipt, size_t size);
    void *on_receipt_context;
    /* The client id may be NULL: then it is the device's id, as a Banyan gateway wants it. */
    struct banyan_mqtt_settings mqtt;
};

struct banyan_device_ports {
    const struct banyan_flash *flash;
    const struct banyan_clock *clock;
    const struct banyan_transport *transport;
    const struct banyan_sensor *sensor;
};

struct banyan_device_memory {
    /* Readings of the measurements that await their signature; 256 at most. */
    struct banyan_reading *readings;
    size_t readings_capacity;
    /* One record. */
    uint8_t *record;
    size_t record_capacity;
    /* mqtt.out must hold a record, its topic and BANYAN_MQTT_PUBLISH_OVERHEAD. mqtt.in must hold a receipt, some 1.5 KB
     * of a gateway's, to receive it: the broker is told its size, and sends nothing larger. */
    struct banyan_mqtt_buffers mqtt;
};

struct banyan_device {
    const struct banyan_key *key;
    struct banyan_device_ports ports;
    struct banyan_device_settings settings;
    struct banyan_device_memory memory;
    struct banyan_store store;
    struct banyan_mqtt mqtt;
    char client_id[BANYAN_CLIENT_ID_SIZE];
    char records_topic[BANYAN_TOPIC_SIZE];
    char receipts_topic[BANYAN_TOPIC_SIZE];

    /* The measurements so far of the record to come. */
    uint64_t batch_time_ms;
    size_t batch_readings;
    uint32_t batch_measurements;
    /* The most readings that the sensor gave at once: a record with less room left takes no further measurement. */
    size_t measurement_max;
    uint64_t measure_at_ms;

    /* The next record to be published. */
    uint64_t next;
    uint64_t publish_at_ms;
    uint64_t published_at_ms;
    uint64_t connect_at_ms;
    uint32_t failures;
    bool is_subscribed;
    bool is_subscribing;
};

/* Opens the store and signs what waits for its signature. All is kept by reference but the structs themselves.
 *
 * BANYAN_RANGE if settings or memory do not fit together, BANYAN_DAMAGED as banyan_store_open. */
enum banyan_result banyan_device_open(struct banyan_device *device, const struct banyan_key *key,
                                      const struct banyan_device_ports *ports,
                                      const struct banyan_device_settings *settings,
                                      const struct banyan_device_memory *memory);

/* Does what is due. A connection that fails is no error here: it is tried again.
 *
 * BANYAN_OK; BANYAN_FULL while nothing can be measured because nothing is acknowledged; BANYAN_SPACE or BANYAN_RANGE if
 * measurements did not fit the buffer or broke the rules of banyan/senml.h, and are lost; BANYAN_FLASH, BANYAN_CRYPTO and
 * BANYAN_DAMAGED if those are the case: then open the device again. */
enum banyan_result banyan_device_step(struct banyan_device *device);

/* Signs the measurements so far, though the record could take more: before going to sleep. */
enum banyan_result banyan_device_seal(struct banyan_device *device);

/* Records up to this number need not be kept any more. */
enum banyan_result banyan_device_release(struct banyan_device *device, uint64_t sequence);

/* Whether everything is signed, published and released. */
bool banyan_device_is_idle(const struct banyan_device *device);

/* Signs and stores one record at once, past the sensor's batches. */
enum banyan_result banyan_device_record(struct banyan_device *device, uint64_t time_ms,
                                        const struct banyan_reading *readings, size_t count);

#endif
