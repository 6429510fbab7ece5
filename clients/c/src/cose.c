// SPDX-License-Identifier: Apache-2.0
#include "banyan/cose.h"

#include <stdbool.h>

#include "bytes.h"

/* 0xd2 tag 18, 0x84 array of 4. */
#define HEADER_AT 2u
#define EMPTY_MAP 0xa0u
#define EMPTY_BYTES 0x40u

/* array of 4, "Signature1". */
static const uint8_t CONTEXT[] = {0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'};

/* The size of the byte string at `at` with its head of 1 to 3 bytes; 0 if there is none or it ends after the body. */
static size_t byte_string(const uint8_t *body, size_t size, size_t at) {
    size_t head = 1;
    size_t content = 0;
    if (at >= size || size - at < 3u) {
        return 0;
    }
    if (body[at] >= 0x40u && body[at] < 0x58u) {
        content = body[at] - 0x40u;
    } else if (body[at] == 0x58u) {
        head = 2;
        content = body[at + 1u];
    } else if (body[at] == 0x59u) {
        head = 3;
        content = banyan_get_be16(&body[at + 1u]);
    } else {
        return 0;
    }
    return content <= size - at - head ? head + content : 0u;
}

enum banyan_result banyan_cose_parts(const uint8_t *body, size_t size, struct banyan_cose_parts *parts) {
    if (body == NULL || size < HEADER_AT || body[0] != 0xd2u || body[1] != 0x84u) {
        return BANYAN_RANGE;
    }
    parts->header_at = HEADER_AT;
    parts->header_size = byte_string(body, size, parts->header_at);
    size_t map_at = parts->header_at + parts->header_size;
    if (parts->header_size == 0u || map_at >= size || body[map_at] != EMPTY_MAP) {
        return BANYAN_RANGE;
    }
    parts->payload_at = map_at + 1u;
    parts->payload_size = byte_string(body, size, parts->payload_at);
    size_t end = parts->payload_at + parts->payload_size;
    /* What is left is the head of the signature: 64 bytes. */
    bool good = parts->payload_size != 0u && size - end == 2u && body[end] == 0x58u &&
                body[end + 1u] == BANYAN_SIGNATURE_SIZE;
    return good ? BANYAN_OK : BANYAN_RANGE;
}

enum banyan_result banyan_cose_digest(const uint8_t *body, size_t size, uint8_t digest[BANYAN_HASH_SIZE]) {
    static const uint8_t no_external_data[] = {EMPTY_BYTES};
    struct banyan_cose_parts parts;
    enum banyan_result result = banyan_cose_parts(body, size, &parts);
    if (result != BANYAN_OK) {
        return result;
    }
    psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
    size_t written = 0;
    bool done = psa_hash_setup(&hash, PSA_ALG_SHA_256) == PSA_SUCCESS &&
                psa_hash_update(&hash, CONTEXT, sizeof CONTEXT) == PSA_SUCCESS &&
                psa_hash_update(&hash, &body[parts.header_at], parts.header_size) == PSA_SUCCESS &&
                psa_hash_update(&hash, no_external_data, sizeof no_external_data) == PSA_SUCCESS &&
                psa_hash_update(&hash, &body[parts.payload_at], parts.payload_size) == PSA_SUCCESS &&
                psa_hash_finish(&hash, digest, BANYAN_HASH_SIZE, &written) == PSA_SUCCESS;
    (void)psa_hash_abort(&hash);
    return done && written == BANYAN_HASH_SIZE ? BANYAN_OK : BANYAN_CRYPTO;
}
