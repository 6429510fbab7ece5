// SPDX-License-Identifier: Apache-2.0
#include "banyan/counter.h"

#include <stddef.h>

#include "bytes.h"
#include "flash.h"

/* What a slot says. */
enum kind { GENERATION = 1, CLAIMED = 2, RELEASED = 3 };

/* A slot is one unit of flash: kind (4 bytes), value (8), CRC of both (4), all little-endian. */
#define VALUE_AT 4u
#define CRC_AT 12u
#define SLOT_USED 16u

/* What one sector says. */
struct log {
    /* It has begun with all three kinds. */
    bool counts;
    uint32_t generation;
    uint64_t claimed;
    uint64_t released;
    /* The first slot after the last one that is not erased. */
    uint32_t end;
};

static void encode(uint8_t slot[BANYAN_FLASH_UNIT], enum kind kind, uint64_t value) {
    banyan_fill(slot, BANYAN_ERASED, BANYAN_FLASH_UNIT);
    banyan_put_le(slot, (uint64_t)kind, VALUE_AT);
    banyan_put_le(&slot[VALUE_AT], value, CRC_AT - VALUE_AT);
    banyan_put_le(&slot[CRC_AT], banyan_crc32(0, slot, CRC_AT), SLOT_USED - CRC_AT);
}

/* A slot that power failed over has a wrong CRC and says nothing. */
static bool decode(const uint8_t slot[BANYAN_FLASH_UNIT], uint64_t *kind, uint64_t *value) {
    *kind = banyan_get_le(slot, VALUE_AT);
    *value = banyan_get_le(&slot[VALUE_AT], CRC_AT - VALUE_AT);
    return banyan_get_le(&slot[CRC_AT], SLOT_USED - CRC_AT) == banyan_crc32(0, slot, CRC_AT);
}

static uint64_t larger(uint64_t one, uint64_t other) {
    return one > other ? one : other;
}

static enum banyan_result read_log(const struct banyan_flash *flash, uint32_t sector, struct log *log) {
    bool has_claimed = false;
    bool has_released = false;
    *log = (struct log){0};
    for (uint32_t at = 0; at < flash->sector_size; at += BANYAN_FLASH_UNIT) {
        uint8_t slot[BANYAN_FLASH_UNIT];
        uint64_t kind = 0;
        uint64_t value = 0;
        if (flash->read(flash->context, sector * flash->sector_size + at, slot, sizeof slot) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (!banyan_is_all(slot, BANYAN_ERASED, sizeof slot)) {
            log->end = at + BANYAN_FLASH_UNIT;
        }
        if (!decode(slot, &kind, &value)) {
            continue;
        }
        if (kind == (uint64_t)GENERATION && at == 0u) {
            log->generation = (uint32_t)value;
        } else if (kind == (uint64_t)CLAIMED) {
            log->claimed = larger(log->claimed, value);
            has_claimed = true;
        } else if (kind == (uint64_t)RELEASED) {
            log->released = larger(log->released, value);
            has_released = true;
        } else {
            /* A CRC that is right by chance: nothing of ours. */
        }
    }
    log->counts = log->generation != 0u && has_claimed && has_released;
    return BANYAN_OK;
}

enum banyan_result banyan_counter_open(struct banyan_counter *counter, const struct banyan_flash *flash) {
    bool found = false;
    *counter = (struct banyan_counter){0};
    counter->flash = flash;
    for (uint32_t sector = 0; sector < BANYAN_COUNTER_SECTORS; sector++) {
        struct log log;
        if (read_log(flash, sector, &log) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (!log.counts) {
            continue;
        }
        /* Both may count: the older one stays until its place is needed. */
        counter->claimed = larger(counter->claimed, log.claimed);
        counter->released = larger(counter->released, log.released);
        if (!found || log.generation > counter->generation) {
            counter->active = sector;
            counter->generation = log.generation;
            counter->next_at = log.end;
        }
        found = true;
    }
    return found ? BANYAN_OK : BANYAN_NONE;
}

static enum banyan_result write_slot(const struct banyan_counter *counter, uint32_t sector, uint32_t at, enum kind kind,
                                     uint64_t value) {
    uint8_t slot[BANYAN_FLASH_UNIT];
    encode(slot, kind, value);
    return banyan_flash_write(counter->flash, sector * counter->flash->sector_size + at, slot, sizeof slot);
}

/* Begins a sector with the present values. The other one counts until this one does. */
static enum banyan_result begin(struct banyan_counter *counter, uint32_t sector) {
    uint32_t generation = counter->generation + 1u;
    if (banyan_flash_erase(counter->flash, sector) != BANYAN_OK ||
        write_slot(counter, sector, 0, GENERATION, generation) != BANYAN_OK ||
        write_slot(counter, sector, BANYAN_FLASH_UNIT, RELEASED, counter->released) != BANYAN_OK ||
        write_slot(counter, sector, 2u * BANYAN_FLASH_UNIT, CLAIMED, counter->claimed) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    counter->active = sector;
    counter->generation = generation;
    counter->next_at = 3u * BANYAN_FLASH_UNIT;
    return BANYAN_OK;
}

enum banyan_result banyan_counter_format(struct banyan_counter *counter, const struct banyan_flash *flash) {
    *counter = (struct banyan_counter){0};
    counter->flash = flash;
    return begin(counter, 0);
}

static enum banyan_result append(struct banyan_counter *counter, enum kind kind, uint64_t value) {
    if (counter->next_at >= counter->flash->sector_size) {
        enum banyan_result result = begin(counter, 1u - counter->active);
        if (result != BANYAN_OK) {
            return result;
        }
    }
    uint32_t at = counter->next_at;
    /* Even if the write fails: that slot is spent. */
    counter->next_at += BANYAN_FLASH_UNIT;
    return write_slot(counter, counter->active, at, kind, value);
}

enum banyan_result banyan_counter_claim(struct banyan_counter *counter, uint64_t number) {
    if (number <= counter->claimed) {
        return BANYAN_OK;
    }
    enum banyan_result result = append(counter, CLAIMED, number);
    if (result == BANYAN_OK) {
        counter->claimed = number;
    }
    return result;
}

enum banyan_result banyan_counter_release(struct banyan_counter *counter, uint64_t number) {
    if (number <= counter->released) {
        return BANYAN_OK;
    }
    enum banyan_result result = append(counter, RELEASED, number);
    if (result == BANYAN_OK) {
        counter->released = number;
    }
    return result;
}
