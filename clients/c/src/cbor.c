// SPDX-License-Identifier: Apache-2.0
#include "banyan/cbor.h"

#include "bytes.h"

enum major { UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6 };

struct banyan_cbor banyan_cbor_start(uint8_t *data, size_t capacity) {
    struct banyan_cbor out = {data, capacity, 0, BANYAN_OK};
    return out;
}

enum banyan_result banyan_cbor_raw(struct banyan_cbor *out, const uint8_t *from, size_t size) {
    if (out->result == BANYAN_OK && size > out->capacity - out->size) {
        out->result = BANYAN_SPACE;
    }
    if (out->result == BANYAN_OK) {
        if (out->data != NULL) {
            banyan_copy(&out->data[out->size], from, size);
        }
        out->size += size;
    }
    return out->result;
}

static enum banyan_result head(struct banyan_cbor *out, enum major major, uint64_t value) {
    uint8_t bytes[BANYAN_CBOR_HEAD_MAX];
    uint8_t type = (uint8_t)((unsigned)major << 5);
    size_t size = 0;
    if (value < 24u) {
        type = (uint8_t)(type | (uint8_t)value);
    } else if (value <= UINT8_MAX) {
        size = 1;
        type = (uint8_t)(type | 24u);
    } else if (value <= UINT16_MAX) {
        size = 2;
        type = (uint8_t)(type | 25u);
    } else if (value <= UINT32_MAX) {
        size = 4;
        type = (uint8_t)(type | 26u);
    } else {
        size = 8;
        type = (uint8_t)(type | 27u);
    }
    bytes[0] = type;
    banyan_put_be(&bytes[1], value, size);
    return banyan_cbor_raw(out, bytes, size + 1u);
}

enum banyan_result banyan_cbor_integer(struct banyan_cbor *out, int64_t value) {
    /* -1 - value cannot overflow, where -value could. */
    return value >= 0 ? head(out, UNSIGNED, (uint64_t)value) : head(out, NEGATIVE, (uint64_t)(-1 - value));
}

enum banyan_result banyan_cbor_unsigned(struct banyan_cbor *out, uint64_t value) {
    return head(out, UNSIGNED, value);
}

enum banyan_result banyan_cbor_bytes_head(struct banyan_cbor *out, size_t size) {
    return head(out, BYTES, size);
}

enum banyan_result banyan_cbor_bytes(struct banyan_cbor *out, const uint8_t *from, size_t size) {
    (void)head(out, BYTES, size);
    return banyan_cbor_raw(out, from, size);
}

enum banyan_result banyan_cbor_text(struct banyan_cbor *out, const char *text, size_t size) {
    (void)head(out, TEXT, size);
    return banyan_cbor_raw(out, (const uint8_t *)text, size);
}

enum banyan_result banyan_cbor_array(struct banyan_cbor *out, size_t items) {
    return head(out, ARRAY, items);
}

enum banyan_result banyan_cbor_map(struct banyan_cbor *out, size_t entries) {
    return head(out, MAP, entries);
}

enum banyan_result banyan_cbor_tag(struct banyan_cbor *out, uint64_t number) {
    return head(out, TAG, number);
}

enum banyan_result banyan_cbor_end(const struct banyan_cbor *out, size_t *size) {
    *size = out->result == BANYAN_OK ? out->size : 0u;
    return out->result;
}
