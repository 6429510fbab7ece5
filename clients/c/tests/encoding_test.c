// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "banyan/cbor.h"
#include "banyan/keccak.h"
#include "banyan/senml.h"
#include "check.h"
#include "flash.h"

#define TIME_MS 1763683200123u

static void is_hex(const uint8_t *bytes, size_t size, const char *hex) {
    uint8_t expected[512];
    size_t expected_size = from_hex(hex, expected, sizeof expected);
    CHECK(size == expected_size && memcmp(bytes, expected, size) == 0);
}

static void integer_is(int64_t value, const char *hex) {
    uint8_t bytes[16];
    size_t size = 0;
    struct banyan_cbor out = banyan_cbor_start(bytes, sizeof bytes);
    CHECK(banyan_cbor_integer(&out, value) == BANYAN_OK);
    CHECK(banyan_cbor_end(&out, &size) == BANYAN_OK);
    is_hex(bytes, size, hex);
}

/* RFC 8949, appendix A. */
static void integers_have_their_shortest_form(void) {
    integer_is(0, "00");
    integer_is(10, "0a");
    integer_is(23, "17");
    integer_is(24, "1818");
    integer_is(25, "1819");
    integer_is(255, "18ff");
    integer_is(256, "190100");
    integer_is(1000, "1903e8");
    integer_is(65535, "19ffff");
    integer_is(65536, "1a00010000");
    integer_is(1000000, "1a000f4240");
    integer_is(4294967295, "1affffffff");
    integer_is(4294967296, "1b0000000100000000");
    integer_is(1000000000000, "1b000000e8d4a51000");
    integer_is(INT64_MAX, "1b7fffffffffffffff");
    integer_is(-1, "20");
    integer_is(-10, "29");
    integer_is(-24, "37");
    integer_is(-25, "3818");
    integer_is(-100, "3863");
    integer_is(-1000, "3903e7");
    integer_is(INT64_MIN, "3b7fffffffffffffff");
}

static void a_writer_stays_within_its_buffer(void) {
    uint8_t bytes[8];
    size_t size = 1;
    memset(bytes, 0xee, sizeof bytes);
    struct banyan_cbor out = banyan_cbor_start(bytes, 3);
    CHECK(banyan_cbor_integer(&out, 1000) == BANYAN_OK);
    CHECK(banyan_cbor_integer(&out, 1) == BANYAN_SPACE);
    CHECK(banyan_cbor_raw(&out, bytes, 0) == BANYAN_SPACE);
    CHECK(banyan_cbor_end(&out, &size) == BANYAN_SPACE && size == 0u);
    CHECK(bytes[3] == 0xeeu);
}

static void pack_is(const struct banyan_reading *readings, size_t count, const char *hex) {
    uint8_t bytes[512];
    size_t size = 0;
    size_t counted = 0;
    CHECK(banyan_senml_pack(TIME_MS, readings, count, bytes, sizeof bytes, &size) == BANYAN_OK);
    is_hex(bytes, size, hex);
    CHECK(banyan_senml_pack(TIME_MS, readings, count, NULL, sizeof bytes, &counted) == BANYAN_OK && counted == size);
    for (size_t less = 0; less < size; less++) {
        CHECK(banyan_senml_pack(TIME_MS, readings, count, bytes, less, &counted) == BANYAN_SPACE);
    }
}

static void a_pack_of_one_moment_has_one_time(void) {
    const struct banyan_reading readings[] = {{"temperature", "Cel", 2250, 2, 0}, {"humidity", "%RH", 42, 0, 0}};
    pack_is(readings, 2,
            "82a4006b74656d7065726174757265016343656c02c482211908ca22c482221b0000019aa3b5ec7ba3006868756d69646974790163"
            "25524802182a");
}

/* Label 6 counts from the base time, and comes before it in a map, because its encoding is lower. */
static void a_pack_of_several_moments_counts_from_the_first(void) {
    const struct banyan_reading readings[] = {
        {"t", "Cel", -5, 1, 0}, {"n", NULL, 7, 0, 0}, {"t", "Cel", -4, 1, 1000}, {"t", NULL, 3, 0, 86400000}};
    pack_is(readings, 4,
            "84"
            "a400617401634"
            "3656c02c4822024"
            "22c482221b0000019aa3b5ec7b"
            "a200616e0207"
            "a4006174016343656c02c482202306c482221903e8"
            "a3006174020306c482221a05265c00");
}

static void refuses(const struct banyan_reading *readings, size_t count) {
    uint8_t bytes[512];
    size_t size = 1;
    CHECK(banyan_senml_pack(TIME_MS, readings, count, bytes, sizeof bytes, &size) == BANYAN_RANGE && size == 0u);
}

