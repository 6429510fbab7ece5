// SPDX-License-Identifier: Apache-2.0
#define _POSIX_C_SOURCE 200809L

#include <time.h>

#include "host.h"

static uint64_t millis(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) {
        return 0;
    }
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static uint64_t unix_ms(void *context) {
    (void)context;
    return millis(CLOCK_REALTIME);
}

static uint64_t uptime_ms(void *context) {
    (void)context;
    return millis(CLOCK_MONOTONIC);
}

const struct banyan_clock host_clock = {NULL, unix_ms, uptime_ms};

void host_rest(void) {
    const struct timespec briefly = {.tv_sec = 0, .tv_nsec = 200000};
    (void)nanosleep(&briefly, NULL);
}
