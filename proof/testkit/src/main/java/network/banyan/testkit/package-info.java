// SPDX-License-Identifier: Apache-2.0
/** Seeded property runner, fakes, and where the vectors are. */
@NullMarked
package network.banyan.testkit;

import org.jspecify.annotations.NullMarked;
