// SPDX-License-Identifier: Apache-2.0
/* Numbers as bytes, whatever the processor's order. Internal. */
#ifndef BANYAN_BYTES_H
#define BANYAN_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies that the compiler may turn into memcpy; sizes were checked by the caller. */
static inline void banyan_copy(uint8_t *to, const uint8_t *from, size_t size) {
    for (size_t i = 0; i < size; i++) {
        to[i] = from[i];
    }
}

static inline void banyan_fill(uint8_t *to, uint8_t value, size_t size) {
    for (size_t i = 0; i < size; i++) {
        to[i] = value;
    }
}

static inline bool banyan_is_all(const uint8_t *from, uint8_t value, size_t size) {
    bool all = true;
    for (size_t i = 0; i < size; i++) {
        all = all && (from[i] == value);
    }
    return all;
}

static inline bool banyan_is_equal(const uint8_t *one, const uint8_t *other, size_t size) {
    bool equal = true;
    for (size_t i = 0; i < size; i++) {
        equal = equal && (one[i] == other[i]);
    }
    return equal;
}

static inline void banyan_put_le(uint8_t *to, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(value >> (8u * i));
    }
}

static inline uint64_t banyan_get_le(const uint8_t *from, size_t size) {
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value |= (uint64_t)from[i] << (8u * i);
    }
    return value;
}

static inline void banyan_put_be(uint8_t *to, uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(value >> (8u * (size - 1u - i)));
    }
}

static inline uint32_t banyan_get_be16(const uint8_t *from) {
    return ((uint32_t)from[0] << 8) | from[1];
}

/* A size rounded up to whole units of flash. */
static inline uint32_t banyan_units(uint32_t size, uint32_t unit) {
    return ((size + unit - 1u) / unit) * unit;
}

#endif
