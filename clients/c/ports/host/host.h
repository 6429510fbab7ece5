// SPDX-License-Identifier: Apache-2.0
/* A POSIX host as a board: flash in a file, TCP sockets, the system's clocks. */
#ifndef BANYAN_HOST_H
#define BANYAN_HOST_H

#include <stdint.h>

#include "banyan/port.h"

/* Flash in a file that behaves like the strictest parts: what is not erased cannot be written. Every write is synced. */
struct host_flash {
    struct banyan_flash port;
    int file;
};

enum banyan_result host_flash_open(struct host_flash *flash, const char *path, uint32_t sector_size,
                                   uint32_t sector_count);
void host_flash_close(struct host_flash *flash);

struct host_socket {
    struct banyan_transport port;
    const char *host;
    const char *service;
    int socket;
};

/* `host` and `service` (a port number) are kept by reference. */
void host_socket_init(struct host_socket *stream, const char *host, const char *service);

extern const struct banyan_clock host_clock;

/* Gives the processor away for a moment. */
void host_rest(void);

#endif
