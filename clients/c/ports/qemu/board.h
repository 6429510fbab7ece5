// SPDX-License-Identifier: Apache-2.0
/* The board mps2-an385 as qemu plays it: a Cortex-M3 at 25 MHz, a UART that leads to the broker, and the debugger's
 * services ("semihosting") for arguments, output and randomness. */
#ifndef BANYAN_BOARD_H
#define BANYAN_BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/port.h"

/* Flash in RAM: a stand-in that forgets when qemu ends. It insists on erasure like real flash. */
extern const struct banyan_flash board_flash;
/* Uptime from the SysTick timer; the board does not know the time of day. */
extern const struct banyan_clock board_clock;
/* The first UART as a stream. */
extern const struct banyan_transport board_uart;
/* From the host's /dev/urandom. */
extern const struct banyan_entropy board_entropy;

void board_start_clock(void);
void board_show(const char *line);
/* Waits for the next interrupt. */
void board_rest(void);
/* The command line that qemu was given, its words ended by zeros; how many words. */
int board_arguments(const char **words, int most);
_Noreturn void board_exit(int status);
/* How much of the stack was ever used, in bytes. */
uint32_t board_stack_used(void);

#endif
