// SPDX-License-Identifier: Apache-2.0
/* Runs all tests, or those whose names contain the argument; with --long as the first one, for longer. */
#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char *note = "";
static uint64_t notes[2];
static bool is_long;

bool check_is_long(void) {
    return is_long;
}

void check_note(const char *what, uint64_t one, uint64_t other) {
    note = what;
    notes[0] = one;
    notes[1] = other;
}

void check(bool holds, const char *file, int line, const char *condition) {
    if (!holds) {
        (void)fprintf(stderr, "%s:%d: not so: %s (%s %llu, %llu)\n", file, line, condition, note,
                      (unsigned long long)notes[0], (unsigned long long)notes[1]);
        abort();
    }
}

static uint8_t hex_digit(char c) {
    const char *digits = "0123456789abcdef";
    const char *at = strchr(digits, c);
    CHECK(c != '\0' && at != NULL);
    return (uint8_t)(at - digits);
}

size_t from_hex(const char *hex, uint8_t *to, size_t capacity) {
    size_t size = strlen(hex) / 2u;
    CHECK(size <= capacity);
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(hex_digit(hex[2u * i]) << 4 | hex_digit(hex[2u * i + 1u]));
    }
    return size;
}

uint64_t random_next(struct random *random) {
    random->state += 0x9e3779b97f4a7c15u;
    uint64_t z = random->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t random_below(struct random *random, size_t bound) {
    return (size_t)(random_next(random) % bound);
}

int main(int count, char **arguments) {
    static const struct test *const all[] = {encoding_tests, key_tests,  record_tests, store_tests,
                                             power_tests,    mqtt_tests, fuzz_tests,   device_tests};
    unsigned passed = 0;
    is_long = count > 1 && strcmp(arguments[1], "--long") == 0;
    const char *wanted = count > (is_long ? 2 : 1) ? arguments[is_long ? 2 : 1] : "";
    CHECK(psa_crypto_init() == PSA_SUCCESS);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        for (const struct test *test = all[i]; test->name != NULL; test++) {
            if (strstr(test->name, wanted) != NULL) {
                check_note("", 0, 0);
                (void)printf("%s\n", test->name);
                (void)fflush(stdout);
                test->run();
                passed++;
            }
        }
    }
    mbedtls_psa_crypto_free();
    (void)printf("%u tests passed\n", passed);
    return passed > 0u ? 0 : 1;
}
