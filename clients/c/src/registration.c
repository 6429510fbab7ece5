// SPDX-License-Identifier: Apache-2.0
#include "banyan/registration.h"

#include "bytes.h"

/* Eight words of 32 bytes. */
enum word { DOMAIN = 0, CHAIN = 1, REGISTRY = 2, OWNER = 3, KEY_X = 4, KEY_Y = 5, NAME = 6, NONCE = 7 };

#define WORD 32u
#define ADDRESS_SIZE 20u
/* Where the registry stands in every genesis. */
#define REGISTRY_ADDRESS 0x1001u

static const uint8_t REGISTER[] = {'b', 'a', 'n', 'y', 'a', 'n', '.', 'd', 'e', 'v', 'i', 'c', 'e',
                                   '.', 'r', 'e', 'g', 'i', 's', 't', 'e', 'r', '.', 'v', '1'};

static uint8_t *at(uint8_t *message, enum word word) {
    return &message[(size_t)word * WORD];
}

enum banyan_result banyan_registration_message(const struct banyan_key *key, uint64_t chain_id, const uint8_t owner[20],
                                               const char *name, uint8_t message[BANYAN_REGISTRATION_SIZE]) {
    size_t name_size = 0;
    if (name == NULL || banyan_is_all(owner, 0, ADDRESS_SIZE)) {
        return BANYAN_RANGE;
    }
    while (name_size <= BANYAN_DEVICE_NAME_MAX && name[name_size] != '\0') {
        name_size++;
    }
    if (name_size > BANYAN_DEVICE_NAME_MAX) {
        return BANYAN_RANGE;
    }
    banyan_fill(message, 0, BANYAN_REGISTRATION_SIZE);
    banyan_copy(at(message, DOMAIN), REGISTER, sizeof REGISTER);
    banyan_put_be(&at(message, CHAIN)[WORD - 8u], chain_id, 8);
    banyan_put_be(&at(message, REGISTRY)[WORD - 8u], REGISTRY_ADDRESS, 8);
    banyan_copy(&at(message, OWNER)[WORD - ADDRESS_SIZE], owner, ADDRESS_SIZE);
    banyan_copy(at(message, KEY_X), key->x, WORD);
    banyan_copy(at(message, KEY_Y), key->y, WORD);
    size_t written = 0;
    psa_status_t status =
        psa_hash_compute(PSA_ALG_SHA_256, (const uint8_t *)name, name_size, at(message, NAME), WORD, &written);
    return status == PSA_SUCCESS && written == WORD ? BANYAN_OK : BANYAN_CRYPTO;
}

enum banyan_result banyan_registration_sign(const struct banyan_key *key,
                                            const uint8_t message[BANYAN_REGISTRATION_SIZE],
                                            uint8_t signature[BANYAN_SIGNATURE_SIZE]) {
    uint8_t digest[BANYAN_HASH_SIZE];
    size_t written = 0;
    psa_status_t status = psa_hash_compute(PSA_ALG_SHA_256, message, BANYAN_REGISTRATION_SIZE, digest, sizeof digest,
                                           &written);
    if (status != PSA_SUCCESS || written != sizeof digest) {
        return BANYAN_CRYPTO;
    }
    return banyan_key_sign(key, digest, signature);
}
