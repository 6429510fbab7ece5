// SPDX-License-Identifier: Apache-2.0
#include "banyan/device.h"

#include <string.h>

#include "broker.h"
#include "check.h"
#include "keys.h"
#include "sim_flash.h"

#define TIME_MS 1763683200123u

static struct sim_flash flash;
static struct broker broker;
static struct banyan_key key;
static struct banyan_device device;
static struct banyan_reading readings[8];
static uint8_t record[400];
static uint8_t out[600];
static uint8_t in[200];
static uint64_t now_ms;
static uint64_t time_ms;
static int64_t measured;
static unsigned receipts;

static uint64_t unix_time(void *context) {
    (void)context;
    return time_ms;
}

static uint64_t uptime(void *context) {
    (void)context;
    return now_ms;
}

static enum banyan_result measure(void *context, struct banyan_reading *to, size_t capacity, size_t *count) {
    (void)context;
    if (capacity < 2u) {
        return BANYAN_NONE;
    }
    measured++;
    to[0] = (struct banyan_reading){"t", "Cel", measured, 1, 0};
    to[1] = (struct banyan_reading){"h", "%RH", 40, 0, 0};
    *count = 2;
    return BANYAN_OK;
}

static void on_receipt(void *context, const uint8_t *receipt, size_t size) {
    (void)context;
    CHECK(size == 3u && memcmp(receipt, "yes", 3) == 0);
    receipts++;
}

static const struct banyan_clock clocks = {NULL, unix_time, uptime};
static const struct banyan_sensor sensor = {NULL, measure};
static struct banyan_device_settings settings;

static enum banyan_result open(void) {
    const struct banyan_device_ports ports = {&flash.port, &clocks, &broker.port, &sensor};
    const struct banyan_device_memory memory = {readings, 8, record, sizeof record, {out, sizeof out, in, sizeof in}};
    return banyan_device_open(&device, &key, &ports, &settings, &memory);
}

static void begin(void) {
    settings = (struct banyan_device_settings){
        .interval_ms = 100,
        .measurements_per_record = 1,
        .retry_ms = 100,
        .resend_ms = 3000,
        .does_puback_release = true,
        .on_receipt = on_receipt,
        .mqtt = {.keep_alive_s = 60, .timeout_ms = 1000},
    };
    now_ms = 1;
    time_ms = TIME_MS;
    measured = 0;
    receipts = 0;
    test_key(&key, 1);
    sim_flash_init(&flash, 1024, 8);
    broker_init(&broker);
}

/* Runs for a while; both clocks go on. */
static enum banyan_result run(uint64_t ms) {
    enum banyan_result result = BANYAN_OK;
    for (uint64_t i = 0; i < ms && (result == BANYAN_OK || result == BANYAN_FULL); i += 10u) {
        result = banyan_device_step(&device);
        while (broker.is_open && broker_step(&broker)) {
        }
        if (broker.out_taken == broker.out_size) {
            broker.out_taken = 0;
            broker.out_size = 0;
        }
        now_ms += 10;
        time_ms += 10;
    }
    return result;
}

static void what_is_measured_arrives_and_is_released(void) {
    begin();
    CHECK(open() == BANYAN_OK);
    CHECK(run(3000) == BANYAN_OK);
    CHECK(device.store.newest == 30u && broker.published >= 29u);
    CHECK(device.store.counter.released >= 29u && broker.opened == 1u);
    CHECK(broker.payload[0] == 0xd2u);
    test_key_end(&key);
}

static void what_nobody_takes_is_kept(void) {
    begin();
    broker.reason = BANYAN_MQTT_NO_SUBSCRIBERS;
    CHECK(open() == BANYAN_OK);
    CHECK(run(5000) == BANYAN_FULL);
    CHECK(broker.published > 2u && device.store.counter.released == 0u);
    broker.reason = BANYAN_MQTT_SUCCESS;
    (void)run(60000);
    CHECK(device.store.counter.released + 2u >= device.store.newest);
    test_key_end(&key);
}

static void a_lost_connection_is_made_again(void) {
    begin();
    CHECK(open() == BANYAN_OK);
    broker.is_broken = true;
    CHECK(run(1000) == BANYAN_OK && broker.published == 0u && device.store.newest == 10u);
    broker.is_broken = false;
    CHECK(run(10000) == BANYAN_OK && device.store.counter.released > 50u);
    uint64_t released = device.store.counter.released;
    broker.is_silent = true;
    (void)run(1500);
    CHECK(device.store.counter.released <= released + 1u && broker.closed >= 2u);
    broker.is_silent = false;
    (void)run(60000);
    CHECK(device.store.counter.released + 2u >= device.store.newest && device.store.newest > 300u);
    test_key_end(&key);
}

static void a_full_ring_stops_measuring_until_it_is_emptied(void) {
    begin();
    broker.is_broken = true;
    CHECK(open() == BANYAN_OK);
    CHECK(run(20000) == BANYAN_FULL);
    uint64_t newest = device.store.newest;
    int64_t seen = measured;
    CHECK(run(2000) == BANYAN_FULL && device.store.newest == newest && measured == seen);
    broker.is_broken = false;
    (void)run(60000);
    CHECK(device.store.newest > newest + 100u && device.store.counter.released + 2u >= device.store.newest);
    test_key_end(&key);
}