static void refuses_name(const char *name) {
    const struct banyan_reading reading = {name, NULL, 0, 0, 0};
    refuses(&reading, 1);
}

static void refuses_unit(const char *unit) {
    const struct banyan_reading reading = {"x", unit, 0, 0, 0};
    refuses(&reading, 1);
}

static void readings_outside_their_range_are_refused(void) {
    char long_name[66];
    memset(long_name, 'a', sizeof long_name);
    long_name[65] = '\0';
    refuses_name(NULL);
    refuses_name("");
    refuses_name("-x");
    refuses_name("x y");
    refuses_name("caf\xc3\xa9");
    refuses_name(long_name);
    refuses_unit("");
    refuses_unit("a b");
    refuses_unit("\x7f");
    refuses_unit("12345678901234567");
    const struct banyan_reading decimals = {"x", NULL, 0, 19, 0};
    refuses(&decimals, 1);
    refuses(&decimals, 0);
    refuses(NULL, 1);
    const struct banyan_reading late = {"x", NULL, 0, 0, 1};
    refuses(&late, 1);
    const struct banyan_reading back[] = {{"x", NULL, 0, 0, 0}, {"y", NULL, 0, 0, 2}, {"z", NULL, 0, 0, 1}};
    refuses(back, 3);
    const struct banyan_reading over[] = {{"x", NULL, 0, 0, 0}, {"y", NULL, 0, 0, BANYAN_AFTER_MS_MAX + 1u}};
    refuses(over, 2);
    const struct banyan_reading twice[] = {
        {"x", NULL, 0, 0, 0}, {"x", NULL, 0, 0, 5}, {"y", NULL, 0, 0, 5}, {"x", NULL, 1, 0, 5}};
    refuses(twice, 4);
    static struct banyan_reading many[BANYAN_READINGS_MAX + 1u];
    for (size_t i = 0; i <= BANYAN_READINGS_MAX; i++) {
        many[i] = (struct banyan_reading){"x", NULL, 0, 0, (uint32_t)i};
    }
    refuses(many, BANYAN_READINGS_MAX + 1u);
}

static void times_outside_their_range_are_refused(void) {
    const struct banyan_reading readings[] = {{"x", NULL, 0, 0, 0}, {"x", NULL, 0, 0, 1}};
    size_t size = 0;
    CHECK(banyan_senml_pack(BANYAN_TIME_MS_MIN, readings, 1, NULL, 100, &size) == BANYAN_OK);
    CHECK(banyan_senml_pack(BANYAN_TIME_MS_MIN - 1u, readings, 1, NULL, 100, &size) == BANYAN_RANGE);
    CHECK(banyan_senml_pack(BANYAN_TIME_MS_MAX, readings, 1, NULL, 100, &size) == BANYAN_OK);
    CHECK(banyan_senml_pack(BANYAN_TIME_MS_MAX, readings, 2, NULL, 100, &size) == BANYAN_RANGE);
    CHECK(banyan_senml_pack(BANYAN_TIME_MS_MAX + 1u, readings, 1, NULL, 100, &size) == BANYAN_RANGE);
}

static void keccak_is(const char *text, const char *hex) {
    uint8_t hash[32];
    CHECK(banyan_keccak256((const uint8_t *)text, strlen(text), hash) == BANYAN_OK);
    is_hex(hash, sizeof hash, hex);
}

static void keccak_is_that_of_ethereum(void) {
    uint8_t hash[32];
    uint8_t bytes[136] = {0};
    keccak_is("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    keccak_is("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    CHECK(banyan_keccak256(bytes, 135, hash) == BANYAN_OK);
    CHECK(banyan_keccak256(bytes, 136, hash) == BANYAN_RANGE);
}

static void crc_is_that_of_ethernet(void) {
    const uint8_t *digits = (const uint8_t *)"123456789";
    CHECK(banyan_crc32(0, digits, 9) == 0xcbf43926u);
    CHECK(banyan_crc32(banyan_crc32(0, digits, 4), &digits[4], 5) == 0xcbf43926u);
}

const struct test encoding_tests[] = {
    {"integers have their shortest form", integers_have_their_shortest_form},
    {"a writer stays within its buffer", a_writer_stays_within_its_buffer},
    {"a pack of one moment has one time", a_pack_of_one_moment_has_one_time},
    {"a pack of several moments counts from the first", a_pack_of_several_moments_counts_from_the_first},
    {"readings outside their range are refused", readings_outside_their_range_are_refused},
    {"times outside their range are refused", times_outside_their_range_are_refused},
    {"Keccak is that of Ethereum", keccak_is_that_of_ethereum},
    {"the CRC is that of Ethernet", crc_is_that_of_ethernet},
    {NULL, NULL}};
