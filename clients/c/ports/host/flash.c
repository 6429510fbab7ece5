// SPDX-License-Identifier: Apache-2.0
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

static enum banyan_result read_file(void *context, uint32_t address, uint8_t *to, size_t size) {
    const struct host_flash *flash = context;
    return pread(flash->file, to, size, (off_t)address) == (ssize_t)size ? BANYAN_OK : BANYAN_FLASH;
}

static enum banyan_result put(const struct host_flash *flash, uint32_t address, const uint8_t *from, size_t size) {
    bool written = pwrite(flash->file, from, size, (off_t)address) == (ssize_t)size && fdatasync(flash->file) == 0;
    return written ? BANYAN_OK : BANYAN_FLASH;
}

static enum banyan_result write_file(void *context, uint32_t address, const uint8_t *from, size_t size) {
    for (size_t at = 0; at < size; at++) {
        uint8_t byte = 0;
        if (read_file(context, address + (uint32_t)at, &byte, 1) != BANYAN_OK || byte != 0xff) {
            return BANYAN_FLASH;
        }
    }
    return put(context, address, from, size);
}

static enum banyan_result erase_file(void *context, uint32_t sector) {
    const struct host_flash *flash = context;
    uint8_t erased[256];
    memset(erased, 0xff, sizeof erased);
    uint32_t begin = sector * flash->port.sector_size;
    for (uint32_t at = 0; at < flash->port.sector_size; at += (uint32_t)sizeof erased) {
        if (put(flash, begin + at, erased, sizeof erased) != BANYAN_OK) {
            return BANYAN_FLASH;
        }
    }
    return BANYAN_OK;
}

enum banyan_result host_flash_open(struct host_flash *flash, const char *path, uint32_t sector_size,
                                   uint32_t sector_count) {
    struct stat status;
    flash->file = open(path, O_RDWR | O_CREAT, S_IRUSR | S_IWUSR);
    flash->port = (struct banyan_flash){flash, sector_size, sector_count, read_file, write_file, erase_file};
    if (flash->file < 0 || fstat(flash->file, &status) != 0) {
        return BANYAN_FLASH;
    }
    if (status.st_size == 0) {
        for (uint32_t sector = 0; sector < sector_count; sector++) {
            if (erase_file(flash, sector) != BANYAN_OK) {
                return BANYAN_FLASH;
            }
        }
    } else if ((uint64_t)status.st_size != (uint64_t)sector_size * sector_count) {
        return BANYAN_RANGE;
    } else {
        /* A flash of the right size, as it was left. */
    }
    return BANYAN_OK;
}

void host_flash_close(struct host_flash *flash) {
    (void)close(flash->file);
}
