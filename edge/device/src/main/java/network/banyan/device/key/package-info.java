// SPDX-License-Identifier: Apache-2.0
/**
 * Where a device's key may live, by its address: {@code software}, {@code pkcs11:...} (RFC 7512), {@code tpm:...}. Keys of
 * tokens and TPMs are made inside and never leave; secrets that open them come from files, never from a command line.
 */
@NullMarked
package network.banyan.device.key;

import org.jspecify.annotations.NullMarked;
