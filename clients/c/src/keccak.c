// SPDX-License-Identifier: Apache-2.0
#include "banyan/keccak.h"

#include "bytes.h"

/* Small rather than fast: it runs once per start. Source: FIPS 202, section 3, with the padding of the original
 * submission; the constants are computed by their linear feedback shift register (section 3.2.5). */

#define LANES 25u
#define ROUNDS 24u
#define RATE 136u

static uint64_t rotate(uint64_t lane, unsigned by) {
    return by == 0u ? lane : (lane << by) | (lane >> (64u - by));
}

static void theta(uint64_t a[LANES]) {
    uint64_t c[5];
    for (unsigned x = 0; x < 5u; x++) {
        c[x] = a[x] ^ a[x + 5u] ^ a[x + 10u] ^ a[x + 15u] ^ a[x + 20u];
    }
    for (unsigned i = 0; i < LANES; i++) {
        a[i] ^= c[(i + 4u) % 5u] ^ rotate(c[(i + 1u) % 5u], 1);
    }
}

static void rho_and_pi(uint64_t a[LANES]) {
    unsigned x = 1;
    unsigned y = 0;
    uint64_t moved = a[1];
    for (unsigned t = 0; t < 24u; t++) {
        unsigned next = (2u * x + 3u * y) % 5u;
        x = y;
        y = next;
        uint64_t kept = a[x + 5u * y];
        a[x + 5u * y] = rotate(moved, ((t + 1u) * (t + 2u) / 2u) % 64u);
        moved = kept;
    }
}

static void chi(uint64_t a[LANES]) {
    for (unsigned row = 0; row < LANES; row += 5u) {
        uint64_t b[5];
        for (unsigned x = 0; x < 5u; x++) {
            b[x] = a[row + x];
        }
        for (unsigned x = 0; x < 5u; x++) {
            a[row + x] = b[x] ^ (~b[(x + 1u) % 5u] & b[(x + 2u) % 5u]);
        }
    }
}

static void iota(uint64_t a[LANES], uint8_t *shift_register) {
    for (unsigned j = 0; j < 7u; j++) {
        if ((*shift_register & 1u) != 0u) {
            a[0] ^= (uint64_t)1 << ((1u << j) - 1u);
        }
        unsigned shifted = (unsigned)*shift_register << 1;
        *shift_register = (uint8_t)(shifted ^ (((shifted >> 8) & 1u) * 0x71u));
    }
}

enum banyan_result banyan_keccak256(const uint8_t *from, size_t size, uint8_t hash[32]) {
    if (from == NULL || size >= RATE) {
        return BANYAN_RANGE;
    }
    uint8_t block[RATE];
    banyan_fill(block, 0, sizeof block);
    banyan_copy(block, from, size);
    block[size] = 0x01;
    block[RATE - 1u] |= 0x80u;

    uint64_t a[LANES] = {0};
    for (size_t i = 0; i < RATE / 8u; i++) {
        a[i] = banyan_get_le(&block[8u * i], 8);
    }
    uint8_t shift_register = 1;
    for (unsigned round = 0; round < ROUNDS; round++) {
        theta(a);
        rho_and_pi(a);
        chi(a);
        iota(a, &shift_register);
    }
    for (size_t i = 0; i < 4u; i++) {
        banyan_put_le(&hash[8u * i], a[i], 8);
    }
    return BANYAN_OK;
}
