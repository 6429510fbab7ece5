// SPDX-License-Identifier: Apache-2.0
/* What mbedTLS offers through PSA on a device. */
#ifndef BANYAN_CRYPTO_CONFIG_H
#define BANYAN_CRYPTO_CONFIG_H

#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ALG_DETERMINISTIC_ECDSA 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1

#endif
