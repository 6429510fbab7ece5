// SPDX-License-Identifier: Apache-2.0
/* What a device signs once, so that anybody may carry it to the registry on the chain (contracts/README.md). */
#ifndef BANYAN_REGISTRATION_H
#define BANYAN_REGISTRATION_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/key.h"
#include "banyan/result.h"

#define BANYAN_REGISTRATION_SIZE 256u
#define BANYAN_DEVICE_NAME_MAX 64u

/* Fills in the message of `messageRegister`, for a key that the registry does not know yet.
 *
 * `owner`: the account that will own the device, not zero. `name`: for people, at most 64 bytes. */
enum banyan_result banyan_registration_message(const struct banyan_key *key, uint64_t chain_id, const uint8_t owner[20],
                                               const char *name, uint8_t message[BANYAN_REGISTRATION_SIZE]);

enum banyan_result banyan_registration_sign(const struct banyan_key *key,
                                            const uint8_t message[BANYAN_REGISTRATION_SIZE],
                                            uint8_t signature[BANYAN_SIGNATURE_SIZE]);

#endif
