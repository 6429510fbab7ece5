// SPDX-License-Identifier: Apache-2.0
#include "banyan/store.h"

#include "bytes.h"
#include "entry.h"
#include "flash.h"

#define RING BANYAN_COUNTER_SECTORS
#define SECTORS_MIN 5u
#define SECTOR_SIZE_MIN 512u
#define SECTOR_SIZE_MAX 0x100000u
#define SECTOR_SIZE_STEP 256u

static bool is_geometry(const struct banyan_flash *flash) {
    return flash->sector_count >= SECTORS_MIN && flash->sector_size >= SECTOR_SIZE_MIN &&
           flash->sector_size <= SECTOR_SIZE_MAX && flash->sector_size % SECTOR_SIZE_STEP == 0u &&
           flash->sector_count <= UINT32_MAX / flash->sector_size;
}

size_t banyan_store_body_max(const struct banyan_flash *flash) {
    return (size_t)flash->sector_size - banyan_sector_overhead() - banyan_entry_size(0);
}

/* The place of an entry in its sector after which the next one begins. */
static uint32_t end_of(const struct banyan_flash *flash, const struct banyan_entry *entry) {
    return entry->at % flash->sector_size + banyan_entry_size(entry->body_size);
}

static bool is_entry(const struct banyan_entry *entry) {
    return entry->state != BANYAN_ENTRY_FREE && entry->state != BANYAN_ENTRY_TORN;
}

/* The name of a record that lies in flash. */
static enum banyan_result name_of(const struct banyan_flash *flash, const struct banyan_entry *entry,
                                  uint8_t name[BANYAN_HASH_SIZE]) {
    psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
    size_t written = 0;
    bool good = psa_hash_setup(&hash, PSA_ALG_SHA_256) == PSA_SUCCESS;
    for (uint32_t at = 0; good && at < entry->body_size; at += BANYAN_FLASH_CHUNK) {
        uint8_t chunk[BANYAN_FLASH_CHUNK];
        uint32_t left = entry->body_size - at;
        uint32_t part = left < BANYAN_FLASH_CHUNK ? left : BANYAN_FLASH_CHUNK;
        good = flash->read(flash->context, banyan_entry_body_at(entry) + at, chunk, part) == BANYAN_OK &&
               psa_hash_update(&hash, chunk, part) == PSA_SUCCESS;
    }
    uint8_t signature[BANYAN_SIGNATURE_SIZE];
    good = good &&
           flash->read(flash->context, banyan_entry_signature_at(entry), signature, sizeof signature) == BANYAN_OK &&
           psa_hash_update(&hash, signature, sizeof signature) == PSA_SUCCESS &&
           psa_hash_finish(&hash, name, BANYAN_HASH_SIZE, &written) == PSA_SUCCESS;
    (void)psa_hash_abort(&hash);
    return good ? BANYAN_OK : BANYAN_FLASH;
}

static void set_pending(struct banyan_store *store, const struct banyan_entry *entry, bool spoilt) {
    store->is_pending = true;
    store->is_pending_spoilt = spoilt;
    store->pending_at = entry->at;
    store->pending_size = entry->body_size;
}

static struct banyan_entry pending_entry(const struct banyan_store *store) {
    struct banyan_entry entry = {BANYAN_ENTRY_PENDING, store->pending_at, store->pending_size, store->newest + 1u};
    return entry;
}

