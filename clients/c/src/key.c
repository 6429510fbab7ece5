// SPDX-License-Identifier: Apache-2.0
#include "banyan/key.h"

#include <stdbool.h>

#include "banyan/keccak.h"
#include "bytes.h"

#define KEY_BITS 256u
/* 0x04 || x || y, as PSA exports a public key. */
#define POINT_SIZE 65u

static const uint8_t ORDER[BANYAN_HASH_SIZE] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

static const uint8_t HALF_ORDER[BANYAN_HASH_SIZE] = {
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8};

/* Big-endian numbers of 32 bytes: below 0, 0 or above 0. A signature is no secret, so time may depend on it. */
static int compare(const uint8_t *one, const uint8_t *other) {
    size_t i = 0;
    while (i < BANYAN_HASH_SIZE - 1u && one[i] == other[i]) {
        i++;
    }
    return (int)one[i] - (int)other[i];
}

static bool is_scalar(const uint8_t *number) {
    return !banyan_is_all(number, 0, BANYAN_HASH_SIZE) && compare(number, ORDER) < 0;
}

enum banyan_result banyan_low_s(uint8_t signature[BANYAN_SIGNATURE_SIZE]) {
    uint8_t *s = &signature[BANYAN_HASH_SIZE];
    if (!is_scalar(signature) || !is_scalar(s)) {
        return BANYAN_CRYPTO;
    }
    if (compare(s, HALF_ORDER) > 0) {
        unsigned borrow = 0;
        for (size_t i = BANYAN_HASH_SIZE; i > 0u; i--) {
            unsigned difference = 0x100u + ORDER[i - 1u] - s[i - 1u] - borrow;
            s[i - 1u] = (uint8_t)difference;
            borrow = difference < 0x100u ? 1u : 0u;
        }
    }
    return BANYAN_OK;
}

static psa_key_type_t key_type(void) {
    return PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1);
}

enum banyan_result banyan_key_generate(psa_key_id_t id, psa_key_id_t *handle) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, key_type());
    psa_set_key_bits(&attributes, KEY_BITS);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
    if (id != 0u) {
        psa_set_key_id(&attributes, id);
    }
    return psa_generate_key(&attributes, handle) == PSA_SUCCESS ? BANYAN_OK : BANYAN_CRYPTO;
}

static bool may_sign(const psa_key_attributes_t *attributes) {
    psa_algorithm_t algorithm = psa_get_key_algorithm(attributes);
    bool is_es256 = algorithm == PSA_ALG_ECDSA(PSA_ALG_SHA_256) ||
                    algorithm == PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256);
    return is_es256 && psa_get_key_type(attributes) == key_type() && psa_get_key_bits(attributes) == KEY_BITS &&
           (psa_get_key_usage_flags(attributes) & PSA_KEY_USAGE_SIGN_HASH) != 0u;
}

enum banyan_result banyan_key_open(struct banyan_key *key, psa_key_id_t handle, const uint8_t *device) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    if (psa_get_key_attributes(handle, &attributes) != PSA_SUCCESS) {
        return BANYAN_CRYPTO;
    }
    bool fits = may_sign(&attributes);
    key->handle = handle;
    key->algorithm = psa_get_key_algorithm(&attributes);
    psa_reset_key_attributes(&attributes);
    if (!fits) {
        return BANYAN_RANGE;
    }
    uint8_t point[POINT_SIZE];
    size_t size = 0;
    if (psa_export_public_key(handle, point, sizeof point, &size) != PSA_SUCCESS || size != POINT_SIZE ||
        point[0] != 0x04u) {
        return BANYAN_CRYPTO;
    }
    banyan_copy(key->x, &point[1], BANYAN_HASH_SIZE);
    banyan_copy(key->y, &point[1u + BANYAN_HASH_SIZE], BANYAN_HASH_SIZE);
    if (device != NULL) {
        banyan_copy(key->device, device, BANYAN_HASH_SIZE);
        return BANYAN_OK;
    }
    return banyan_keccak256(&point[1], POINT_SIZE - 1u, key->device);
}

enum banyan_result banyan_key_sign(const struct banyan_key *key, const uint8_t digest[BANYAN_HASH_SIZE],
                                   uint8_t signature[BANYAN_SIGNATURE_SIZE]) {
    size_t size = 0;
    psa_status_t status = psa_sign_hash(key->handle, key->algorithm, digest, BANYAN_HASH_SIZE, signature,
                                        BANYAN_SIGNATURE_SIZE, &size);
    if (status != PSA_SUCCESS || size != BANYAN_SIGNATURE_SIZE) {
        return BANYAN_CRYPTO;
    }
    return banyan_low_s(signature);
}
