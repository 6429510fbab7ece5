// SPDX-License-Identifier: Apache-2.0
/* A record: readings of a device with its number and the name of the record before it (docs/spec/evidence.md). */
#ifndef BANYAN_RECORD_H
#define BANYAN_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/key.h"
#include "banyan/result.h"
#include "banyan/senml.h"

/* A record never has more, signature included. */
#define BANYAN_RECORD_MAX 16384u
/* 2^53 - 1. */
#define BANYAN_SEQUENCE_MAX 9007199254740991u

struct banyan_record_place {
    const uint8_t *device;
    /* From 1. */
    uint64_t sequence;
    /* The name of the record before; zeros for the first, and only for it. */
    const uint8_t *previous;
};

/* Writes all of a record but its signature. */
enum banyan_result banyan_record_body(const struct banyan_record_place *place, uint64_t time_ms,
                                      const struct banyan_reading *readings, size_t count, uint8_t *to,
                                      size_t capacity, size_t *size);

/* A record's name: the SHA-256 of body and signature. */
enum banyan_result banyan_record_name(const uint8_t *body, size_t size, const uint8_t signature[BANYAN_SIGNATURE_SIZE],
                                      uint8_t name[BANYAN_HASH_SIZE]);

#endif
