// SPDX-License-Identifier: Apache-2.0
/* Power fails at every write and every erasure there is, in every way; after each restart the store must be what it
 * promised, and never may a number be signed twice over different bodies. */
#include "check.h"
#include "life.h"

#define SEED 20251121u
#define RECORDS 30u
#define LAG 2u

static struct life life;

/* Goes on until so many records are kept; false if power failed. */
static bool live(uint64_t records) {
    while (life.kept < records) {
        enum banyan_result result = life_record(&life);
        if (result == BANYAN_OK && life.kept > LAG) {
            result = life_release(&life, life.kept - LAG);
        }
        if (result == BANYAN_FULL) {
            result = life_release(&life, life.kept);
        }
        if (result != BANYAN_OK) {
            CHECK(result == BANYAN_FLASH && sim_flash_is_off(&life.flash));
            return false;
        }
    }
    return true;
}

/* How many operations a whole life takes. */
static uint64_t operations(uint32_t sector_size, uint32_t sectors) {
    life_begin(&life, sector_size, sectors, SEED);
    CHECK(life_restart(&life, 0, TEAR_BEFORE));
    CHECK(live(RECORDS));
    return life.flash.operations;
}

static void cut_everywhere(uint32_t sector_size, uint32_t sectors) {
    uint64_t last = operations(sector_size, sectors);
    CHECK(last > 300u);
    for (uint64_t cut = 1; cut <= last; cut++) {
        for (int tear = TEAR_BEFORE; tear < TEARS; tear++) {
            check_note("cut, tear", cut, (uint64_t)tear);
            life_begin(&life, sector_size, sectors, SEED);
            bool lived = life_restart(&life, cut, (enum tear)tear) && live(RECORDS);
            CHECK(!lived);
            CHECK(life_restart(&life, 0, TEAR_BEFORE));
            CHECK(live(RECORDS + 10u));
            life_audit(&life);
        }
    }
}

static void power_may_fail_at_every_write(void) {
    cut_everywhere(512, 5);
    if (check_is_long()) {
        cut_everywhere(768, 7);
    }
}

/* A second failure while the store recovers from the first, or soon after it. */
static void power_may_fail_again_at_once(void) {
    struct random random = {SEED};
    uint64_t last = operations(512, 5);
    for (uint64_t cut = 1; cut <= last; cut++) {
        /* All second cuts, or other ones after each first. */
        uint64_t step = check_is_long() ? 1u : 17u;
        for (uint64_t again = 1u + cut % step; again <= 24u; again += step) {
            check_note("cut, again", cut, again);
            life_begin(&life, 512, 5, SEED);
            bool lived = life_restart(&life, cut, (enum tear)random_below(&random, TEARS)) && live(RECORDS);
            CHECK(!lived);
            lived = life_restart(&life, again, (enum tear)random_below(&random, TEARS)) && live(RECORDS + 5u);
            CHECK(life_restart(&life, 0, TEAR_BEFORE));
            CHECK(live(life.kept + 2u));
        }
    }
}

/* Long lives in which power fails every few operations. */
static void power_may_fail_all_the_time(void) {
    uint64_t seeds = check_is_long() ? 60u : 6u;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        life_begin(&life, 512, seed % 2u == 0u ? 5u : 9u, seed);
        size_t patience = 2u + (size_t)seed % 60u;
        for (unsigned restart = 0; restart < 600u && life.kept < LIFE_RECORDS_MAX - 100u; restart++) {
            check_note("seed, restart", seed, restart);
            uint64_t cut = 1u + random_below(&life.random, patience);
            enum tear tear = (enum tear)random_below(&life.random, TEARS);
            if (life_restart(&life, cut, tear)) {
                (void)live(LIFE_RECORDS_MAX - 100u);
            }
        }
        CHECK(life_restart(&life, 0, TEAR_BEFORE));
        CHECK(live(life.kept + 20u));
    }
}

const struct test power_tests[] = {{"power may fail at every write", power_may_fail_at_every_write},
                                   {"power may fail again at once", power_may_fail_again_at_once},
                                   {"power may fail all the time", power_may_fail_all_the_time},
                                   {NULL, NULL}};
