// SPDX-License-Identifier: Apache-2.0
/**
 * Device twins (docs/spec/twin.md): {@link network.banyan.twin.Desired} is what an owner wants of a device and signs with
 * an account's key, {@link network.banyan.twin.Reported} what the device says it does and signs with its own.
 * {@link network.banyan.twin.DesiredJudge} decides the same way at the gateway and at the device.
 */
@NullMarked
package network.banyan.twin;

import org.jspecify.annotations.NullMarked;
