// SPDX-License-Identifier: Apache-2.0
#include "life.h"

#include <string.h>

#include "banyan/record.h"

void life_begin(struct life *life, uint32_t sector_size, uint32_t sector_count, uint64_t seed) {
    memset(life, 0, sizeof *life);
    life->random.state = seed;
    sim_flash_init(&life->flash, sector_size, sector_count);
}

/* A body that says its number and the name before it, and something that is never the same twice. */
static size_t make_body(struct life *life, uint64_t sequence, uint8_t *to) {
    size_t size = 60u + random_below(&life->random, 140);
    memcpy(to, &sequence, sizeof sequence);
    memcpy(&to[8], life->store.newest_name, BANYAN_HASH_SIZE);
    for (size_t i = 40; i < size; i++) {
        to[i] = (uint8_t)random_next(&life->random);
    }
    return size;
}

enum banyan_result life_record(struct life *life) {
    uint64_t sequence = life->store.newest + 1u;
    uint8_t body[LIFE_RECORD_MAX];
    size_t size = 0;
    CHECK(sequence < LIFE_RECORDS_MAX);
    enum banyan_result result = banyan_store_pending(&life->store, body, sizeof body, &size);
    if (result == BANYAN_NONE) {
        size = make_body(life, sequence, body);
        result = BANYAN_OK;
    }
    if (result == BANYAN_OK) {
        result = banyan_store_prepare(&life->store, body, size);
    }
    if (result != BANYAN_OK) {
        return result;
    }
    /* The key signs here: under this number never anything else. */
    struct life_record *record = &life->records[sequence];
    CHECK(!record->is_kept);
    CHECK(!record->is_signed || (record->body_size == size && memcmp(record->body, body, size) == 0));
    record->is_signed = true;
    record->body_size = size;
    memcpy(record->body, body, size);
    for (size_t i = 0; i < BANYAN_SIGNATURE_SIZE; i++) {
        record->signature[i] = (uint8_t)random_next(&life->random);
    }
    CHECK(banyan_record_name(body, size, record->signature, record->name) == BANYAN_OK);
    result = banyan_store_commit(&life->store, record->signature, record->name);
    if (result == BANYAN_OK) {
        record->is_kept = true;
        life->kept = sequence;
    }
    return result;
}

enum banyan_result life_release(struct life *life, uint64_t sequence) {
    enum banyan_result result = banyan_store_release(&life->store, sequence);
    if (result == BANYAN_OK && sequence > life->released) {
        life->released = sequence;
    }
    return result;
}

void life_audit(struct life *life) {
    uint8_t bytes[LIFE_RECORD_MAX + BANYAN_SIGNATURE_SIZE];
    for (uint64_t sequence = life->store.counter.released + 1u; sequence <= life->store.newest; sequence++) {
        const struct life_record *record = &life->records[sequence];
        size_t size = 0;
        CHECK(banyan_store_read(&life->store, sequence, bytes, sizeof bytes, &size) == BANYAN_OK);
        CHECK(size == record->body_size + BANYAN_SIGNATURE_SIZE);
        CHECK(memcmp(bytes, record->body, record->body_size) == 0);
        CHECK(memcmp(&bytes[record->body_size], record->signature, BANYAN_SIGNATURE_SIZE) == 0);
    }
}

bool life_restart(struct life *life, uint64_t fails_at, enum tear tear) {
    sim_flash_restart(&life->flash, fails_at, tear);
    enum banyan_result result = banyan_store_open(&life->store, &life->flash.port);
    if (sim_flash_is_off(&life->flash)) {
        CHECK(result == BANYAN_FLASH);
        return false;
    }
    CHECK(result == BANYAN_OK);
    /* What was kept is there; at most the record under way came through as well, and what was released stays so. */
    uint64_t newest = life->store.newest;
    CHECK(newest == life->kept || newest == life->kept + 1u);
    CHECK(life->store.counter.released >= life->released && life->store.counter.released <= newest);
    if (newest > life->kept) {
        CHECK(life->records[newest].is_signed);
        life->records[newest].is_kept = true;
        life->kept = newest;
    }
    life->released = life->store.counter.released;
    if (newest > 0u) {
        CHECK(memcmp(life->store.newest_name, life->records[newest].name, BANYAN_HASH_SIZE) == 0);
    }
    life_audit(life);
    return true;
}
