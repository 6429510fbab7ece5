// SPDX-License-Identifier: Apache-2.0
/* The story on this machine: FLASH-FILE HOST PORT, then what examples/story.h takes. */
#include <stdio.h>

#include "host.h"
#include "story.h"

#define SECTOR_SIZE 4096u
#define SECTORS 16u
#define OWN_ARGUMENTS 4

static void show(const char *line) {
    (void)puts(line);
}

int main(int count, char **arguments) {
    struct host_flash flash;
    struct host_socket stream;
    if (count < OWN_ARGUMENTS) {
        show("error: FLASH-FILE HOST PORT KEY MEASUREMENTS PER-RECORD ACKNOWLEDGEMENTS MILLISECONDS");
        return 2;
    }
    if (host_flash_open(&flash, arguments[1], SECTOR_SIZE, SECTORS) != BANYAN_OK) {
        show("error: the flash file cannot be used");
        return 1;
    }
    host_socket_init(&stream, arguments[2], arguments[3]);
    const struct story_ports ports = {&flash.port, &host_clock, &stream.port, show, host_rest};
    int result = story_tell(&ports, count - OWN_ARGUMENTS, (const char *const *)&arguments[OWN_ARGUMENTS]);
    host_flash_close(&flash);
    return result;
}
