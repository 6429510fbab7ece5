// SPDX-License-Identifier: Apache-2.0
/** What the interface says about devices: who they are, what they published, and the proof of it. */
@NullMarked
package network.banyan.rpc.devices;

import org.jspecify.annotations.NullMarked;
