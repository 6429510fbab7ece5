// SPDX-License-Identifier: Apache-2.0
#include "banyan/mqtt.h"

#include <string.h>

#include "broker.h"
#include "check.h"

static const struct banyan_mqtt_settings settings = {
    .client_id = "d7", .user = "u", .password = "pw", .keep_alive_s = 60, .timeout_ms = 5000};
static struct broker broker;
static struct banyan_mqtt mqtt;
static struct banyan_mqtt_event event;
static uint8_t out[256];
static uint8_t in[128];

static void begin(void) {
    const struct banyan_mqtt_buffers buffers = {out, sizeof out, in, sizeof in};
    broker_init(&broker);
    CHECK(banyan_mqtt_init(&mqtt, &broker.port, &settings, &buffers) == BANYAN_OK);
    CHECK(banyan_mqtt_connect(&mqtt, 0) == BANYAN_OK);
}

static void connect(void) {
    begin();
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK && event.type == BANYAN_MQTT_NOTHING);
    CHECK(broker_step(&broker));
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK && event.type == BANYAN_MQTT_IS_CONNECTED);
}

static void sent(const char *hex) {
    uint8_t expected[256];
    size_t size = from_hex(hex, expected, sizeof expected);
    CHECK(broker.in_size == size && memcmp(broker.in, expected, size) == 0);
    broker_ignore(&broker);
}

/* What the broker says to a client that is connected and waits for a PUBACK and a SUBACK, ends like this. */
static void answer_gives(const char *hex, enum banyan_result result, enum banyan_mqtt_event_type type) {
    connect();
    CHECK(banyan_mqtt_publish(&mqtt, "t", (const uint8_t *)"x", 1, 0) == BANYAN_OK);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    CHECK(banyan_mqtt_subscribe(&mqtt, "r", 0) == BANYAN_OK);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    broker_ignore(&broker);
    broker_says(&broker, hex);
    check_note(hex, 0, 0);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == result);
    CHECK(event.type == type);
    CHECK((result == BANYAN_OK) == (mqtt.state == BANYAN_MQTT_CONNECTED));
    CHECK(broker.closed == (result == BANYAN_OK ? 0u : 1u));
}

static void packets_are_those_of_the_standard(void) {
    begin();
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    sent("1020"
         "00044d515454"
         "05"
         "c2"
         "003c"
         "0a"
         "210001"
         "1700"
         "2700000080"
         "00026437"
         "000175"
         "00027077");
    connect();
    CHECK(banyan_mqtt_subscribe(&mqtt, "a/b", 0) == BANYAN_OK);
    CHECK(banyan_mqtt_subscribe(&mqtt, "a/b", 0) == BANYAN_STATE);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    sent("8209"
         "0001"
         "00"
         "0003612f62"
         "21");
    CHECK(banyan_mqtt_publish(&mqtt, "a/b", (const uint8_t *)"xyz", 3, 0) == BANYAN_OK);
    CHECK(banyan_mqtt_publish(&mqtt, "a/b", (const uint8_t *)"xyz", 3, 0) == BANYAN_STATE);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    sent("320b"
         "0003612f62"
         "0002"
         "00"
         "78797a");
    banyan_mqtt_close(&mqtt);
    sent("e000");
    CHECK(broker.closed == 1u && mqtt.state == BANYAN_MQTT_CLOSED);
}

static void answers_are_understood(void) {
    answer_gives("40020001", BANYAN_OK, BANYAN_MQTT_PUBLISHED);
    answer_gives("4003000110", BANYAN_OK, BANYAN_MQTT_PUBLISHED);
    CHECK(event.reason == BANYAN_MQTT_NO_SUBSCRIBERS);
    answer_gives("400900018705" "1f00024e6f", BANYAN_OK, BANYAN_MQTT_PUBLISHED);
    CHECK(event.reason == 0x87u);
    answer_gives("900400020001", BANYAN_OK, BANYAN_MQTT_SUBSCRIBED);
    answer_gives("90060002" "00" "01", BANYAN_OK, BANYAN_MQTT_NOTHING);
    answer_gives("3006000172" "00" "4142", BANYAN_OK, BANYAN_MQTT_MESSAGE);
    CHECK(event.topic_size == 1u && event.topic[0] == 'r' && event.payload_size == 2u && event.payload[1] == 'B');
    /* With properties: format, expiry, a user property twice. */
    answer_gives("301a00017215" "0101" "0200000010" "2600016100016226000161000162" "43", BANYAN_OK,
                 BANYAN_MQTT_MESSAGE);
    CHECK(event.payload_size == 1u && event.payload[0] == 'C');
}

