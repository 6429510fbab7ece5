// SPDX-License-Identifier: Apache-2.0
/* Keccak-256 as Ethereum has it, for a device's id. PSA providers know SHA-3 only, whose padding differs. */
#ifndef BANYAN_KECCAK_H
#define BANYAN_KECCAK_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/result.h"

/* The hash of at most 135 bytes, which are one block. */
enum banyan_result banyan_keccak256(const uint8_t *from, size_t size, uint8_t hash[32]);

#endif
