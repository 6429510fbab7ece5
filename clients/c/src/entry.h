// SPDX-License-Identifier: Apache-2.0
/* How sectors and records lie in flash. Internal to the store.
 *
 *   sector:  magic 4, generation 4, first sequence 8, name of the record before that 32, CRC 4, up to whole units
 *   entry:   magic 4, body size 4, sequence 8, CRC of these and the body 4, up to whole units
 *            body, up to whole units
 *            signature 64, CRC of sequence and signature 4, up to whole units
 *
 * Numbers are little-endian. A sector's entries follow each other up to the first that is none. After a body whose
 * signature was spoilt comes the same body once more, here or in the next sector. */
#ifndef BANYAN_ENTRY_H
#define BANYAN_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "banyan/key.h"
#include "banyan/port.h"
#include "banyan/result.h"

struct banyan_sector {
    bool is_valid;
    /* The younger a sector, the higher. From 1. */
    uint32_t generation;
    uint64_t first;
    uint8_t previous[BANYAN_HASH_SIZE];
};

enum banyan_entry_state {
    /* Erased up to the sector's end. */
    BANYAN_ENTRY_FREE,
    /* Something power failed over, or damage: the sector takes nothing more. */
    BANYAN_ENTRY_TORN,
    /* A body whose place for the signature is free. */
    BANYAN_ENTRY_PENDING,
    /* A body whose signature power failed over. */
    BANYAN_ENTRY_SPOILT,
    /* A record. */
    BANYAN_ENTRY_COMMITTED
};

struct banyan_entry {
    enum banyan_entry_state state;
    /* Where it begins, in bytes from the flash's first. */
    uint32_t at;
    uint32_t body_size;
    uint64_t sequence;
};

uint32_t banyan_sector_overhead(void);
uint32_t banyan_entry_size(uint32_t body_size);
uint32_t banyan_entry_body_at(const struct banyan_entry *entry);
uint32_t banyan_entry_signature_at(const struct banyan_entry *entry);

enum banyan_result banyan_sector_read(const struct banyan_flash *flash, uint32_t index, struct banyan_sector *sector);
enum banyan_result banyan_sector_write(const struct banyan_flash *flash, uint32_t index,
                                       const struct banyan_sector *sector);

/* Looks at what lies `offset` bytes into a sector. */
enum banyan_result banyan_entry_read(const struct banyan_flash *flash, uint32_t index, uint32_t offset,
                                     struct banyan_entry *entry);
enum banyan_result banyan_entry_write_body(const struct banyan_flash *flash, const struct banyan_entry *entry,
                                           const uint8_t *body);
enum banyan_result banyan_entry_write_signature(const struct banyan_flash *flash, const struct banyan_entry *entry,
                                                const uint8_t signature[BANYAN_SIGNATURE_SIZE]);

#endif
