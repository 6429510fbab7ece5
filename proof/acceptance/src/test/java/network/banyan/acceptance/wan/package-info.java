// SPDX-License-Identifier: Apache-2.0

/**
 * Machines on one machine: Linux network namespaces whose only card is a tun device, and a switch between these in user space,
 * which delays and loses packets and can part the network. Needs root and /dev/net/tun; no kernel module for it.
 */
@NullMarked
package network.banyan.acceptance.wan;

import org.jspecify.annotations.NullMarked;