static void a_publication_to_us_is_acknowledged(void) {
    answer_gives("3207000172" "0309" "00" "41", BANYAN_OK, BANYAN_MQTT_MESSAGE);
    broker_says(&broker, "3207000172" "030a" "00" "42");
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    sent("40020309");
    CHECK(event.type == BANYAN_MQTT_MESSAGE && event.payload[0] == 'B');
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    sent("4002030a");
}

static void what_no_broker_may_say_closes_the_connection(void) {
    static const char *const wrong[] = {
        "2003000000",                       /* a second CONNACK */
        "0000",                             /* type 0 */
        "1000",                             /* CONNECT */
        "8200",                             /* SUBSCRIBE */
        "c000",                             /* PINGREQ */
        "f000",                             /* AUTH, which was not asked for */
        "5002000100",                       /* PUBREC */
        "d000",                             /* PINGRESP to nothing */
        "d00100",                           /* with content */
        "d800",                             /* flags */
        "42020001",                         /* flags of a PUBACK */
        "40020003",                         /* a PUBACK of something else */
        "40020000",                         /* of nothing */
        "400100",                           /* cut off */
        "4003000101",                       /* a reason that there is not */
        "400400010001",                     /* properties cut off */
        "40050001000122",                   /* a property cut off */
        "400700010003230001",               /* a topic alias */
        "400c00010008" "1f00016e1f00016e",  /* a reason string twice */
        "9003000200",                       /* no reason */
        "900400020002",                     /* more quality than was asked for */
        "90050002000101",                   /* two reasons */
        "900400030001",                     /* of another subscription */
        "3400",                             /* quality of service 2, empty */
        "3406000172000100",                 /* quality of service 2 */
        "3606000172000100",                 /* quality of service 3 */
        "3804000172" "00",                  /* a duplicate of quality 0 */
        "3206000172000000",                 /* identifier 0 */
        "30030000" "00",                    /* no topic */
        "300300ff72",                       /* a topic beyond the end */
        "3006000172" "0b0b01",              /* properties beyond the end */
        "3006000172" "020b01",              /* a subscription identifier, which we did not give */
        "3006000172" "020102",              /* payload format 2 */
        "3007000172" "038a8000",            /* a property's number in too many bytes */
        "30ffffffff7f",                     /* a length in five bytes */
        "30808080808000",                   /* and more */
        "308000",                           /* not the shortest length */
        "30ffff03",                         /* longer than we take */
        "307f",                             /* one byte longer than we take */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        answer_gives(wrong[i], BANYAN_PROTOCOL, BANYAN_MQTT_NOTHING);
    }
    answer_gives("e000", BANYAN_TRANSPORT, BANYAN_MQTT_NOTHING);
    answer_gives("e0018d", BANYAN_TRANSPORT, BANYAN_MQTT_NOTHING);
    answer_gives("900400020087", BANYAN_REFUSED, BANYAN_MQTT_NOTHING);
}

static void connack_gives(const char *hex, enum banyan_result result) {
    begin();
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
    broker_says(&broker, hex);
    check_note(hex, 0, 0);
    CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == result);
    CHECK((event.type == BANYAN_MQTT_IS_CONNECTED) == (result == BANYAN_OK));
}

