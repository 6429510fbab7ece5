// SPDX-License-Identifier: Apache-2.0
/**
 * A chain's logic in Java: devices' signed readings, judged and summed up as they come. A sample to copy from
 * (docs/sidechains.md, "A chain with logic in Java"); {@link network.banyan.readings.Readings} is where to begin.
 */
@NullMarked
package network.banyan.readings;

import org.jspecify.annotations.NullMarked;
