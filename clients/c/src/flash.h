// SPDX-License-Identifier: Apache-2.0
/* What counter and store do with flash alike. Internal. */
#ifndef BANYAN_FLASH_H
#define BANYAN_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/port.h"
#include "banyan/result.h"

#define BANYAN_ERASED 0xffu
/* How much is read at once; a multiple of every unit. */
#define BANYAN_FLASH_CHUNK 64u

/* CRC-32 (IEEE 802.3), continued from `crc`; begin with 0. */
uint32_t banyan_crc32(uint32_t crc, const uint8_t *from, size_t size);

/* The CRC of a piece of flash, continued from `crc`. */
enum banyan_result banyan_flash_crc32(const struct banyan_flash *flash, uint32_t address, uint32_t size, uint32_t *crc);

/* Writes whole units and reads them back: flash that wears out does not always say so. */
enum banyan_result banyan_flash_write(const struct banyan_flash *flash, uint32_t address, const uint8_t *from,
                                      size_t size);

/* Writes bytes, the last unit filled up with 0xff. */
enum banyan_result banyan_flash_write_padded(const struct banyan_flash *flash, uint32_t address, const uint8_t *from,
                                             size_t size);

/* Erases a sector and looks that it is. */
enum banyan_result banyan_flash_erase(const struct banyan_flash *flash, uint32_t sector);

enum banyan_result banyan_flash_is_erased(const struct banyan_flash *flash, uint32_t address, uint32_t size,
                                          bool *erased);

/* Whether a piece of flash holds these bytes. */
enum banyan_result banyan_flash_holds(const struct banyan_flash *flash, uint32_t address, const uint8_t *bytes,
                                      size_t size, bool *holds);

#endif
