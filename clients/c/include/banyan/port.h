// SPDX-License-Identifier: Apache-2.0
/* What a board gives to the library: flash, clock, transport, entropy. Each is a struct of functions with a context
 * that is handed back to them; nothing is global. */
#ifndef BANYAN_PORT_H
#define BANYAN_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/result.h"

/* The smallest piece of flash that is programmed at once, in bytes. Every write starts at a multiple of it and has a
 * multiple of it as size, and no unit is written twice between two erasures, so that flash with error correction
 * works too. 16 covers parts with units of 1, 2, 4, 8 and 16 bytes; 32 is for those that have 256-bit words. */
#ifndef BANYAN_FLASH_UNIT
#define BANYAN_FLASH_UNIT 16u
#endif

/* NOR flash, or what behaves like it: erased bytes read 0xff. */
struct banyan_flash {
    void *context;
    /* Bytes that are erased together, a multiple of 256, at most 1 MiB. */
    uint32_t sector_size;
    /* Sectors that belong to the library, at least 5: two of counters, the rest of records. */
    uint32_t sector_count;
    /* `address` counts from 0 at the first of these sectors. */
    enum banyan_result (*read)(void *context, uint32_t address, uint8_t *to, size_t size);
    /* Returns once the bytes are in the flash. */
    enum banyan_result (*write)(void *context, uint32_t address, const uint8_t *from, size_t size);
    enum banyan_result (*erase)(void *context, uint32_t sector);
};

struct banyan_clock {
    void *context;
    /* Milliseconds since 1970; 0 as long as the board does not know, and then nothing is measured. */
    uint64_t (*unix_ms)(void *context);
    /* Milliseconds since any moment; never goes back. */
    uint64_t (*uptime_ms)(void *context);
};

/* A stream of bytes to the broker: TCP, TLS, a modem. Nothing here waits: what would block moves 0 bytes. */
struct banyan_transport {
    void *context;
    /* BANYAN_OK once the stream stands, BANYAN_NONE while it is being made: then it is asked again. */
    enum banyan_result (*open)(void *context);
    enum banyan_result (*send)(void *context, const uint8_t *from, size_t size, size_t *sent);
    enum banyan_result (*receive)(void *context, uint8_t *to, size_t capacity, size_t *received);
    void (*close)(void *context);
};

/* True randomness for the PSA provider, where that has none of its own (MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG). The library
 * itself draws none. */
struct banyan_entropy {
    void *context;
    enum banyan_result (*fill)(void *context, uint8_t *to, size_t size);
};

#endif
