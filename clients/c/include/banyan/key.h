// SPDX-License-Identifier: Apache-2.0
/* The device's P-256 key, which stays inside the PSA provider: a secure element, a secure partition, or mbedTLS. */
#ifndef BANYAN_KEY_H
#define BANYAN_KEY_H

#include <psa/crypto.h>
#include <stddef.h>
#include <stdint.h>

#include "banyan/result.h"

#define BANYAN_HASH_SIZE 32u
#define BANYAN_SIGNATURE_SIZE 64u

struct banyan_key {
    psa_key_id_t handle;
    psa_algorithm_t algorithm;
    /* The public key's point. */
    uint8_t x[BANYAN_HASH_SIZE];
    uint8_t y[BANYAN_HASH_SIZE];
    /* The device's id for ever: keccak256(x || y) of its first key. */
    uint8_t device[BANYAN_HASH_SIZE];
};

/* Makes a key that the provider does not give out, and keeps it under `id` (see PSA_KEY_ID_USER_MIN). With 0 the key
 * lives as long as the provider runs. */
enum banyan_result banyan_key_generate(psa_key_id_t id, psa_key_id_t *handle);

/* Reads the public half of a key of the provider's, which must be on P-256 and allowed to sign hashes by ECDSA with
 * SHA-256, deterministic or not.
 *
 * `device`: the id the device was registered with if this is not its first key, else NULL. */
enum banyan_result banyan_key_open(struct banyan_key *key, psa_key_id_t handle, const uint8_t *device);

/* ES256 of a SHA-256: r || s with s in the lower half of the order, whichever the hardware gave. */
enum banyan_result banyan_key_sign(const struct banyan_key *key, const uint8_t digest[BANYAN_HASH_SIZE],
                                   uint8_t signature[BANYAN_SIGNATURE_SIZE]);

/* Replaces s by the order minus s where s is in the upper half (docs/spec/evidence.md, rule 4). BANYAN_CRYPTO if r or
 * s is not between 1 and the order. */
enum banyan_result banyan_low_s(uint8_t signature[BANYAN_SIGNATURE_SIZE]);

#endif
