// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "banyan/registration.h"
#include "check.h"
#include "keys.h"

void test_key(struct banyan_key *key, uint8_t number) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_key_id_t handle = 0;
    uint8_t secret[32];
    size_t size = 0;
    CHECK(psa_hash_compute(PSA_ALG_SHA_256, &number, 1, secret, sizeof secret, &size) == PSA_SUCCESS);
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_DETERMINISTIC_ECDSA(PSA_ALG_SHA_256));
    CHECK(psa_import_key(&attributes, secret, sizeof secret, &handle) == PSA_SUCCESS);
    CHECK(banyan_key_open(key, handle, NULL) == BANYAN_OK);
}

void test_key_end(const struct banyan_key *key) {
    CHECK(psa_destroy_key(key->handle) == PSA_SUCCESS);
}

static void low_s_gives(const char *r, const char *s, enum banyan_result result, const char *low) {
    uint8_t signature[BANYAN_SIGNATURE_SIZE];
    uint8_t expected[BANYAN_HASH_SIZE];
    (void)from_hex(r, signature, BANYAN_HASH_SIZE);
    (void)from_hex(s, &signature[BANYAN_HASH_SIZE], BANYAN_HASH_SIZE);
    CHECK(banyan_low_s(signature) == result);
    if (result == BANYAN_OK) {
        (void)from_hex(low, expected, sizeof expected);
        CHECK(memcmp(&signature[BANYAN_HASH_SIZE], expected, sizeof expected) == 0);
    }
}

static void s_goes_to_the_lower_half(void) {
    const char *zero = "0000000000000000000000000000000000000000000000000000000000000000";
    const char *one = "0000000000000000000000000000000000000000000000000000000000000001";
    const char *half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
    const char *above_half = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";
    const char *last = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
    const char *order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    low_s_gives(one, one, BANYAN_OK, one);
    low_s_gives(one, half, BANYAN_OK, half);
    low_s_gives(one, above_half, BANYAN_OK, half);
    low_s_gives(last, last, BANYAN_OK, one);
    low_s_gives(one, zero, BANYAN_CRYPTO, NULL);
    low_s_gives(zero, one, BANYAN_CRYPTO, NULL);
    low_s_gives(one, order, BANYAN_CRYPTO, NULL);
    low_s_gives(order, one, BANYAN_CRYPTO, NULL);
}

static bool verifies(const struct banyan_key *key, const uint8_t *digest, const uint8_t *signature) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_key_id_t handle = 0;
    uint8_t point[65] = {0x04};
    memcpy(&point[1], key->x, 32);
    memcpy(&point[33], key->y, 32);
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_VERIFY_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
    CHECK(psa_import_key(&attributes, point, sizeof point, &handle) == PSA_SUCCESS);
    psa_status_t status = psa_verify_hash(handle, PSA_ALG_ECDSA(PSA_ALG_SHA_256), digest, 32, signature, 64);
    CHECK(psa_destroy_key(handle) == PSA_SUCCESS);
    return status == PSA_SUCCESS;
}

/* Half of all signatures come with s in the upper half, so some of these do. */
static void a_generated_key_signs_at_random_and_low(void) {
    struct banyan_key key;
    psa_key_id_t handle = 0;
    uint8_t digest[32] = {7};
    uint8_t first[64];
    CHECK(banyan_key_generate(0, &handle) == BANYAN_OK);
    CHECK(banyan_key_open(&key, handle, NULL) == BANYAN_OK);
    CHECK(banyan_key_sign(&key, digest, first) == BANYAN_OK);
    for (unsigned i = 0; i < 16u; i++) {
        uint8_t next[64];
        CHECK(banyan_key_sign(&key, digest, next) == BANYAN_OK);
        CHECK(memcmp(first, next, sizeof next) != 0);
        CHECK((next[32] & 0x80u) == 0u);
        CHECK(verifies(&key, digest, next));
        next[63] ^= 1u;
        CHECK(!verifies(&key, digest, next));
    }
    uint8_t secret[32];
    size_t size = 0;
    CHECK(psa_export_key(handle, secret, sizeof secret, &size) == PSA_ERROR_NOT_PERMITTED);
    CHECK(psa_destroy_key(handle) == PSA_SUCCESS);
    CHECK(banyan_key_sign(&key, digest, first) == BANYAN_CRYPTO);
    CHECK(banyan_key_open(&key, handle, NULL) == BANYAN_CRYPTO);
}

