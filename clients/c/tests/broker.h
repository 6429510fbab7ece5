// SPDX-License-Identifier: Apache-2.0
/* A broker in memory at the other end of a transport. What it answers, the tests choose. */
#ifndef BANYAN_TEST_BROKER_H
#define BANYAN_TEST_BROKER_H

#include "banyan/port.h"
#include "check.h"

#define BROKER_BYTES 4096u

struct broker {
    struct banyan_transport port;
    /* From the client, up to what was taken as packets already. */
    uint8_t in[BROKER_BYTES];
    size_t in_size;
    /* To the client. */
    uint8_t out[BROKER_BYTES];
    size_t out_size;
    size_t out_taken;
    /* At most so many bytes move at once; 0 for as many as may be. */
    size_t most;
    bool is_open;
    bool is_broken;
    /* How often it was opened and closed. */
    unsigned opened;
    unsigned closed;
    /* The reason in each PUBACK; no PUBACK at all if `is_silent`. */
    uint8_t reason;
    bool is_silent;
    /* Publications that came, and the newest one's payload. */
    unsigned published;
    uint8_t payload[BROKER_BYTES];
    size_t payload_size;
};

void broker_init(struct broker *broker);
void broker_says(struct broker *broker, const char *hex);
/* Takes the client's next packet and answers it as a broker does; false if none is whole. */
bool broker_step(struct broker *broker);
/* Forgets what the client sent, and says nothing. */
void broker_ignore(struct broker *broker);

#endif
