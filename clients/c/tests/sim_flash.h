// SPDX-License-Identifier: Apache-2.0
/* Flash in memory that loses power at a chosen moment. */
#ifndef BANYAN_SIM_FLASH_H
#define BANYAN_SIM_FLASH_H

#include "banyan/port.h"
#include "check.h"

#define SIM_FLASH_MAX (64u * 1024u)

/* What the operation under way leaves behind. */
enum tear {
    /* Nothing of it happened. */
    TEAR_BEFORE,
    /* Half of its bits are as they were. */
    TEAR_BITS,
    /* Its first half happened. */
    TEAR_HALF,
    /* All of it happened, but nobody heard. */
    TEAR_AFTER,
    TEARS
};

struct sim_flash {
    struct banyan_flash port;
    uint8_t bytes[SIM_FLASH_MAX];
    /* Units written and sectors erased since the last start. */
    uint64_t operations;
    /* The operation during which power fails; 0 for none. */
    uint64_t fails_at;
    enum tear tear;
    struct random random;
    uint64_t erased[SIM_FLASH_MAX / 256u];
};

void sim_flash_init(struct sim_flash *flash, uint32_t sector_size, uint32_t sector_count);
/* Power is back, and fails again in operation `fails_at` from now, or never with 0. */
void sim_flash_restart(struct sim_flash *flash, uint64_t fails_at, enum tear tear);
bool sim_flash_is_off(const struct sim_flash *flash);

#endif
