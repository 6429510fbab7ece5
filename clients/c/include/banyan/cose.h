// SPDX-License-Identifier: Apache-2.0
/* The envelope of a record: a tagged COSE_Sign1 (RFC 9052) without unprotected header. Everything before the
 * signature's 64 bytes is called the record's body here. */
#ifndef BANYAN_COSE_H
#define BANYAN_COSE_H

#include <stddef.h>
#include <stdint.h>

#include "banyan/key.h"
#include "banyan/result.h"

/* Where in a body the two signed byte strings lie, each with its CBOR head. */
struct banyan_cose_parts {
    size_t header_at;
    size_t header_size;
    size_t payload_at;
    size_t payload_size;
};

/* Finds the parts of a body that this library wrote; BANYAN_RANGE if it is none. */
enum banyan_result banyan_cose_parts(const uint8_t *body, size_t size, struct banyan_cose_parts *parts);

/* SHA-256 of the body's Sig_structure (RFC 9052, section 4.4): what the key signs. */
enum banyan_result banyan_cose_digest(const uint8_t *body, size_t size, uint8_t digest[BANYAN_HASH_SIZE]);

#endif
