// SPDX-License-Identifier: Apache-2.0
#include "banyan/record.h"

#include <string.h>

#include "banyan/cose.h"
#include "check.h"
#include "golden.h"
#include "keys.h"

#define TIME_MS 1763683200123u
#define READINGS(array) array, sizeof array / sizeof array[0]

static struct banyan_key key;

/* Makes a whole record and its name. */
static size_t sign(uint64_t sequence, const uint8_t *previous, uint64_t time_ms, const struct banyan_reading *readings,
                   size_t count, uint8_t *to, size_t capacity, uint8_t name[32]) {
    const struct banyan_record_place place = {key.device, sequence, previous};
    uint8_t digest[32];
    size_t size = 0;
    CHECK(banyan_record_body(&place, time_ms, readings, count, to, capacity, &size) == BANYAN_OK);
    CHECK(size + BANYAN_SIGNATURE_SIZE <= capacity);
    CHECK(banyan_cose_digest(to, size, digest) == BANYAN_OK);
    CHECK(banyan_key_sign(&key, digest, &to[size]) == BANYAN_OK);
    CHECK(banyan_record_name(to, size, &to[size], name) == BANYAN_OK);
    return size + BANYAN_SIGNATURE_SIZE;
}

static void is_golden(const char *golden, uint64_t sequence, const uint8_t *previous, uint64_t time_ms,
                      const struct banyan_reading *readings, size_t count) {
    uint8_t bytes[1024];
    uint8_t expected[1024];
    uint8_t name[32];
    size_t size = sign(sequence, previous, time_ms, readings, count, bytes, sizeof bytes, name);
    CHECK(size == from_hex(golden, expected, sizeof expected));
    CHECK(memcmp(bytes, expected, size) == 0);
}

static void name_of_nine(uint8_t name[32]) {
    (void)from_hex("2b4c342f5433ebe591a1da77e013d1b72475562d48578dca8b84bac6651c3cb9", name, 32);
}

static void records_are_those_of_the_java_side(void) {
    static const uint8_t none[32];
    uint8_t nine[32];
    uint8_t example[32];
    test_key(&key, 1);
    name_of_nine(nine);
    (void)from_hex("40699b96c8474398b8fffa56e25ff4ffacad41708d1901f303cad081d96d5018", example, 32);

    const struct banyan_reading weather[] = {{"temperature", "Cel", 2250, 2, 0}, {"humidity", "%RH", 42, 0, 0}};
    is_golden(GOLDEN_EXAMPLE, 2, example, TIME_MS + 2000u, READINGS(weather));

    const struct banyan_reading bare[] = {{"x", NULL, 0, 0, 0}};
    is_golden(GOLDEN_BARE, 1, none, BANYAN_TIME_MS_MIN, READINGS(bare));

    const struct banyan_reading extremes[] = {
        {"a", NULL, INT64_MIN, 0, 0}, {"b", NULL, INT64_MAX, 0, 0}, {"c", "m/s", -1, 18, 0},
        {"A-1:2./_", "1234567890123456", -24, 0, 0}, {"e", "%", -24, 2, 0}, {"f", "%", 255, 0, 0}, {"g", "%", -257, 0, 0}};
    is_golden(GOLDEN_EXTREMES, 24, nine, BANYAN_TIME_MS_MAX, READINGS(extremes));

    const struct banyan_reading volts[] = {{"x", "V", 3300, 3, 0}};
    is_golden(GOLDEN_LAST, BANYAN_SEQUENCE_MAX, nine, TIME_MS, READINGS(volts));
    test_key_end(&key);
}

static void a_long_record_has_the_java_sides_name(void) {
    static char names[40][16];
    static struct banyan_reading channels[40];
    uint8_t bytes[2048];
    uint8_t nine[32];
    uint8_t name[32];
    uint8_t expected[32];
    test_key(&key, 1);
    name_of_nine(nine);
    for (int i = 0; i < 40; i++) {
        char *text = names[i];
        memcpy(text, "channel/", 8);
        size_t at = 8;
        if (i >= 10) {
            text[at++] = (char)('0' + i / 10);
        }
        text[at] = (char)('0' + i % 10);
        int64_t digits = (i - 20) * 10000 + (i < 20 ? -(i % 10) : i % 10);
        channels[i] = (struct banyan_reading){text, "mV", digits, 1, 0};
    }
    size_t size = sign(65536, nine, TIME_MS, READINGS(channels), bytes, sizeof bytes, name);
    (void)from_hex(GOLDEN_LONG_NAME, expected, sizeof expected);
    CHECK(memcmp(name, expected, sizeof name) == 0);

    const struct banyan_record_place place = {key.device, 65536, nine};
    size_t body_size = 0;
    for (size_t less = 0; less < size - BANYAN_SIGNATURE_SIZE; less++) {
        CHECK(banyan_record_body(&place, TIME_MS, READINGS(channels), bytes, less, &body_size) == BANYAN_SPACE);
    }
    test_key_end(&key);
}

