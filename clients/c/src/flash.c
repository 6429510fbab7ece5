// SPDX-License-Identifier: Apache-2.0
#include "flash.h"

#include "bytes.h"

static uint32_t smaller(uint32_t one, uint32_t other) {
    return one < other ? one : other;
}

uint32_t banyan_crc32(uint32_t crc, const uint8_t *from, size_t size) {
    uint32_t register_ = ~crc;
    for (size_t i = 0; i < size; i++) {
        register_ ^= from[i];
        for (unsigned bit = 0; bit < 8u; bit++) {
            register_ = (register_ >> 1) ^ ((register_ & 1u) * 0xedb88320u);
        }
    }
    return ~register_;
}

enum banyan_result banyan_flash_crc32(const struct banyan_flash *flash, uint32_t address, uint32_t size,
                                      uint32_t *crc) {
    uint8_t chunk[BANYAN_FLASH_CHUNK];
    for (uint32_t at = 0; at < size; at += BANYAN_FLASH_CHUNK) {
        uint32_t part = smaller(size - at, BANYAN_FLASH_CHUNK);
        if (flash->read(flash->context, address + at, chunk, part) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        *crc = banyan_crc32(*crc, chunk, part);
    }
    return BANYAN_OK;
}

enum banyan_result banyan_flash_holds(const struct banyan_flash *flash, uint32_t address, const uint8_t *bytes,
                                      size_t size, bool *holds) {
    uint8_t chunk[BANYAN_FLASH_CHUNK];
    *holds = true;
    for (uint32_t at = 0; at < size; at += BANYAN_FLASH_CHUNK) {
        uint32_t part = smaller((uint32_t)size - at, BANYAN_FLASH_CHUNK);
        if (flash->read(flash->context, address + at, chunk, part) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        *holds = *holds && banyan_is_equal(chunk, &bytes[at], part);
    }
    return BANYAN_OK;
}

enum banyan_result banyan_flash_write(const struct banyan_flash *flash, uint32_t address, const uint8_t *from,
                                      size_t size) {
    bool holds = false;
    if (flash->write(flash->context, address, from, size) != BANYAN_OK ||
        banyan_flash_holds(flash, address, from, size, &holds) != BANYAN_OK || !holds) {
        return BANYAN_FLASH;
    }
    return BANYAN_OK;
}

enum banyan_result banyan_flash_write_padded(const struct banyan_flash *flash, uint32_t address, const uint8_t *from,
                                             size_t size) {
    uint32_t rest = (uint32_t)size % BANYAN_FLASH_UNIT;
    uint32_t whole = (uint32_t)size - rest;
    if (whole > 0u && banyan_flash_write(flash, address, from, whole) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    if (rest == 0u) {
        return BANYAN_OK;
    }
    uint8_t last[BANYAN_FLASH_UNIT];
    banyan_fill(last, BANYAN_ERASED, sizeof last);
    banyan_copy(last, &from[whole], rest);
    return banyan_flash_write(flash, address + whole, last, sizeof last);
}

enum banyan_result banyan_flash_is_erased(const struct banyan_flash *flash, uint32_t address, uint32_t size,
                                          bool *erased) {
    uint8_t chunk[BANYAN_FLASH_CHUNK];
    *erased = true;
    for (uint32_t at = 0; *erased && at < size; at += BANYAN_FLASH_CHUNK) {
        uint32_t part = smaller(size - at, BANYAN_FLASH_CHUNK);
        if (flash->read(flash->context, address + at, chunk, part) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        *erased = banyan_is_all(chunk, BANYAN_ERASED, part);
    }
    return BANYAN_OK;
}

enum banyan_result banyan_flash_erase(const struct banyan_flash *flash, uint32_t sector) {
    bool erased = false;
    if (flash->erase(flash->context, sector) != BANYAN_OK ||
        banyan_flash_is_erased(flash, sector * flash->sector_size, flash->sector_size, &erased) != BANYAN_OK ||
        !erased) {
        return BANYAN_FLASH;
    }
    return BANYAN_OK;
}
