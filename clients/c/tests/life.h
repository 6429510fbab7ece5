// SPDX-License-Identifier: Apache-2.0
/* A store's life beside a model of what it promised: what was signed under which number, what was shown, what may be
 * forgotten. Signatures are drawn at random, as secure elements do. */
#ifndef BANYAN_LIFE_H
#define BANYAN_LIFE_H

#include "banyan/store.h"
#include "check.h"
#include "sim_flash.h"

#define LIFE_RECORDS_MAX 4096u
#define LIFE_RECORD_MAX 320u

struct life_record {
    bool is_signed;
    /* banyan_store_commit said so. */
    bool is_kept;
    uint8_t body[LIFE_RECORD_MAX];
    size_t body_size;
    uint8_t signature[BANYAN_SIGNATURE_SIZE];
    uint8_t name[BANYAN_HASH_SIZE];
};

struct life {
    struct sim_flash flash;
    struct banyan_store store;
    struct random random;
    /* By number. */
    struct life_record records[LIFE_RECORDS_MAX];
    uint64_t kept;
    uint64_t released;
};

void life_begin(struct life *life, uint32_t sector_size, uint32_t sector_count, uint64_t seed);

/* Opens the store and holds it against the model; false if power fails meanwhile. */
bool life_restart(struct life *life, uint64_t fails_at, enum tear tear);

/* Makes the next record; BANYAN_OK, BANYAN_FULL, or BANYAN_FLASH when power fails. */
enum banyan_result life_record(struct life *life);

enum banyan_result life_release(struct life *life, uint64_t sequence);

/* Reads every record that must be there. */
void life_audit(struct life *life);

#endif
