// SPDX-License-Identifier: Apache-2.0
/**
 * A TPM 2.0 as the place of a device's key: the dozen commands that takes, byte by byte, over the kernel's device file or a
 * socket (ADR-0016). Source: TPM 2.0 Library, parts 2 and 3.
 */
@NullMarked
package network.banyan.device.tpm;

import org.jspecify.annotations.NullMarked;
