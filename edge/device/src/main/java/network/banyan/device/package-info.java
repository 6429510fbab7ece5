// SPDX-License-Identifier: Apache-2.0
/** A device: reads sensors, signs records, anchors them. */
@NullMarked
package network.banyan.device;

import org.jspecify.annotations.NullMarked;
