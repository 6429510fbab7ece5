// SPDX-License-Identifier: Apache-2.0
/* Writes the part of CBOR that records use, each item in its one deterministic form (RFC 8949, section 4.2.1).
 *
 * A writer remembers its first error and then writes nothing more: it is enough to look at banyan_cbor_end. */
#ifndef BANYAN_CBOR_H
#define BANYAN_CBOR_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/result.h"

/* No head of an item is longer. */
#define BANYAN_CBOR_HEAD_MAX 9u

struct banyan_cbor {
    uint8_t *data;
    size_t capacity;
    size_t size;
    enum banyan_result result;
};

/* Writes to `data`; if that is NULL, counts what would be written, up to `capacity`. */
struct banyan_cbor banyan_cbor_start(uint8_t *data, size_t capacity);

enum banyan_result banyan_cbor_integer(struct banyan_cbor *out, int64_t value);
enum banyan_result banyan_cbor_unsigned(struct banyan_cbor *out, uint64_t value);
enum banyan_result banyan_cbor_bytes(struct banyan_cbor *out, const uint8_t *from, size_t size);
/* Only the head of a byte string; its `size` bytes follow by banyan_cbor_raw. */
enum banyan_result banyan_cbor_bytes_head(struct banyan_cbor *out, size_t size);
/* `text` is ASCII. */
enum banyan_result banyan_cbor_text(struct banyan_cbor *out, const char *text, size_t size);
enum banyan_result banyan_cbor_array(struct banyan_cbor *out, size_t items);
/* The keys must follow in the order of their encodings. */
enum banyan_result banyan_cbor_map(struct banyan_cbor *out, size_t entries);
enum banyan_result banyan_cbor_tag(struct banyan_cbor *out, uint64_t number);
/* Bytes that are CBOR already. */
enum banyan_result banyan_cbor_raw(struct banyan_cbor *out, const uint8_t *from, size_t size);

/* What went wrong first, or BANYAN_OK and the size. */
enum banyan_result banyan_cbor_end(const struct banyan_cbor *out, size_t *size);

#endif
