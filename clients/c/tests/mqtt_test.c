// SPDX-License-Identifier: Apache-2.0
#include "check.h"
const struct test mqtt_tests[] = {{NULL, NULL}};
