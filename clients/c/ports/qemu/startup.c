// SPDX-License-Identifier: Apache-2.0
/* What runs before main: the vector table, and memory as C expects it. */
#include <stdint.h>

#include "board.h"

#define STACK_PATTERN 0xa5a5a5a5u
/* Words that `reset` itself may still use below the stack pointer it reads. */
#define STACK_OWN 64

extern uint32_t data_begin[];
extern uint32_t data_end[];
extern const uint32_t data_from[];
extern uint32_t bss_begin[];
extern uint32_t bss_end[];
extern uint32_t stack_begin[];
extern uint32_t stack_end[];

int main(void);
void reset(void);
void board_tick(void);
static void fault(void);

union vector {
    uint32_t *stack;
    void (*handler)(void);
};

__attribute__((section(".vectors"), used)) static const union vector vectors[16] = {
    {.stack = stack_end}, {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.stack = 0},
    {.stack = 0},         {.stack = 0},       {.stack = 0},       {.handler = fault},
    {.handler = fault},   {.stack = 0},       {.handler = fault}, {.handler = board_tick}};

static void fault(void) {
    board_show("error: the processor met a fault");
    board_exit(3);
}

void reset(void) {
    const uint32_t *from = data_from;
    for (uint32_t *to = data_begin; to < data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *to = bss_begin; to < bss_end; to++) {
        *to = 0;
    }
    const uint32_t *here;
    __asm__ volatile("mov %0, sp" : "=r"(here));
    for (uint32_t *to = stack_begin; to + STACK_OWN < here; to++) {
        *to = STACK_PATTERN;
    }
    board_exit(main());
}

uint32_t board_stack_used(void) {
    const uint32_t *untouched = stack_begin;
    while (untouched < stack_end && *untouched == STACK_PATTERN) {
        untouched++;
    }
    return (uint32_t)(stack_end - untouched) * (uint32_t)sizeof *untouched;
}