static void a_key_of_another_kind_is_refused(void) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_key_id_t handle = 0;
    struct banyan_key key;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1));
    psa_set_key_bits(&attributes, 384);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_HASH);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDSA(PSA_ALG_SHA_256));
    CHECK(psa_generate_key(&attributes, &handle) == PSA_SUCCESS);
    CHECK(banyan_key_open(&key, handle, NULL) == BANYAN_RANGE);
    CHECK(psa_destroy_key(handle) == PSA_SUCCESS);
}

static void a_later_key_keeps_the_first_ones_id(void) {
    struct banyan_key first;
    struct banyan_key later;
    test_key(&first, 1);
    test_key(&later, 2);
    psa_key_id_t handle = later.handle;
    CHECK(memcmp(first.device, later.device, 32) != 0);
    CHECK(banyan_key_open(&later, handle, first.device) == BANYAN_OK);
    CHECK(memcmp(first.device, later.device, 32) == 0 && memcmp(first.x, later.x, 32) != 0);
    test_key_end(&first);
    test_key_end(&later);
}

/* What RegistryContract.registerMessage gives, and what P256.sign makes of it. */
static void a_registration_is_that_of_the_registry(void) {
    static const uint8_t owner[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    static const uint8_t nobody[20] = {0};
    struct banyan_key key;
    uint8_t message[BANYAN_REGISTRATION_SIZE];
    uint8_t expected[BANYAN_REGISTRATION_SIZE];
    uint8_t signature[BANYAN_SIGNATURE_SIZE];
    test_key(&key, 1);
    CHECK(banyan_registration_message(&key, 4690, owner, "greenhouse 7", message) == BANYAN_OK);
    CHECK(from_hex("62616e79616e2e6465766963652e72656769737465722e763100000000000000"
                   "0000000000000000000000000000000000000000000000000000000000001252"
                   "0000000000000000000000000000000000000000000000000000000000001001"
                   "0000000000000000000000000102030405060708090a0b0c0d0e0f1011121314"
                   "10501cd59557f817e7bf5704c3ad78ec4503cd55410c10c1bb510988dc725094"
                   "22b2ca757c0024bf93d3edccc731ed18f5edbcbc19f61ea49fe0db1c611678c9"
                   "50afbd12325e757d2c9fce7fbcbb4afdbd78fa3894b6ab8de604cecc21a55674"
                   "0000000000000000000000000000000000000000000000000000000000000000",
                   expected, sizeof expected) == BANYAN_REGISTRATION_SIZE);
    CHECK(memcmp(message, expected, sizeof message) == 0);
    CHECK(banyan_registration_sign(&key, message, signature) == BANYAN_OK);
    (void)from_hex("03965b8732a092909af283bec685eb11b0711d44bb4398047825355666c2beb0"
                   "09d039259e724649cbb6ead6c12b7d978482f43f4d90c0ffb6665ec90118cb9a",
                   expected, sizeof expected);
    CHECK(memcmp(signature, expected, sizeof signature) == 0);
    CHECK(banyan_registration_message(&key, 4690, nobody, "x", message) == BANYAN_RANGE);
    char name[66];
    memset(name, 'n', sizeof name);
    name[64] = '\0';
    CHECK(banyan_registration_message(&key, 4690, owner, name, message) == BANYAN_OK);
    name[64] = 'n';
    name[65] = '\0';
    CHECK(banyan_registration_message(&key, 4690, owner, name, message) == BANYAN_RANGE);
    test_key_end(&key);
}

const struct test key_tests[] = {
    {"s goes to the lower half", s_goes_to_the_lower_half},
    {"a generated key signs at random and low", a_generated_key_signs_at_random_and_low},
    {"a key of another kind is refused", a_key_of_another_kind_is_refused},
    {"a later key keeps the first one's id", a_later_key_keeps_the_first_ones_id},
    {"a registration is that of the registry", a_registration_is_that_of_the_registry},
    {NULL, NULL}};