static void a_connack_is_read_strictly(void) {
    connack_gives("2003000000", BANYAN_OK);
    connack_gives("2006000003130005", BANYAN_OK);
    CHECK(mqtt.keep_alive_ms == 5000u);
    connack_gives("2008000005" "2700000014", BANYAN_OK);
    CHECK(banyan_mqtt_publish(&mqtt, "t", out, 20, 0) == BANYAN_REFUSED);
    CHECK(banyan_mqtt_publish(&mqtt, "t", (const uint8_t *)"0123456789", 10, 0) == BANYAN_OK);
    connack_gives("2003008700", BANYAN_REFUSED);
    connack_gives("2005000002" "2400", BANYAN_REFUSED);
    connack_gives("2003010000", BANYAN_PROTOCOL);
    connack_gives("2003000100", BANYAN_PROTOCOL);
    connack_gives("20020000", BANYAN_PROTOCOL);
    connack_gives("2006000003210000", BANYAN_PROTOCOL);
    connack_gives("2008000005" "2700000000", BANYAN_PROTOCOL);
    connack_gives("2005000002" "2402", BANYAN_PROTOCOL);
    connack_gives("40020001", BANYAN_PROTOCOL);
    connack_gives("30050001720041", BANYAN_PROTOCOL);
}

static void a_silent_broker_is_left(void) {
    connect();
    CHECK(banyan_mqtt_publish(&mqtt, "t", (const uint8_t *)"x", 1, 1000) == BANYAN_OK);
    CHECK(banyan_mqtt_poll(&mqtt, 5999, &event) == BANYAN_OK);
    CHECK(banyan_mqtt_poll(&mqtt, 6000, &event) == BANYAN_TRANSPORT);
    CHECK(broker.closed == 1u && mqtt.state == BANYAN_MQTT_CLOSED);
    begin();
    CHECK(banyan_mqtt_poll(&mqtt, 4999, &event) == BANYAN_OK);
    CHECK(banyan_mqtt_poll(&mqtt, 5000, &event) == BANYAN_TRANSPORT);
}

static void a_quiet_connection_is_kept_alive(void) {
    connect();
    CHECK(banyan_mqtt_poll(&mqtt, 29999, &event) == BANYAN_OK && broker.in_size == 0u);
    CHECK(banyan_mqtt_poll(&mqtt, 30000, &event) == BANYAN_OK);
    sent("c000");
    broker_says(&broker, "d000");
    CHECK(banyan_mqtt_poll(&mqtt, 30001, &event) == BANYAN_OK && event.type == BANYAN_MQTT_NOTHING);
    CHECK(banyan_mqtt_poll(&mqtt, 60000, &event) == BANYAN_OK);
    sent("c000");
    CHECK(banyan_mqtt_poll(&mqtt, 65000, &event) == BANYAN_TRANSPORT);
}

static void bytes_may_come_one_by_one(void) {
    begin();
    broker.most = 1;
    for (unsigned i = 0; i < 200u && mqtt.state != BANYAN_MQTT_CONNECTED; i++) {
        CHECK(banyan_mqtt_poll(&mqtt, 0, &event) == BANYAN_OK);
        (void)broker_step(&broker);
    }
    CHECK(mqtt.state == BANYAN_MQTT_CONNECTED);
}

static void buffers_that_are_too_small_are_refused(void) {
    struct banyan_mqtt_buffers buffers = {out, BANYAN_MQTT_BUFFER_MIN - 1u, in, sizeof in};
    CHECK(banyan_mqtt_init(&mqtt, &broker.port, &settings, &buffers) == BANYAN_RANGE);
    connect();
    uint8_t payload[256] = {0};
    CHECK(banyan_mqtt_publish(&mqtt, "t", payload, sizeof out - 8u, 0) == BANYAN_SPACE);
    CHECK(banyan_mqtt_publish(&mqtt, "t", payload, sizeof out - 9u, 0) == BANYAN_OK);
}

const struct test mqtt_tests[] = {
    {"packets are those of the standard", packets_are_those_of_the_standard},
    {"answers are understood", answers_are_understood},
    {"a publication to us is acknowledged", a_publication_to_us_is_acknowledged},
    {"what no broker may say closes the connection", what_no_broker_may_say_closes_the_connection},
    {"a CONNACK is read strictly", a_connack_is_read_strictly},
    {"a silent broker is left", a_silent_broker_is_left},
    {"a quiet connection is kept alive", a_quiet_connection_is_kept_alive},
    {"bytes may come one by one", bytes_may_come_one_by_one},
    {"buffers that are too small are refused", buffers_that_are_too_small_are_refused},
    {NULL, NULL}};
