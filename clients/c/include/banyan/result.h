// SPDX-License-Identifier: Apache-2.0
/* What every function of this library answers. */
#ifndef BANYAN_RESULT_H
#define BANYAN_RESULT_H

enum banyan_result {
    BANYAN_OK = 0,
    /* An argument or a configured size is outside its range: a mistake of the caller's. */
    BANYAN_RANGE,
    /* The buffer that the caller gave is too small. */
    BANYAN_SPACE,
    /* Not now, in this state: for example a publication while another one is under way. */
    BANYAN_STATE,
    /* The flash port reported an error, or does not hold what was written. Open the store again. */
    BANYAN_FLASH,
    /* The ring is full of records that nobody has acknowledged. Publish, then go on measuring. */
    BANYAN_FULL,
    /* The flash lacks something that was signed. Signing goes on with a new key only. */
    BANYAN_DAMAGED,
    /* The PSA crypto provider refused. */
    BANYAN_CRYPTO,
    /* The transport is closed or broken. */
    BANYAN_TRANSPORT,
    /* The broker said what MQTT 5 does not allow, or more than fits. The connection is closed. */
    BANYAN_PROTOCOL,
    /* The broker refused: wrong credentials, no right, no quality of service 1. */
    BANYAN_REFUSED,
    /* There is no such record, or nothing to do. */
    BANYAN_NONE
};

#endif
