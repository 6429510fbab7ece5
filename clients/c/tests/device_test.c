// SPDX-License-Identifier: Apache-2.0
#include "check.h"
const struct test device_tests[] = {{NULL, NULL}};
