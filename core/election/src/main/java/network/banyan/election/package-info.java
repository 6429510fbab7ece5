// SPDX-License-Identifier: Apache-2.0
/** Who may vote in an epoch, and the commitment to them that headers carry. */
@NullMarked
package network.banyan.election;

import org.jspecify.annotations.NullMarked;
