// SPDX-License-Identifier: Apache-2.0
/* The device's records in flash: its memory of which number comes next, and the queue of what is not acknowledged yet.
 *
 * A record is written in four steps, each durable before the next, so that power may fail anywhere:
 *
 *   1. its body, that is all but the signature
 *   2. the counter claims its number
 *   3. the key signs
 *   4. its signature; from now on the record may be seen
 *
 * After a failure between 1 and 4 the same body is signed again, and nothing else under its number. If a number was
 * claimed and its body is not there, the flash is damaged, and nothing more is signed. When all sectors hold records
 * that are not acknowledged, nothing is overwritten: the answer is BANYAN_FULL. */
#ifndef BANYAN_STORE_H
#define BANYAN_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/counter.h"
#include "banyan/key.h"
#include "banyan/port.h"
#include "banyan/result.h"

struct banyan_store {
    const struct banyan_flash *flash;
    struct banyan_counter counter;
    /* The newest record's number and name; 0 and zeros if there is none. */
    uint64_t newest;
    uint8_t newest_name[BANYAN_HASH_SIZE];

    /* A body waits for its signature. */
    bool is_pending;
    /* Its place for the signature was spoilt by a power failure: it needs a new place. */
    bool is_pending_spoilt;
    uint32_t pending_at;
    uint32_t pending_size;

    /* The sector that is being filled; 0 while there is none. */
    uint32_t head;
    uint32_t generation;
    /* The first free byte in it, the sector's size if it takes nothing more. */
    uint32_t head_used;
    /* A write failed, and nobody knows what the flash holds. */
    bool has_failed;
};

/* Opens what a device left in flash, or starts. BANYAN_DAMAGED if signed records are missing. */
enum banyan_result banyan_store_open(struct banyan_store *store, const struct banyan_flash *flash);

/* The largest body that a sector takes. */
size_t banyan_store_body_max(const struct banyan_flash *flash);

/* Steps 1 and 2 for the record after the newest. If a body waits already, only that very body is taken. */
enum banyan_result banyan_store_prepare(struct banyan_store *store, const uint8_t *body, size_t size);

/* Step 4 for the body that waits. `name`: of the record, see banyan_record_name. */
enum banyan_result banyan_store_commit(struct banyan_store *store, const uint8_t signature[BANYAN_SIGNATURE_SIZE],
                                       const uint8_t name[BANYAN_HASH_SIZE]);

/* The body that waits for its signature; BANYAN_NONE if none does. */
enum banyan_result banyan_store_pending(const struct banyan_store *store, uint8_t *to, size_t capacity, size_t *size);

/* A whole record; BANYAN_NONE if it is not kept. */
enum banyan_result banyan_store_read(const struct banyan_store *store, uint64_t sequence, uint8_t *to, size_t capacity,
                                     size_t *size);

/* Records up to this number are acknowledged, and their place may be used again. */
enum banyan_result banyan_store_release(struct banyan_store *store, uint64_t sequence);

#endif
