// SPDX-License-Identifier: Apache-2.0
#include "banyan/record.h"

#include <stdbool.h>

#include "banyan/cbor.h"
#include "bytes.h"

enum header_label { ALGORITHM = 1, CONTENT_TYPE = 3, KEY_ID = 4, SEQUENCE = -65537, PREVIOUS = -65538 };

#define COSE_SIGN1 18u
#define ES256 (-7)
#define SENML_CBOR 112
/* 5 labels, two hashes, a sequence number: 94 at most. */
#define HEADER_MAX 96u

static bool is_place(const struct banyan_record_place *place) {
    return place->device != NULL && place->previous != NULL && place->sequence >= 1u &&
           place->sequence <= BANYAN_SEQUENCE_MAX &&
           (place->sequence == 1u) == banyan_is_all(place->previous, 0, BANYAN_HASH_SIZE);
}

static enum banyan_result write_header(const struct banyan_record_place *place, uint8_t *to, size_t capacity,
                                       size_t *size) {
    struct banyan_cbor out = banyan_cbor_start(to, capacity);
    (void)banyan_cbor_map(&out, 5);
    (void)banyan_cbor_integer(&out, ALGORITHM);
    (void)banyan_cbor_integer(&out, ES256);
    (void)banyan_cbor_integer(&out, CONTENT_TYPE);
    (void)banyan_cbor_integer(&out, SENML_CBOR);
    (void)banyan_cbor_integer(&out, KEY_ID);
    (void)banyan_cbor_bytes(&out, place->device, BANYAN_HASH_SIZE);
    (void)banyan_cbor_integer(&out, SEQUENCE);
    (void)banyan_cbor_unsigned(&out, place->sequence);
    (void)banyan_cbor_integer(&out, PREVIOUS);
    (void)banyan_cbor_bytes(&out, place->previous, BANYAN_HASH_SIZE);
    return banyan_cbor_end(&out, size);
}

enum banyan_result banyan_record_body(const struct banyan_record_place *place, uint64_t time_ms,
                                      const struct banyan_reading *readings, size_t count, uint8_t *to,
                                      size_t capacity, size_t *size) {
    uint8_t header[HEADER_MAX];
    size_t header_size = 0;
    size_t payload_size = 0;
    *size = 0;
    if (!is_place(place) || to == NULL) {
        return BANYAN_RANGE;
    }
    size_t most = BANYAN_RECORD_MAX - BANYAN_SIGNATURE_SIZE;
    most = capacity < most ? capacity : most;
    enum banyan_result result = banyan_senml_pack(time_ms, readings, count, NULL, most, &payload_size);
    if (result != BANYAN_OK) {
        return result;
    }
    result = write_header(place, header, sizeof header, &header_size);
    if (result != BANYAN_OK) {
        return result;
    }
    struct banyan_cbor out = banyan_cbor_start(to, most);
    (void)banyan_cbor_tag(&out, COSE_SIGN1);
    (void)banyan_cbor_array(&out, 4);
    (void)banyan_cbor_bytes(&out, header, header_size);
    (void)banyan_cbor_map(&out, 0);
    (void)banyan_cbor_bytes_head(&out, payload_size);
    if (out.result == BANYAN_OK) {
        size_t written = 0;
        out.result = banyan_senml_pack(time_ms, readings, count, &to[out.size], most - out.size, &written);
        out.size += written;
    }
    (void)banyan_cbor_bytes_head(&out, BANYAN_SIGNATURE_SIZE);
    return banyan_cbor_end(&out, size);
}

enum banyan_result banyan_record_name(const uint8_t *body, size_t size, const uint8_t signature[BANYAN_SIGNATURE_SIZE],
                                      uint8_t name[BANYAN_HASH_SIZE]) {
    psa_hash_operation_t hash = PSA_HASH_OPERATION_INIT;
    size_t written = 0;
    bool done = psa_hash_setup(&hash, PSA_ALG_SHA_256) == PSA_SUCCESS &&
                psa_hash_update(&hash, body, size) == PSA_SUCCESS &&
                psa_hash_update(&hash, signature, BANYAN_SIGNATURE_SIZE) == PSA_SUCCESS &&
                psa_hash_finish(&hash, name, BANYAN_HASH_SIZE, &written) == PSA_SUCCESS;
    (void)psa_hash_abort(&hash);
    return done && written == BANYAN_HASH_SIZE ? BANYAN_OK : BANYAN_CRYPTO;
}
