// SPDX-License-Identifier: Apache-2.0
/* Keys for tests. */
#ifndef BANYAN_TEST_KEYS_H
#define BANYAN_TEST_KEYS_H

#include "banyan/key.h"

/* The key SHA-256(number), which signs deterministically. */
void test_key(struct banyan_key *key, uint8_t number);
void test_key_end(const struct banyan_key *key);

#endif
