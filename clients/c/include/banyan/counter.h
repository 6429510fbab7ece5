// SPDX-License-Identifier: Apache-2.0
/* Two numbers that only grow, in two sectors of flash: how far the device has signed, and how far it was acknowledged.
 *
 * A sector is a log of slots of one unit each. When it is full the other one is erased and begins with the present
 * values; only with both of them does it count. So one sector that counts is there at any moment. */
#ifndef BANYAN_COUNTER_H
#define BANYAN_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

#include "banyan/port.h"
#include "banyan/result.h"

struct banyan_counter {
    const struct banyan_flash *flash;
    /* No record above this number was ever signed. */
    uint64_t claimed;
    /* Records up to this number need not be kept. */
    uint64_t released;
    uint32_t active;
    uint32_t generation;
    uint32_t next_at;
};

#define BANYAN_COUNTER_SECTORS 2u

/* Reads the counters in the first two sectors; BANYAN_NONE if there are none yet. */
enum banyan_result banyan_counter_open(struct banyan_counter *counter, const struct banyan_flash *flash);

/* Begins at zero. Only for flash that never held a record. */
enum banyan_result banyan_counter_format(struct banyan_counter *counter, const struct banyan_flash *flash);

/* Durable once it returns BANYAN_OK. A number that is not above the present one changes nothing. */
enum banyan_result banyan_counter_claim(struct banyan_counter *counter, uint64_t number);
enum banyan_result banyan_counter_release(struct banyan_counter *counter, uint64_t number);

#endif
