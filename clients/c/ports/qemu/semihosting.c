// SPDX-License-Identifier: Apache-2.0
/* Source: Semihosting for AArch32 and AArch64, ARM IHI 0095. */
#include <string.h>

#include "board.h"

enum operation { OPEN = 0x01, WRITE = 0x05, READ = 0x06, GET_COMMAND_LINE = 0x15, EXIT_EXTENDED = 0x20 };
enum mode { READ_BINARY = 1, WRITE_TEXT = 4 };

#define APPLICATION_EXIT 0x20026u
#define LINE_MAX 512u

static int32_t call(enum operation operation, const void *parameters) {
    register uint32_t r0 __asm__("r0") = (uint32_t)operation;
    register const void *r1 __asm__("r1") = parameters;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int32_t)r0;
}

static int32_t open_file(const char *name, enum mode mode) {
    const uint32_t parameters[] = {(uint32_t)(uintptr_t)name, (uint32_t)mode, (uint32_t)strlen(name)};
    return call(OPEN, parameters);
}

/* The answer to reading and writing: how many bytes were not moved. */
static int32_t move(enum operation operation, int32_t file, const void *bytes, size_t size) {
    const uint32_t parameters[] = {(uint32_t)file, (uint32_t)(uintptr_t)bytes, (uint32_t)size};
    return call(operation, parameters);
}

void board_show(const char *line) {
    static int32_t console = -1;
    if (console < 0) {
        console = open_file(":tt", WRITE_TEXT);
    }
    (void)move(WRITE, console, line, strlen(line));
    (void)move(WRITE, console, "\n", 1);
}

static enum banyan_result fill(void *context, uint8_t *to, size_t size) {
    static int32_t source = -1;
    (void)context;
    if (source < 0) {
        source = open_file("/dev/urandom", READ_BINARY);
    }
    return source >= 0 && move(READ, source, to, size) == 0 ? BANYAN_OK : BANYAN_CRYPTO;
}

const struct banyan_entropy board_entropy = {NULL, fill};

int board_arguments(const char **words, int most) {
    static char line[LINE_MAX];
    uint32_t parameters[] = {(uint32_t)(uintptr_t)line, sizeof line};
    int count = 0;
    if (call(GET_COMMAND_LINE, parameters) != 0) {
        return 0;
    }
    for (char *at = line; *at != '\0' && count < most; count++) {
        words[count] = at;
        while (*at != '\0' && *at != ' ') {
            at++;
        }
        while (*at == ' ') {
            *at++ = '\0';
        }
    }
    return count;
}

_Noreturn void board_exit(int status) {
    const uint32_t parameters[] = {APPLICATION_EXIT, (uint32_t)status};
    for (;;) {
        (void)call(EXIT_EXTENDED, parameters);
    }
}
