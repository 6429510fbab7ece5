// SPDX-License-Identifier: Apache-2.0
/**
 * What evidence a device gave of where its key lives, and whether it is good: documents whose hash the registry holds
 * (docs/spec/attestation.md), and a TPM's own words in them.
 */
@NullMarked
package network.banyan.evidence.attestation;

import org.jspecify.annotations.NullMarked;