static void refuses(const uint8_t *device, uint64_t sequence, const uint8_t *previous) {
    const struct banyan_record_place place = {device, sequence, previous};
    const struct banyan_reading readings[] = {{"x", NULL, 0, 0, 0}};
    uint8_t bytes[256];
    size_t size = 1;
    CHECK(banyan_record_body(&place, TIME_MS, READINGS(readings), bytes, sizeof bytes, &size) == BANYAN_RANGE);
    CHECK(size == 0u);
}

static void only_the_first_record_has_none_before_it(void) {
    static const uint8_t none[32];
    static const uint8_t some[32] = {1};
    refuses(some, 0, none);
    refuses(some, 0, some);
    refuses(some, 1, some);
    refuses(some, 2, none);
    refuses(some, BANYAN_SEQUENCE_MAX + 1u, some);
    refuses(NULL, 1, none);
    refuses(some, 1, NULL);
}

/* 256 readings with the longest names make more than 16 KiB. */
static void a_record_has_at_most_16_kib(void) {
    static char names[BANYAN_READINGS_MAX][BANYAN_NAME_MAX + 1u];
    static struct banyan_reading readings[BANYAN_READINGS_MAX];
    static uint8_t bytes[2u * BANYAN_RECORD_MAX];
    static const uint8_t none[32];
    const struct banyan_record_place place = {bytes, 1, none};
    size_t size = 0;
    for (size_t i = 0; i < BANYAN_READINGS_MAX; i++) {
        memset(names[i], 'a', BANYAN_NAME_MAX);
        names[i][0] = (char)('a' + (char)(i / 16u));
        names[i][1] = (char)('a' + (char)(i % 16u));
        readings[i] = (struct banyan_reading){names[i], NULL, 0, 0, 0};
    }
    CHECK(banyan_record_body(&place, TIME_MS, readings, 230, bytes, sizeof bytes, &size) == BANYAN_OK);
    CHECK(size + BANYAN_SIGNATURE_SIZE <= BANYAN_RECORD_MAX);
    CHECK(banyan_record_body(&place, TIME_MS, READINGS(readings), bytes, sizeof bytes, &size) == BANYAN_SPACE);
}

/* Whatever lies in flash is looked at before it is signed. */
static void a_body_that_is_none_is_not_signed(void) {
    static const uint8_t none[32];
    const struct banyan_reading readings[] = {{"x", NULL, 0, 0, 0}};
    uint8_t body[256];
    uint8_t digest[32];
    size_t size = 0;
    const struct banyan_record_place place = {none, 1, none};
    CHECK(banyan_record_body(&place, TIME_MS, READINGS(readings), body, sizeof body, &size) == BANYAN_OK);
    for (size_t less = 0; less < size; less++) {
        CHECK(banyan_cose_digest(body, less, digest) == BANYAN_RANGE);
    }
    CHECK(banyan_cose_digest(body, size + 1u, digest) == BANYAN_RANGE);
    CHECK(banyan_cose_digest(NULL, 0, digest) == BANYAN_RANGE);
    struct random random = {1};
    for (unsigned i = 0; i < 20000u; i++) {
        uint8_t bad[256];
        memcpy(bad, body, sizeof bad);
        bad[random_below(&random, size)] = (uint8_t)random_next(&random);
        (void)banyan_cose_digest(bad, random_below(&random, size + 1u), digest);
    }
}

const struct test record_tests[] = {
    {"records are those of the Java side", records_are_those_of_the_java_side},
    {"a long record has the Java side's name", a_long_record_has_the_java_sides_name},
    {"only the first record has none before it", only_the_first_record_has_none_before_it},
    {"a record has at most 16 KiB", a_record_has_at_most_16_kib},
    {"a body that is none is not signed", a_body_that_is_none_is_not_signed},
    {NULL, NULL}};
