// SPDX-License-Identifier: Apache-2.0
#include "banyan/store.h"

#include <string.h>

#include "check.h"
#include "life.h"

static struct life life;

static void grow(uint64_t records, uint64_t lag) {
    for (uint64_t i = 0; i < records; i++) {
        CHECK(life_record(&life) == BANYAN_OK);
        if (life.kept > lag) {
            CHECK(life_release(&life, life.kept - lag) == BANYAN_OK);
        }
    }
}

static void a_ring_goes_round_and_wears_evenly(void) {
    life_begin(&life, 512, 8, 1);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(2000, 3);
    life_audit(&life);
    uint64_t least = UINT64_MAX;
    uint64_t most = 0;
    for (uint32_t sector = 2; sector < 8u; sector++) {
        least = life.flash.erased[sector] < least ? life.flash.erased[sector] : least;
        most = life.flash.erased[sector] > most ? life.flash.erased[sector] : most;
    }
    CHECK(most - least <= 1u && least > 50u);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    CHECK(life.store.newest == 2000u && life.store.counter.released == 1997u);
}

static void a_full_ring_overwrites_nothing(void) {
    life_begin(&life, 512, 6, 2);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    enum banyan_result result = BANYAN_OK;
    while (result == BANYAN_OK) {
        result = life_record(&life);
    }
    CHECK(result == BANYAN_FULL && life.kept >= 4u);
    uint64_t kept = life.kept;
    CHECK(life_record(&life) == BANYAN_FULL && life.kept == kept);
    life_audit(&life);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    CHECK(life_record(&life) == BANYAN_FULL);
    CHECK(life_release(&life, kept / 2u) == BANYAN_OK);
    CHECK(life_record(&life) == BANYAN_OK && life.kept == kept + 1u);
    CHECK(life_release(&life, kept + 2u) == BANYAN_RANGE);
    life_audit(&life);
}

static void a_full_ring_whose_records_are_all_released_goes_on(void) {
    life_begin(&life, 512, 5, 3);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    for (unsigned round = 0; round < 50u; round++) {
        while (life_record(&life) == BANYAN_OK) {
        }
        CHECK(life_release(&life, life.kept) == BANYAN_OK);
        CHECK(life_restart(&life, 0, TEAR_BEFORE));
    }
    CHECK(life.kept >= 100u);
}

static void a_number_takes_one_body_only(void) {
    uint8_t body[100] = {1};
    uint8_t other[100] = {2};
    uint8_t bytes[200];
    size_t size = 0;
    const uint8_t signature[64] = {3};
    const uint8_t name[32] = {4};
    life_begin(&life, 512, 6, 4);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    CHECK(banyan_store_commit(&life.store, signature, name) == BANYAN_STATE);
    CHECK(banyan_store_pending(&life.store, bytes, sizeof bytes, &size) == BANYAN_NONE);
    CHECK(banyan_store_prepare(&life.store, body, sizeof body) == BANYAN_OK);
    CHECK(banyan_store_prepare(&life.store, other, sizeof other) == BANYAN_STATE);
    CHECK(banyan_store_prepare(&life.store, body, sizeof body - 1u) == BANYAN_STATE);
    CHECK(banyan_store_prepare(&life.store, body, sizeof body) == BANYAN_OK);
    CHECK(banyan_store_read(&life.store, 1, bytes, sizeof bytes, &size) == BANYAN_NONE);
    CHECK(banyan_store_pending(&life.store, bytes, 99, &size) == BANYAN_SPACE);
    CHECK(banyan_store_pending(&life.store, bytes, sizeof bytes, &size) == BANYAN_OK && size == sizeof body);
    CHECK(banyan_store_commit(&life.store, signature, name) == BANYAN_OK);
    CHECK(banyan_store_commit(&life.store, signature, name) == BANYAN_STATE);
    CHECK(banyan_store_read(&life.store, 1, bytes, 163, &size) == BANYAN_SPACE);
    CHECK(banyan_store_read(&life.store, 1, bytes, sizeof bytes, &size) == BANYAN_OK && size == 164u);
    CHECK(memcmp(&bytes[100], signature, sizeof signature) == 0);
    CHECK(banyan_store_read(&life.store, 0, bytes, sizeof bytes, &size) == BANYAN_NONE);
    CHECK(banyan_store_read(&life.store, 2, bytes, sizeof bytes, &size) == BANYAN_NONE);
}

