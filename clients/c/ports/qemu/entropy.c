// SPDX-License-Identifier: Apache-2.0
/* Where mbedTLS takes randomness from on a board: MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG. */
#include <psa/crypto.h>

#include "board.h"

psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context, uint8_t *output,
                                             size_t output_size, size_t *output_length) {
    (void)context;
    if (board_entropy.fill(board_entropy.context, output, output_size) != BANYAN_OK) {
        return PSA_ERROR_INSUFFICIENT_ENTROPY;
    }
    *output_length = output_size;
    return PSA_SUCCESS;
}
