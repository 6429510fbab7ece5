// SPDX-License-Identifier: Apache-2.0
#include "entry.h"

#include "bytes.h"
#include "flash.h"

#define SECTOR_MAGIC 0x31534e42u /* BNS1 */
#define SECTOR_FIRST_AT 8u
#define SECTOR_PREVIOUS_AT 16u
#define SECTOR_CRC_AT 48u
#define SECTOR_USED 52u

#define ENTRY_MAGIC 0x31454e42u /* BNE1 */
#define ENTRY_SEQUENCE_AT 8u
#define ENTRY_CRC_AT 16u
#define ENTRY_USED 20u

#define SIGNATURE_CRC_AT BANYAN_SIGNATURE_SIZE
#define SIGNATURE_USED (BANYAN_SIGNATURE_SIZE + 4u)

static uint32_t units(uint32_t size) {
    return banyan_units(size, BANYAN_FLASH_UNIT);
}

uint32_t banyan_sector_overhead(void) {
    return units(SECTOR_USED);
}

uint32_t banyan_entry_size(uint32_t body_size) {
    return units(ENTRY_USED) + units(body_size) + units(SIGNATURE_USED);
}

uint32_t banyan_entry_body_at(const struct banyan_entry *entry) {
    return entry->at + units(ENTRY_USED);
}

uint32_t banyan_entry_signature_at(const struct banyan_entry *entry) {
    return banyan_entry_body_at(entry) + units(entry->body_size);
}

enum banyan_result banyan_sector_read(const struct banyan_flash *flash, uint32_t index, struct banyan_sector *sector) {
    uint8_t bytes[SECTOR_USED];
    *sector = (struct banyan_sector){0};
    if (flash->read(flash->context, index * flash->sector_size, bytes, sizeof bytes) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    sector->generation = (uint32_t)banyan_get_le(&bytes[4], 4);
    sector->first = banyan_get_le(&bytes[SECTOR_FIRST_AT], 8);
    banyan_copy(sector->previous, &bytes[SECTOR_PREVIOUS_AT], BANYAN_HASH_SIZE);
    sector->is_valid = banyan_get_le(bytes, 4) == SECTOR_MAGIC && sector->generation != 0u && sector->first != 0u &&
                       banyan_get_le(&bytes[SECTOR_CRC_AT], 4) == banyan_crc32(0, bytes, SECTOR_CRC_AT);
    return BANYAN_OK;
}

enum banyan_result banyan_sector_write(const struct banyan_flash *flash, uint32_t index,
                                       const struct banyan_sector *sector) {
    uint8_t bytes[SECTOR_USED];
    banyan_put_le(bytes, SECTOR_MAGIC, 4);
    banyan_put_le(&bytes[4], sector->generation, 4);
    banyan_put_le(&bytes[SECTOR_FIRST_AT], sector->first, 8);
    banyan_copy(&bytes[SECTOR_PREVIOUS_AT], sector->previous, BANYAN_HASH_SIZE);
    banyan_put_le(&bytes[SECTOR_CRC_AT], banyan_crc32(0, bytes, SECTOR_CRC_AT), 4);
    return banyan_flash_write_padded(flash, index * flash->sector_size, bytes, sizeof bytes);
}

static enum banyan_result read_signature(const struct banyan_flash *flash, struct banyan_entry *entry) {
    uint8_t bytes[SIGNATURE_USED];
    uint8_t sequence[8];
    bool erased = false;
    uint32_t at = banyan_entry_signature_at(entry);
    if (banyan_flash_is_erased(flash, at, units(SIGNATURE_USED), &erased) != BANYAN_OK ||
        flash->read(flash->context, at, bytes, sizeof bytes) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    banyan_put_le(sequence, entry->sequence, sizeof sequence);
    uint32_t crc = banyan_crc32(banyan_crc32(0, sequence, sizeof sequence), bytes, SIGNATURE_CRC_AT);
    if (erased) {
        entry->state = BANYAN_ENTRY_PENDING;
    } else if (banyan_get_le(&bytes[SIGNATURE_CRC_AT], 4) == crc) {
        entry->state = BANYAN_ENTRY_COMMITTED;
    } else {
        entry->state = BANYAN_ENTRY_SPOILT;
    }
    return BANYAN_OK;
}

enum banyan_result banyan_entry_read(const struct banyan_flash *flash, uint32_t index, uint32_t offset,
                                     struct banyan_entry *entry) {
    uint8_t bytes[ENTRY_USED];
    uint32_t left = flash->sector_size - offset;
    *entry = (struct banyan_entry){0};
    entry->at = index * flash->sector_size + offset;
    bool erased = false;
    if (banyan_flash_is_erased(flash, entry->at, left, &erased) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    entry->state = erased ? BANYAN_ENTRY_FREE : BANYAN_ENTRY_TORN;
    if (erased || left < banyan_entry_size(0)) {
        return BANYAN_OK;
    }
    if (flash->read(flash->context, entry->at, bytes, sizeof bytes) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    entry->body_size = (uint32_t)banyan_get_le(&bytes[4], 4);
    entry->sequence = banyan_get_le(&bytes[ENTRY_SEQUENCE_AT], 8);
    /* Against the sector's size first: whatever stands there must not overflow the sum. */
    if (banyan_get_le(bytes, 4) != ENTRY_MAGIC || entry->body_size > left ||
        banyan_entry_size(entry->body_size) > left) {
        return BANYAN_OK;
    }
    uint32_t crc = banyan_crc32(0, bytes, ENTRY_CRC_AT);
    if (banyan_flash_crc32(flash, banyan_entry_body_at(entry), entry->body_size, &crc) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    return banyan_get_le(&bytes[ENTRY_CRC_AT], 4) == crc ? read_signature(flash, entry) : BANYAN_OK;
}

enum banyan_result banyan_entry_write_body(const struct banyan_flash *flash, const struct banyan_entry *entry,
                                           const uint8_t *body) {
    uint8_t bytes[ENTRY_USED];
    banyan_put_le(bytes, ENTRY_MAGIC, 4);
    banyan_put_le(&bytes[4], entry->body_size, 4);
    banyan_put_le(&bytes[ENTRY_SEQUENCE_AT], entry->sequence, 8);
    uint32_t crc = banyan_crc32(banyan_crc32(0, bytes, ENTRY_CRC_AT), body, entry->body_size);
    banyan_put_le(&bytes[ENTRY_CRC_AT], crc, 4);
    enum banyan_result result = banyan_flash_write_padded(flash, entry->at, bytes, sizeof bytes);
    return result != BANYAN_OK
               ? result
               : banyan_flash_write_padded(flash, banyan_entry_body_at(entry), body, entry->body_size);
}

enum banyan_result banyan_entry_write_signature(const struct banyan_flash *flash, const struct banyan_entry *entry,
                                                const uint8_t signature[BANYAN_SIGNATURE_SIZE]) {
    uint8_t bytes[SIGNATURE_USED];
    uint8_t sequence[8];
    banyan_put_le(sequence, entry->sequence, sizeof sequence);
    banyan_copy(bytes, signature, BANYAN_SIGNATURE_SIZE);
    uint32_t crc = banyan_crc32(banyan_crc32(0, sequence, sizeof sequence), bytes, SIGNATURE_CRC_AT);
    banyan_put_le(&bytes[SIGNATURE_CRC_AT], crc, 4);
    return banyan_flash_write_padded(flash, banyan_entry_signature_at(entry), bytes, sizeof bytes);
}
