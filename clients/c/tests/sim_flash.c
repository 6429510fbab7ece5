// SPDX-License-Identifier: Apache-2.0
#include "sim_flash.h"

#include <string.h>

bool sim_flash_is_off(const struct sim_flash *flash) {
    return flash->fails_at != 0u && flash->operations >= flash->fails_at;
}

/* Bits that are on their way from one byte to another. */
static uint8_t between(struct sim_flash *flash, uint8_t before, uint8_t after) {
    uint8_t which = (uint8_t)random_next(&flash->random);
    return (uint8_t)((before & which) | (after & ~which));
}

/* Changes bytes in one operation; false if power fails. */
static bool operate(struct sim_flash *flash, uint32_t address, const uint8_t *to, size_t size) {
    uint8_t *at = &flash->bytes[address];
    if (sim_flash_is_off(flash)) {
        return false;
    }
    flash->operations++;
    if (!sim_flash_is_off(flash)) {
        memcpy(at, to, size);
        return true;
    }
    for (size_t i = 0; i < size; i++) {
        if (flash->tear == TEAR_AFTER || (flash->tear == TEAR_HALF && i < size / 2u)) {
            at[i] = to[i];
        } else if (flash->tear == TEAR_BITS) {
            at[i] = between(flash, at[i], to[i]);
        }
    }
    return false;
}

static enum banyan_result read_bytes(void *context, uint32_t address, uint8_t *to, size_t size) {
    struct sim_flash *flash = context;
    if (sim_flash_is_off(flash)) {
        return BANYAN_FLASH;
    }
    CHECK(address + size <= flash->port.sector_size * flash->port.sector_count);
    memcpy(to, &flash->bytes[address], size);
    return BANYAN_OK;
}

static enum banyan_result write_bytes(void *context, uint32_t address, const uint8_t *from, size_t size) {
    struct sim_flash *flash = context;
    CHECK(address % BANYAN_FLASH_UNIT == 0u && size % BANYAN_FLASH_UNIT == 0u && size > 0u);
    CHECK(address + size <= flash->port.sector_size * flash->port.sector_count);
    for (size_t at = 0; at < size; at += BANYAN_FLASH_UNIT) {
        uint32_t unit = address + (uint32_t)at;
        for (size_t i = 0; !sim_flash_is_off(flash) && i < BANYAN_FLASH_UNIT; i++) {
            CHECK(flash->bytes[unit + i] == 0xffu);
        }
        if (!operate(flash, unit, &from[at], BANYAN_FLASH_UNIT)) {
            return BANYAN_FLASH;
        }
    }
    return BANYAN_OK;
}

static enum banyan_result erase_sector(void *context, uint32_t sector) {
    static uint8_t erased[SIM_FLASH_MAX];
    struct sim_flash *flash = context;
    CHECK(sector < flash->port.sector_count);
    memset(erased, 0xff, flash->port.sector_size);
    flash->erased[sector]++;
    bool done = operate(flash, sector * flash->port.sector_size, erased, flash->port.sector_size);
    return done ? BANYAN_OK : BANYAN_FLASH;
}

void sim_flash_init(struct sim_flash *flash, uint32_t sector_size, uint32_t sector_count) {
    memset(flash, 0, sizeof *flash);
    CHECK(sector_size * sector_count <= SIM_FLASH_MAX);
    flash->port = (struct banyan_flash){flash, sector_size, sector_count, read_bytes, write_bytes, erase_sector};
    /* Flash comes with whatever is on it. */
    for (size_t i = 0; i < sizeof flash->bytes; i++) {
        flash->bytes[i] = (uint8_t)random_next(&flash->random);
    }
}

void sim_flash_restart(struct sim_flash *flash, uint64_t fails_at, enum tear tear) {
    flash->operations = 0;
    flash->fails_at = fails_at;
    flash->tear = tear;
}
