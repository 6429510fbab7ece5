// SPDX-License-Identifier: Apache-2.0
/**
 * {@code banyan snapshot}: begins a node with the state after an epoch instead of with genesis. {@link
 * network.banyan.node.snapshot.SnapshotPeer} asks one node, {@link network.banyan.node.snapshot.Sources} keeps those worth
 * asking, {@link network.banyan.node.snapshot.Restoration} goes through the steps of docs/spec/sync.md.
 */
@NullMarked
package network.banyan.node.snapshot;

import org.jspecify.annotations.NullMarked;
