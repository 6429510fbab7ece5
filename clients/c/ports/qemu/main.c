// SPDX-License-Identifier: Apache-2.0
/* The story on a Cortex-M3. */
#include <mbedtls/memory_buffer_alloc.h>

#include "board.h"
#include "story.h"

#define WORDS 6

/* mbedTLS' heap: its numbers while it signs, some 3.5 KiB of them. */
static uint8_t heap[4608];

int main(void) {
    const char *words[WORDS];
    const struct story_ports ports = {&board_flash, &board_clock, &board_uart, board_show, board_rest};
    mbedtls_memory_buffer_alloc_init(heap, sizeof heap);
    board_start_clock();
    for (uint32_t sector = 0; sector < board_flash.sector_count; sector++) {
        (void)board_flash.erase(board_flash.context, sector);
    }
    /* The first word is the program's name. */
    int count = board_arguments(words, WORDS);
    int status = story_tell(&ports, count - 1, &words[1]);
    story_show_number(&ports, "stack-bytes", board_stack_used());
    return status;
}
