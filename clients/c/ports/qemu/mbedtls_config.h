// SPDX-License-Identifier: Apache-2.0
/* mbedTLS 2.28 with nothing but what a device needs: SHA-256 and ECDSA on P-256 through PSA, in little flash. Given to the
 * compiler as MBEDTLS_CONFIG_FILE. */
#ifndef BANYAN_MBEDTLS_CONFIG_H
#define BANYAN_MBEDTLS_CONFIG_H

#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_CONFIG
#define MBEDTLS_PSA_CRYPTO_CONFIG_FILE "crypto_config.h"
/* Randomness comes from the board: see entropy.c. */
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_PSA_KEY_SLOT_COUNT 2

/* Its heap is an array of ours, so that what it takes is known. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_NO_STD_FUNCTIONS
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_MEMORY_BUFFER_ALLOC_C
#define MBEDTLS_MEMORY_ALIGN_MULTIPLE 8
/* Only if it finds that heap destroyed. */
#define MBEDTLS_PLATFORM_EXIT_MACRO board_exit
_Noreturn void board_exit(int status);

/* Curve arithmetic: reduction for the NIST prime and assembly are quick, tables of points would take 3 KiB of RAM. */
#define MBEDTLS_HAVE_ASM
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 3
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_ECP_MAX_BITS 256
#define MBEDTLS_MPI_MAX_SIZE 32
#define MBEDTLS_MPI_WINDOW_SIZE 1
#define MBEDTLS_SHA256_SMALLER

#include "mbedtls/config_psa.h"

#include "mbedtls/check_config.h"

#endif
