// SPDX-License-Identifier: Apache-2.0
/* A device that tells a story known beforehand: readings, times and key are given, so that its records can be held against
 * those of another implementation, byte for byte. The same program runs on the host and on a Cortex-M3. */
#ifndef BANYAN_STORY_H
#define BANYAN_STORY_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/port.h"

struct story_ports {
    const struct banyan_flash *flash;
    /* Only its uptime is used; the story has times of its own. */
    const struct banyan_clock *clock;
    const struct banyan_transport *transport;
    /* Shows one line, without its end. */
    void (*show)(const char *line);
    /* Called between steps in which nothing happened. */
    void (*rest)(void);
};

/* Arguments: the key's 64 hexadecimal digits; how many measurements; how many of them share a record; how many records are
 * to be acknowledged by the broker before it ends, 0 to stay away from the network; for how many milliseconds at most.
 *
 * Returns 0 if all of it came to pass. */
int story_tell(const struct story_ports *ports, int count, const char *const *arguments);

/* Shows "what value". */
void story_show_number(const struct story_ports *ports, const char *what, uint64_t value);

#endif
