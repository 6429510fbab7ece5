// SPDX-License-Identifier: Apache-2.0
#include "banyan/senml.h"

#include <stdbool.h>
#include <string.h>

#include "banyan/cbor.h"

enum label { BASE_TIME = -3, NAME = 0, UNIT = 1, VALUE = 2, TIME = 6 };

#define DECIMAL_FRACTION 4u
#define MILLI (-3)

/* The length of a text, or max + 1 if it is longer. */
static size_t bounded_length(const char *text, size_t max) {
    size_t size = 0;
    while (size <= max && text[size] != '\0') {
        size++;
    }
    return size;
}

static bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_name_character(char c) {
    return is_alphanumeric(c) || c == '-' || c == ':' || c == '.' || c == '/' || c == '_';
}

static bool is_name(const char *name) {
    if (name == NULL) {
        return false;
    }
    size_t size = bounded_length(name, BANYAN_NAME_MAX);
    bool good = size >= 1u && size <= BANYAN_NAME_MAX && is_alphanumeric(name[0]);
    for (size_t i = 0; good && i < size; i++) {
        good = is_name_character(name[i]);
    }
    return good;
}

static bool is_unit(const char *unit) {
    size_t size = bounded_length(unit, BANYAN_UNIT_MAX);
    bool good = size >= 1u && size <= BANYAN_UNIT_MAX;
    for (size_t i = 0; good && i < size; i++) {
        good = unit[i] > ' ' && unit[i] <= '~';
    }
    return good;
}

/* Whether a reading of this name and time stands before. Times do not decrease, so equal ones are neighbours. */
static bool is_repeated(const struct banyan_reading *readings, size_t index) {
    bool repeated = false;
    for (size_t i = index; i > 0u && readings[i - 1u].after_ms == readings[index].after_ms; i--) {
        repeated = repeated || strcmp(readings[i - 1u].name, readings[index].name) == 0;
    }
    return repeated;
}

static bool is_reading(const struct banyan_reading *readings, size_t index) {
    const struct banyan_reading *reading = &readings[index];
    uint32_t least = index == 0u ? 0u : readings[index - 1u].after_ms;
    uint32_t most = index == 0u ? 0u : BANYAN_AFTER_MS_MAX;
    return is_name(reading->name) && (reading->unit == NULL || is_unit(reading->unit)) &&
           reading->decimals <= BANYAN_DECIMALS_MAX && reading->after_ms >= least && reading->after_ms <= most &&
           !is_repeated(readings, index);
}

static bool is_pack(uint64_t time_ms, const struct banyan_reading *readings, size_t count) {
    if (readings == NULL || count < 1u || count > BANYAN_READINGS_MAX || time_ms < BANYAN_TIME_MS_MIN ||
        time_ms > BANYAN_TIME_MS_MAX) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        good = is_reading(readings, i) && readings[i].after_ms <= BANYAN_TIME_MS_MAX - time_ms;
    }
    return good;
}

/* A whole number is an integer; one with decimals is tag 4 with as many as were stated. */
static void write_decimal(struct banyan_cbor *out, int64_t digits, int exponent) {
    if (exponent < 0) {
        (void)banyan_cbor_tag(out, DECIMAL_FRACTION);
        (void)banyan_cbor_array(out, 2);
        (void)banyan_cbor_integer(out, exponent);
    }
    (void)banyan_cbor_integer(out, digits);
}

static void write_text(struct banyan_cbor *out, enum label label, const char *text, size_t max) {
    (void)banyan_cbor_integer(out, label);
    (void)banyan_cbor_text(out, text, bounded_length(text, max));
}

/* Keys in the order of their encodings: 0, 1, 2, 6, and -3 last, because negative ones begin with higher bytes. */
static void write_reading(struct banyan_cbor *out, const struct banyan_reading *reading, const uint64_t *base_time_ms) {
    size_t entries = 2u;
    entries += reading->unit != NULL ? 1u : 0u;
    entries += reading->after_ms != 0u ? 1u : 0u;
    entries += base_time_ms != NULL ? 1u : 0u;
    (void)banyan_cbor_map(out, entries);
    write_text(out, NAME, reading->name, BANYAN_NAME_MAX);
    if (reading->unit != NULL) {
        write_text(out, UNIT, reading->unit, BANYAN_UNIT_MAX);
    }
    (void)banyan_cbor_integer(out, VALUE);
    write_decimal(out, reading->digits, -(int)reading->decimals);
    if (reading->after_ms != 0u) {
        (void)banyan_cbor_integer(out, TIME);
        write_decimal(out, (int64_t)reading->after_ms, MILLI);
    }
    if (base_time_ms != NULL) {
        (void)banyan_cbor_integer(out, BASE_TIME);
        write_decimal(out, (int64_t)*base_time_ms, MILLI);
    }
}

enum banyan_result banyan_senml_pack(uint64_t time_ms, const struct banyan_reading *readings, size_t count, uint8_t *to,
                                     size_t capacity, size_t *size) {
    *size = 0;
    if (!is_pack(time_ms, readings, count)) {
        return BANYAN_RANGE;
    }
    struct banyan_cbor out = banyan_cbor_start(to, capacity);
    (void)banyan_cbor_array(&out, count);
    for (size_t i = 0; i < count; i++) {
        write_reading(&out, &readings[i], i == 0u ? &time_ms : NULL);
    }
    return banyan_cbor_end(&out, size);
}
