// SPDX-License-Identifier: Apache-2.0
/* The whole of our test framework. */
#ifndef BANYAN_CHECK_H
#define BANYAN_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHECK(condition) check((condition), __FILE__, __LINE__, #condition)

/* Ends the program if a condition does not hold. */
void check(bool holds, const char *file, int line, const char *condition);

/* Told with the next failure: which seed, which cut. */
void check_note(const char *what, uint64_t one, uint64_t other);

/* Whether there is time for the long sweeps: the program was started with --long. */
bool check_is_long(void);

/* Reads hexadecimal digits, which must fit. Returns the size. */
size_t from_hex(const char *hex, uint8_t *to, size_t capacity);

/* A small generator of numbers that are the same everywhere (splitmix64). */
struct random {
    uint64_t state;
};
uint64_t random_next(struct random *random);
/* A number below `bound`. */
size_t random_below(struct random *random, size_t bound);

struct test {
    const char *name;
    void (*run)(void);
};

extern const struct test encoding_tests[];
extern const struct test key_tests[];
extern const struct test record_tests[];
extern const struct test store_tests[];
extern const struct test power_tests[];
extern const struct test mqtt_tests[];
extern const struct test fuzz_tests[];
extern const struct test device_tests[];

#endif
