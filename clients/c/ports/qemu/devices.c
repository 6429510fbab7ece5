// SPDX-License-Identifier: Apache-2.0
/* Flash, clock and UART. Sources: ARMv7-M reference manual, B3.3 (SysTick); ARM DDI 0479, 4.3 (CMSDK UART). */
#include <stdbool.h>
#include <string.h>

#include "board.h"

#define CLOCK_HZ 25000000u
#define SECTOR_SIZE 4096u
#define SECTORS 16u

/* ---- flash ---- */

__attribute__((section(".records"))) static uint8_t records[SECTORS * SECTOR_SIZE];

static enum banyan_result read_records(void *context, uint32_t address, uint8_t *to, size_t size) {
    (void)context;
    memcpy(to, &records[address], size);
    return BANYAN_OK;
}

static enum banyan_result write_records(void *context, uint32_t address, const uint8_t *from, size_t size) {
    (void)context;
    for (size_t i = 0; i < size; i++) {
        if (records[address + i] != 0xffu) {
            return BANYAN_FLASH;
        }
    }
    memcpy(&records[address], from, size);
    return BANYAN_OK;
}

static enum banyan_result erase_records(void *context, uint32_t sector) {
    (void)context;
    memset(&records[sector * SECTOR_SIZE], 0xff, SECTOR_SIZE);
    return BANYAN_OK;
}

const struct banyan_flash board_flash = {NULL, SECTOR_SIZE, SECTORS, read_records, write_records, erase_records};

/* ---- clock ---- */

struct systick {
    volatile uint32_t control;
    volatile uint32_t reload;
    volatile uint32_t value;
};

#define SYSTICK ((struct systick *)0xe000e010u)
/* Counting, with interrupt, by the processor's clock. */
#define SYSTICK_ON 7u

static volatile uint32_t ticks;

void board_tick(void);
void board_tick(void) {
    ticks++;
}

void board_start_clock(void) {
    SYSTICK->reload = CLOCK_HZ / 1000u - 1u;
    SYSTICK->value = 0;
    SYSTICK->control = SYSTICK_ON;
}

void board_rest(void) {
    __asm__ volatile("wfi");
}

static uint64_t unix_ms(void *context) {
    (void)context;
    return 0;
}

static uint64_t uptime_ms(void *context) {
    (void)context;
    return ticks;
}

const struct banyan_clock board_clock = {NULL, unix_ms, uptime_ms};

/* ---- UART ---- */

struct uart {
    volatile uint32_t data;
    volatile uint32_t state;
    volatile uint32_t control;
    volatile uint32_t interrupt;
    volatile uint32_t divider;
};

#define UART ((struct uart *)0x40004000u)
#define UART_OUT_FULL 1u
#define UART_IN_FULL 2u
#define UART_ON 3u
#define UART_DIVIDER 16u

static enum banyan_result open_uart(void *context) {
    (void)context;
    UART->divider = UART_DIVIDER;
    UART->control = UART_ON;
    return BANYAN_OK;
}

static enum banyan_result send_uart(void *context, const uint8_t *from, size_t size, size_t *sent) {
    (void)context;
    size_t count = 0;
    while (count < size && (UART->state & UART_OUT_FULL) == 0u) {
        UART->data = from[count];
        count++;
    }
    *sent = count;
    return BANYAN_OK;
}

static enum banyan_result receive_uart(void *context, uint8_t *to, size_t capacity, size_t *received) {
    (void)context;
    size_t count = 0;
    while (count < capacity && (UART->state & UART_IN_FULL) != 0u) {
        to[count] = (uint8_t)UART->data;
        count++;
    }
    *received = count;
    return BANYAN_OK;
}

static void close_uart(void *context) {
    (void)context;
    UART->control = 0;
}

const struct banyan_transport board_uart = {NULL, open_uart, send_uart, receive_uart, close_uart};
