// SPDX-License-Identifier: Apache-2.0
/* Readings as a SenML pack in CBOR (RFC 8428), as docs/spec/evidence.md, rule 5 has it: exact decimals, never floats. */
#ifndef BANYAN_SENML_H
#define BANYAN_SENML_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/result.h"

#define BANYAN_READINGS_MAX 256u
#define BANYAN_NAME_MAX 64u
#define BANYAN_UNIT_MAX 16u
#define BANYAN_DECIMALS_MAX 18u
/* A day: how much later than the first a reading of the same record may be. */
#define BANYAN_AFTER_MS_MAX 86400000u
/* 2^28 seconds after 1970, in July 1978: SenML takes smaller times as relative ones. */
#define BANYAN_TIME_MS_MIN 268435456000u
/* The end of the year 9999. */
#define BANYAN_TIME_MS_MAX 253402300799999u

/* One measured value: digits * 10^-decimals. 21.50 is {2150, 2} and says more than 21.5. */
struct banyan_reading {
    /* 1 to 64 of A-Z a-z 0-9 - : . / _, first a letter or a digit. */
    const char *name;
    /* From the SenML units registry, 1 to 16 visible ASCII characters; NULL for a bare number. */
    const char *unit;
    int64_t digits;
    /* 0 to 18. */
    uint8_t decimals;
    /* Milliseconds after the record's time, at most a day; 0 for the first reading, then never less than before. */
    uint32_t after_ms;
};

/* Writes a pack of 1 to 256 readings; no two have the same name at the same time. With `to` NULL it only counts.
 * BANYAN_RANGE if a reading or the time is outside its range, BANYAN_SPACE if the pack does not fit. */
enum banyan_result banyan_senml_pack(uint64_t time_ms, const struct banyan_reading *readings, size_t count, uint8_t *to,
                                     size_t capacity, size_t *size);

#endif