/* The youngest sector that begins with this record or an earlier one; 0 if there is none. */
static enum banyan_result sector_of(const struct banyan_flash *flash, uint64_t sequence, uint32_t *index,
                                    struct banyan_sector *found) {
    *index = 0;
    *found = (struct banyan_sector){0};
    for (uint32_t i = RING; i < flash->sector_count; i++) {
        struct banyan_sector sector;
        if (banyan_sector_read(flash, i, &sector) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (sector.is_valid && sector.first <= sequence && sector.generation > found->generation) {
            *index = i;
            *found = sector;
        }
    }
    return BANYAN_OK;
}

/* Takes one entry of the youngest sector into account. */
static enum banyan_result recover_entry(struct banyan_store *store, const struct banyan_entry *entry) {
    if (entry->sequence != store->newest + 1u) {
        return BANYAN_DAMAGED;
    }
    if (entry->state != BANYAN_ENTRY_COMMITTED) {
        set_pending(store, entry, entry->state == BANYAN_ENTRY_SPOILT);
        return BANYAN_OK;
    }
    store->newest = entry->sequence;
    store->is_pending = false;
    return name_of(store->flash, entry, store->newest_name);
}

static enum banyan_result recover_head(struct banyan_store *store, const struct banyan_sector *sector) {
    const struct banyan_flash *flash = store->flash;
    struct banyan_entry entry;
    enum banyan_result result = BANYAN_OK;
    store->generation = sector->generation;
    store->newest = sector->first - 1u;
    banyan_copy(store->newest_name, sector->previous, BANYAN_HASH_SIZE);
    store->head_used = banyan_sector_overhead();
    do {
        result = banyan_entry_read(flash, store->head, store->head_used, &entry);
        if (result == BANYAN_OK && is_entry(&entry)) {
            result = recover_entry(store, &entry);
            store->head_used = end_of(flash, &entry);
        }
    } while (result == BANYAN_OK && is_entry(&entry));
    if (entry.state == BANYAN_ENTRY_TORN) {
        /* Nothing can be written over it. */
        store->head_used = flash->sector_size;
    }
    return result;
}

/* Looks in older sectors for the body whose signature was spoilt, after which a new sector was begun in vain. */
static enum banyan_result recover_spoilt(struct banyan_store *store) {
    const struct banyan_flash *flash = store->flash;
    for (uint32_t i = RING; !store->is_pending && i < flash->sector_count; i++) {
        struct banyan_sector sector;
        struct banyan_entry entry = {BANYAN_ENTRY_TORN, 0, 0, 0};
        if (banyan_sector_read(flash, i, &sector) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        uint32_t offset = banyan_sector_overhead();
        do {
            if (sector.is_valid && banyan_entry_read(flash, i, offset, &entry) != BANYAN_OK) {
                return BANYAN_FLASH;
            }
            if (is_entry(&entry) && entry.sequence == store->newest + 1u) {
                set_pending(store, &entry, true);
            }
            offset = end_of(flash, &entry);
        } while (is_entry(&entry));
    }
    return BANYAN_OK;
}

enum banyan_result banyan_store_open(struct banyan_store *store, const struct banyan_flash *flash) {
    struct banyan_sector sector;
    *store = (struct banyan_store){0};
    store->flash = flash;
    if (!is_geometry(flash)) {
        return BANYAN_RANGE;
    }
    enum banyan_result result = banyan_counter_open(&store->counter, flash);
    bool has_counter = result == BANYAN_OK;
    if (result == BANYAN_FLASH || sector_of(flash, UINT64_MAX, &store->head, &sector) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    if (store->head == 0u && !has_counter) {
        return banyan_counter_format(&store->counter, flash);
    }
    if (!has_counter) {
        return BANYAN_DAMAGED;
    }
    if (store->head != 0u) {
        result = recover_head(store, &sector);
    }
    if (result == BANYAN_OK && !store->is_pending && store->counter.claimed == store->newest + 1u) {
        result = recover_spoilt(store);
    }
    if (result != BANYAN_OK) {
        return result;
    }
    uint64_t written = store->newest + (store->is_pending ? 1u : 0u);
    bool whole = store->counter.claimed >= store->newest && store->counter.claimed <= written &&
                 store->counter.released <= store->newest;
    return whole ? BANYAN_OK : BANYAN_DAMAGED;
}

/* The last record that may lie in a sector: the one before the next younger sector's first. */
static enum banyan_result last_in(const struct banyan_store *store, const struct banyan_sector *sector,
                                  uint64_t *last) {
    uint32_t next = UINT32_MAX;
    *last = store->newest;
    for (uint32_t i = RING; i < store->flash->sector_count; i++) {
        struct banyan_sector other;
        if (banyan_sector_read(store->flash, i, &other) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (other.is_valid && other.generation > sector->generation && other.generation <= next) {
            next = other.generation;
            *last = other.first - 1u;
        }
    }
    return BANYAN_OK;
}

/* Whether nobody needs what a sector holds. The head stays in any case: it tells the newest record's name. */
static enum banyan_result is_free(const struct banyan_store *store, uint32_t index, bool *free) {
    struct banyan_sector sector;
    uint64_t last = 0;
    *free = false;
    if (index == store->head || (store->is_pending && index == store->pending_at / store->flash->sector_size)) {
        return BANYAN_OK;
    }
    if (banyan_sector_read(store->flash, index, &sector) != BANYAN_OK ||
        last_in(store, &sector, &last) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    *free = !sector.is_valid || last <= store->counter.released;
    return BANYAN_OK;
}

/* Begins the next sector in turn that is free, so that all of them wear alike. */
static enum banyan_result begin_sector(struct banyan_store *store) {
    const struct banyan_flash *flash = store->flash;
    uint32_t ring = flash->sector_count - RING;
    uint32_t index = store->head == 0u ? flash->sector_count - 1u : store->head;
    bool free = false;
    for (uint32_t tried = 0; !free && tried < ring; tried++) {
        index = RING + (index - RING + 1u) % ring;
        if (is_free(store, index, &free) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
    }
    if (!free) {
        return BANYAN_FULL;
    }
    struct banyan_sector sector = {true, store->generation + 1u, store->newest + 1u, {0}};
    banyan_copy(sector.previous, store->newest_name, BANYAN_HASH_SIZE);
    if (banyan_flash_erase(flash, index) != BANYAN_OK || banyan_sector_write(flash, index, &sector) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    store->head = index;
    store->generation = sector.generation;
    store->head_used = banyan_sector_overhead();
    return BANYAN_OK;
}

static enum banyan_result write_body(struct banyan_store *store, const uint8_t *body, uint32_t size) {
    const struct banyan_flash *flash = store->flash;
    if (store->head == 0u || banyan_entry_size(size) > flash->sector_size - store->head_used) {
        enum banyan_result result = begin_sector(store);
        if (result != BANYAN_OK) {
            return result;
        }
    }
    struct banyan_entry entry = {BANYAN_ENTRY_PENDING, store->head * flash->sector_size + store->head_used, size,
                                 store->newest + 1u};
    if (banyan_entry_write_body(flash, &entry, body) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    store->head_used = end_of(flash, &entry);
    set_pending(store, &entry, false);
    return BANYAN_OK;
}

/* After a failed write the store takes nothing more. */
static enum banyan_result noting_failure(struct banyan_store *store, enum banyan_result result) {
    store->has_failed = store->has_failed || result == BANYAN_FLASH;
    return result;
}

enum banyan_result banyan_store_prepare(struct banyan_store *store, const uint8_t *body, size_t size) {
    if (store->has_failed) {
        return BANYAN_FLASH;
    }
    if (size == 0u || size > banyan_store_body_max(store->flash)) {
        return BANYAN_RANGE;
    }
    if (store->is_pending) {
        bool same = false;
        struct banyan_entry entry = pending_entry(store);
        if (size == entry.body_size &&
            banyan_flash_holds(store->flash, banyan_entry_body_at(&entry), body, size, &same) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (!same) {
            return BANYAN_STATE;
        }
    }
    enum banyan_result result = BANYAN_OK;
    if (!store->is_pending || store->is_pending_spoilt) {
        result = write_body(store, body, (uint32_t)size);
    }
    if (result == BANYAN_OK) {
        result = banyan_counter_claim(&store->counter, store->newest + 1u);
    }
    return noting_failure(store, result);
}

enum banyan_result banyan_store_commit(struct banyan_store *store, const uint8_t signature[BANYAN_SIGNATURE_SIZE],
                                       const uint8_t name[BANYAN_HASH_SIZE]) {
    if (store->has_failed) {
        return BANYAN_FLASH;
    }
    if (!store->is_pending || store->is_pending_spoilt || store->counter.claimed != store->newest + 1u) {
        return BANYAN_STATE;
    }
    struct banyan_entry entry = pending_entry(store);
    enum banyan_result result = banyan_entry_write_signature(store->flash, &entry, signature);
    if (result == BANYAN_OK) {
        store->is_pending = false;
        store->newest = entry.sequence;
        banyan_copy(store->newest_name, name, BANYAN_HASH_SIZE);
    }
    return noting_failure(store, result);
}

enum banyan_result banyan_store_pending(const struct banyan_store *store, uint8_t *to, size_t capacity, size_t *size) {
    *size = 0;
    if (!store->is_pending) {
        return BANYAN_NONE;
    }
    if (store->pending_size > capacity) {
        return BANYAN_SPACE;
    }
    struct banyan_entry entry = pending_entry(store);
    *size = store->pending_size;
    return store->flash->read(store->flash->context, banyan_entry_body_at(&entry), to, *size) == BANYAN_OK
               ? BANYAN_OK
               : BANYAN_FLASH;
}

static enum banyan_result read_record(const struct banyan_flash *flash, const struct banyan_entry *entry, uint8_t *to,
                                      size_t capacity, size_t *size) {
    size_t whole = (size_t)entry->body_size + BANYAN_SIGNATURE_SIZE;
    if (whole > capacity) {
        return BANYAN_SPACE;
    }
    if (flash->read(flash->context, banyan_entry_body_at(entry), to, entry->body_size) != BANYAN_OK ||
        flash->read(flash->context, banyan_entry_signature_at(entry), &to[entry->body_size], BANYAN_SIGNATURE_SIZE) !=
            BANYAN_OK) {
        return BANYAN_FLASH;
    }
    *size = whole;
    return BANYAN_OK;
}

enum banyan_result banyan_store_read(const struct banyan_store *store, uint64_t sequence, uint8_t *to, size_t capacity,
                                     size_t *size) {
    const struct banyan_flash *flash = store->flash;
    struct banyan_sector sector;
    uint32_t index = 0;
    *size = 0;
    if (sequence == 0u || sequence > store->newest) {
        return BANYAN_NONE;
    }
    if (sector_of(flash, sequence, &index, &sector) != BANYAN_OK) {
        return BANYAN_FLASH;
    }
    if (index == 0u) {
        return BANYAN_NONE;
    }
    struct banyan_entry entry;
    uint32_t offset = banyan_sector_overhead();
    do {
        if (banyan_entry_read(flash, index, offset, &entry) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
        if (entry.state == BANYAN_ENTRY_COMMITTED && entry.sequence == sequence) {
            return read_record(flash, &entry, to, capacity, size);
        }
        offset = end_of(flash, &entry);
    } while (is_entry(&entry));
    return BANYAN_NONE;
}

enum banyan_result banyan_store_release(struct banyan_store *store, uint64_t sequence) {
    if (store->has_failed) {
        return BANYAN_FLASH;
    }
    if (sequence > store->newest) {
        return BANYAN_RANGE;
    }
    return noting_failure(store, banyan_counter_release(&store->counter, sequence));
}