static void several_measurements_share_a_record(void) {
    begin();
    settings.measurements_per_record = 3;
    CHECK(open() == BANYAN_OK);
    CHECK(run(300) == BANYAN_OK && measured == 3 && device.store.newest == 1u);
    /* Two more; then the clock is set back, which ends the record. */
    CHECK(run(200) == BANYAN_OK && measured == 5 && device.store.newest == 1u);
    time_ms -= 1000;
    CHECK(run(10) == BANYAN_OK && measured == 6 && device.store.newest == 2u);
    CHECK(banyan_device_seal(&device) == BANYAN_OK && device.store.newest == 3u);
    CHECK(banyan_device_seal(&device) == BANYAN_OK && device.store.newest == 3u);
    /* Eight readings hold four measurements, so the fifth begins a record. */
    settings.measurements_per_record = 100;
    sim_flash_init(&flash, 1024, 8);
    CHECK(open() == BANYAN_OK);
    measured = 0;
    CHECK(run(500) == BANYAN_OK && measured == 5 && device.store.newest == 1u && device.batch_measurements == 1u);
    test_key_end(&key);
}

static void without_the_time_of_day_nothing_is_measured(void) {
    begin();
    time_ms = 0;
    CHECK(open() == BANYAN_OK);
    for (unsigned i = 0; i < 50u; i++) {
        now_ms += 100;
        CHECK(banyan_device_step(&device) == BANYAN_OK);
    }
    CHECK(measured == 0 && device.store.newest == 0u);
    test_key_end(&key);
}

static void the_application_may_release_by_receipts(void) {
    begin();
    settings.does_puback_release = false;
    CHECK(open() == BANYAN_OK);
    CHECK(run(1000) == BANYAN_OK && broker.published >= 9u && device.store.counter.released == 0u);
    CHECK(banyan_device_release(&device, 4) == BANYAN_OK && device.store.counter.released == 4u);
    CHECK(banyan_device_release(&device, 1000) == BANYAN_RANGE);
    /* The receipts topic of this device, and another one. */
    broker_says(&broker,
                "305b"
                "0055"
                "62616e79616e2f76312f30783062393431643134633166323839613335613833393830656362623661633538633964386130"
                "61323161316533396232343239353661393530323164346433312f7265636569707473"
                "00"
                "796573"
                "3007000272"
                "73"
                "00"
                "6e6f");
    CHECK(run(100) == BANYAN_OK && receipts == 1u);
    /* No receipt comes for the others: they are published again. */
    unsigned published = broker.published;
    settings.interval_ms = 1000000;
    device.settings.interval_ms = 1000000;
    (void)run(500);
    published = broker.published;
    (void)run(5000);
    CHECK(broker.published >= published + 6u);
    CHECK(banyan_device_release(&device, device.store.newest) == BANYAN_OK && banyan_device_is_idle(&device));
    published = broker.published;
    (void)run(5000);
    CHECK(broker.published == published);
    test_key_end(&key);
}

static void memory_that_does_not_fit_is_refused(void) {
    begin();
    const struct banyan_device_ports ports = {&flash.port, &clocks, &broker.port, &sensor};
    struct banyan_device_memory memory = {readings, 8, record, sizeof record, {out, 450, in, sizeof in}};
    CHECK(banyan_device_open(&device, &key, &ports, &settings, &memory) == BANYAN_RANGE);
    memory.mqtt.out_capacity = sizeof out;
    memory.readings_capacity = 0;
    CHECK(banyan_device_open(&device, &key, &ports, &settings, &memory) == BANYAN_RANGE);
    memory.readings_capacity = 8;
    CHECK(banyan_device_open(&device, &key, &ports, &settings, &memory) == BANYAN_OK);
    settings.measurements_per_record = 0;
    CHECK(open() == BANYAN_RANGE);
    test_key_end(&key);
}

/* The number in a record's protected header, which lies behind the device's id: one byte here, or 0x18 and one. */
static unsigned number_of(const uint8_t *bytes) {
    return bytes[50] == 0x18u ? bytes[51] : bytes[50];
}

/* Every record that a broker ever saw, by number: the same bytes each time, and none is left out. */
static void power_may_fail_while_the_device_runs(void) {
    static uint8_t seen[256][sizeof record];
    uint64_t step = check_is_long() ? 3u : 23u;
    for (uint64_t cut = 1; cut < 400u; cut += step) {
        unsigned last = 0;
        begin();
        sim_flash_restart(&flash, cut, (enum tear)(cut % (uint64_t)TEARS));
        for (unsigned life = 0; life < 2u; life++) {
            check_note("cut, life", cut, life);
            broker_init(&broker);
            enum banyan_result result = open();
            for (unsigned i = 0; result == BANYAN_OK && i < 300u; i++) {
                unsigned before = broker.published;
                result = run(10);
                if (broker.published > before) {
                    unsigned number = number_of(broker.payload);
                    CHECK(number >= 1u && number <= last + 1u);
                    CHECK(number > last || memcmp(seen[number], broker.payload, broker.payload_size) == 0);
                    memcpy(seen[number], broker.payload, broker.payload_size);
                    last = number > last ? number : last;
                }
            }
            CHECK(result == BANYAN_OK || sim_flash_is_off(&flash));
            sim_flash_restart(&flash, 0, TEAR_BEFORE);
        }
        CHECK(last >= 29u);
        test_key_end(&key);
    }
}

const struct test device_tests[] = {
    {"what is measured arrives and is released", what_is_measured_arrives_and_is_released},
    {"what nobody takes is kept", what_nobody_takes_is_kept},
    {"a lost connection is made again", a_lost_connection_is_made_again},
    {"a full ring stops measuring until it is emptied", a_full_ring_stops_measuring_until_it_is_emptied},
    {"several measurements share a record", several_measurements_share_a_record},
    {"without the time of day nothing is measured", without_the_time_of_day_nothing_is_measured},
    {"the application may release by receipts", the_application_may_release_by_receipts},
    {"memory that does not fit is refused", memory_that_does_not_fit_is_refused},
    {"power may fail while the device runs", power_may_fail_while_the_device_runs},
    {NULL, NULL}};