static void a_body_may_fill_a_sector_and_no_more(void) {
    uint8_t body[600] = {1};
    life_begin(&life, 512, 5, 5);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    size_t most = banyan_store_body_max(&life.flash.port);
    CHECK(most > 256u && most < 512u);
    CHECK(banyan_store_prepare(&life.store, body, most + 1u) == BANYAN_RANGE);
    CHECK(banyan_store_prepare(&life.store, body, 0) == BANYAN_RANGE);
    CHECK(banyan_store_prepare(&life.store, body, most) == BANYAN_OK);
}

static void flash_of_another_shape_is_refused(void) {
    static const uint32_t shapes[][2] = {{512, 4}, {256, 8}, {1000, 8}, {0, 8}, {0x200000, 8}, {0x100000, 8192}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        struct banyan_flash flash = {NULL, shapes[i][0], shapes[i][1], NULL, NULL, NULL};
        CHECK(banyan_store_open(&life.store, &flash) == BANYAN_RANGE);
    }
}

static enum banyan_result reopen(void) {
    sim_flash_restart(&life.flash, 0, TEAR_BEFORE);
    return banyan_store_open(&life.store, &life.flash.port);
}

/* Where the newest record's body begins is found by its number and name, which are in it. */
static uint8_t *find(const uint8_t *bytes, size_t size) {
    for (size_t at = 0; at + size <= sizeof life.flash.bytes; at++) {
        if (memcmp(&life.flash.bytes[at], bytes, size) == 0) {
            return &life.flash.bytes[at];
        }
    }
    CHECK(false);
    return NULL;
}

static void what_was_signed_and_is_gone_ends_all_signing(void) {
    life_begin(&life, 512, 8, 6);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(20, 2);
    *find(life.records[20].body, 60) ^= 1u;
    CHECK(reopen() == BANYAN_DAMAGED);

    life_begin(&life, 512, 8, 7);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(20, 2);
    *find(life.records[20].signature, 64) ^= 1u;
    /* Its body is whole, so it is signed once more, and nothing else under its number. */
    CHECK(reopen() == BANYAN_OK && life.store.newest == 19u && life.store.is_pending);

    life_begin(&life, 512, 8, 8);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(20, 2);
    memset(life.flash.bytes, 0xff, 2u * 512u);
    CHECK(reopen() == BANYAN_DAMAGED);

    life_begin(&life, 512, 8, 9);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(20, 2);
    memset(&life.flash.bytes[2u * 512u], 0xff, 6u * 512u);
    CHECK(reopen() == BANYAN_DAMAGED);
}

/* Not one bit of flash may turn so that a number could be signed anew. */
static void no_flipped_bit_frees_a_number(void) {
    static uint8_t good[SIM_FLASH_MAX];
    life_begin(&life, 512, 6, 10);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    grow(9, 1);
    memcpy(good, life.flash.bytes, sizeof good);
    for (size_t bit = 0; bit < 8u * 6u * 512u; bit++) {
        memcpy(life.flash.bytes, good, sizeof good);
        life.flash.bytes[bit / 8u] ^= (uint8_t)(1u << (bit % 8u));
        enum banyan_result result = reopen();
        check_note("bit", bit, 0);
        CHECK(result == BANYAN_OK || result == BANYAN_DAMAGED);
        CHECK(result != BANYAN_OK || life.store.newest == 9u || (life.store.newest == 8u && life.store.is_pending));
    }
}

static enum banyan_result lie(void *context, uint32_t address, const uint8_t *from, size_t size) {
    (void)context, (void)address, (void)from, (void)size;
    return BANYAN_OK;
}

static void flash_that_does_not_hold_what_was_written_is_noticed(void) {
    life_begin(&life, 512, 6, 11);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    CHECK(life_record(&life) == BANYAN_OK);
    life.flash.port.write = lie;
    CHECK(life_record(&life) == BANYAN_FLASH);
    CHECK(life_record(&life) == BANYAN_FLASH);
    CHECK(life_release(&life, 1) == BANYAN_FLASH);
}

const struct test store_tests[] = {
    {"a ring goes round and wears evenly", a_ring_goes_round_and_wears_evenly},
    {"a full ring overwrites nothing", a_full_ring_overwrites_nothing},
    {"a full ring whose records are all released goes on", a_full_ring_whose_records_are_all_released_goes_on},
    {"a number takes one body only", a_number_takes_one_body_only},
    {"a body may fill a sector and no more", a_body_may_fill_a_sector_and_no_more},
    {"flash of another shape is refused", flash_of_another_shape_is_refused},
    {"what was signed and is gone ends all signing", what_was_signed_and_is_gone_ends_all_signing},
    {"no flipped bit frees a number", no_flipped_bit_frees_a_number},
    {"flash that does not hold what was written is noticed", flash_that_does_not_hold_what_was_written_is_noticed},
    {NULL, NULL}};
